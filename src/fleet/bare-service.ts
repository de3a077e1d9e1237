import type { App } from '../model/app.ts';
import type { Account, Service } from '../model/service.ts';

/** A service of which no more is known than whose it is and how its definition is called: it runs nothing. */
export const bareService = (
  app: App,
  account: Account,
  who: { profile: string; home: string; root: string },
  name: string,
): Service => ({
  app: app.id,
  ...who,
  state: 'disabled',
  unit: name.replace(/\.service$/, ''),
  label: name,
  description: '',
  program: [],
  programFrom: '',
  argv: [],
  replaceFlag: app.command.replaceFlag,
  replace: { systemd: false, launchd: false },
  pin: {},
  environment: {},
  stopTimeout: 0,
  logs: { out: '', error: '' },
  dependsOn: [],
  strategy: 'auto',
  replacePolicy: 'auto',
  readyTimeout: null,
  account,
});
