import { emitter, template } from '../host/template.ts';
import type { App } from '../model/app.ts';
import type { Service } from '../model/service.ts';
import { environmentItem, execLine, pathValue, textValue } from './quote.ts';

const EMITTERS = {
  text: emitter(textValue),
  word: emitter(textValue),
  path: emitter(pathValue),
  exec: emitter(execLine),
  env: emitter(environmentItem),
  /** Settings of app.yaml are written in systemd's own syntax already. */
  setting: emitter((key: string, value: string) => `${key}=${value}`),
  raw: emitter((value: string) => value),
};

const UNIT_LOCALS = [
  ...Object.keys(EMITTERS),
  'service',
  'system',
  'group',
  'argv',
  'environment',
  'unitSettings',
  'serviceSettings',
  'dependencies',
  'wantedBy',
];

/**
 * The whole unit of one service. `dependencies` are unit names; they start before it.
 * @throws Failure (usage) when a value cannot be written in a unit file.
 */
export function renderUnit(
  app: App,
  service: Service,
  scope: 'user' | 'system',
  dependencies: readonly string[],
): string {
  const { account } = service;
  const system = scope === 'system';
  const login = system ? { HOME: account.home, USER: account.name, LOGNAME: account.name } : {};
  return template(
    'gateway.service.ejs',
    UNIT_LOCALS,
  )({
    ...EMITTERS,
    service,
    system,
    group: String(account.gid),
    argv: [...service.argv, ...(service.replace.systemd ? [service.replaceFlag] : [])],
    environment: Object.entries({ ...login, ...service.environment, ...service.pin }),
    unitSettings: app.systemd.unit.filter((one) => one.scope === undefined || one.scope === scope),
    serviceSettings: app.systemd.service,
    dependencies,
    wantedBy: app.systemd.wantedBy[scope],
  });
}

/**
 * A drop-in that pins somebody else's unit. `execStart` is their command, edited and still in systemd's syntax; null
 * when it is right as it stands.
 */
export function renderDropIn(
  service: Service,
  execStart: string | null,
  environment: Readonly<Record<string, string>>,
): string {
  return template('zz-unitpin.conf.ejs', [...Object.keys(EMITTERS), 'service', 'execStart', 'environment'])({
    ...EMITTERS,
    service,
    execStart: execStart === null ? null : EMITTERS.raw(execStart),
    environment: Object.entries(environment),
  });
}

/** The name sorts after the drop-ins people and the app write, so that it has the last word. */
export const DROP_IN_NAME = 'zz-unitpin.conf';
