import { mentions } from '../../audit/mentions.ts';
import { profileInName } from '../../fleet/naming.ts';
import { listProfiles, profileHome } from '../../fleet/profiles.ts';
import type { HostFacts } from '../../model/facts.ts';
import type { Subject } from '../../model/subject.ts';
import type { Context } from '../context.ts';
import type { Manager } from '../manager.ts';
import type { States } from '../states.ts';
import { gatewayFacts } from './gateway-facts.ts';
import { machineFacts } from './machine.ts';

/** What rules may know about the host besides its definitions. */
export function hostFacts(
  context: Context,
  subjects: readonly Subject[],
  manager: Manager,
  states: States,
): HostFacts {
  const { host, account, app } = context;
  const migration = app.multiplexer ? `${context.root}/${app.multiplexer.migration}` : null;
  const gateways = gatewayFacts(host.files, app, subjects);
  const wanted = new Set(subjects.flatMap((subject) => mentions(subject).map(({ path }) => path)));
  return {
    live: host.live,
    account,
    paths: new Map([...wanted].map((path) => [path, host.files.stat(path)])),
    gateways,
    misplacedUnits: misplacedUnits(context),
    migration: migration !== null && host.files.kind(migration) === 'file' ? migration : null,
    machine: machineFacts(context, manager, states, gateways),
  };
}

/** Units that an older version of the app wrote while HOME was a profile's own (NousResearch/hermes-agent #98699). */
function misplacedUnits({ host, app, root }: Context): HostFacts['misplacedUnits'] {
  if (app.home.inner === undefined) return [];
  return listProfiles(host.files, root, app).flatMap((profile) => {
    const folder = `${profileHome(root, profile, app)}/${app.home.inner}/.config/systemd/user`;
    return host.files
      .list(folder)
      .filter(
        ({ name, kind }) => kind === 'file' && profileInName(name, app) !== null && name.endsWith('.service'),
      )
      .map(({ name }) => ({ path: `${folder}/${name}`, profile }));
  });
}
