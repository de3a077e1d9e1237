import { dirname } from 'node:path';
import { listProfiles } from '../../fleet/profiles.ts';
import { Failure } from '../../host/failure.ts';
import { sockets } from '../../host/local-socket.ts';
import { children } from '../../host/spawn.ts';
import { watchFolders } from '../../host/watch.ts';
import type { App } from '../../model/app.ts';
import { folderOfHomes } from '../../model/profile-home.ts';
import type { Service } from '../../model/service.ts';
import type { Ports } from '../../supervisor/ports.ts';
import type { RestartPolicy } from '../../supervisor/restart-policy.ts';
import { policyOf } from '../../systemd/policy.ts';
import { tr } from '../../texts/tr.ts';
import { type Context, openContext, type Request, userManifest } from '../context.ts';
import { fleetOf } from '../fleet.ts';
import { carryPorts } from '../ports/carry-ports.ts';
import { lifecyclePlace } from '../publish.ts';

/** What a supervisor is told at first. */
export interface SupervisorRequest extends Request {
  profile?: readonly string[] | undefined;
  all: boolean;
  bin?: string | undefined;
}

type Effects = Pick<Ports, 'say' | 'onInterrupt' | 'up'>;

/** What a supervisor of this context works with: this machine, and what `unitpin.yaml` says whenever it is asked. */
export function supervisorPorts(context: Context, request: SupervisorRequest, effects: Effects): Ports {
  const { host, app, root, state, account, manifest } = context;
  // One may be written while it runs.
  const path = manifest?.path ?? userManifest(host, account);
  return {
    host,
    app,
    root,
    state,
    policy: supervisorPolicy(app),
    load: async () => wantedServices(await openContext(host, request), context, request),
    source: {
      fingerprint: () => fingerprint(context, path),
      folders: () => [dirname(path), folderOfHomes(root, app).folder],
    },
    children,
    sockets,
    watch: watchFolders,
    lifecycle: { ...lifecyclePlace(context, effects.say), manager: 'supervisor' },
    ...effects,
  };
}

/** The table that `gen` writes into units holds here, too. */
export function supervisorPolicy(app: App): RestartPolicy {
  const location = { path: 'app.yaml', line: 1, column: 1 };
  const settings = [
    ...app.systemd.unit.map(({ key, value }) => ({ section: 'Unit', key, value, location })),
    ...app.systemd.service.map(({ key, value }) => ({ section: 'Service', key, value, location })),
  ];
  // Without a command it would be no service that goes on (Type=oneshot).
  settings.push({ section: 'Service', key: 'ExecStart', value: app.program.name, location });
  return { settings: policyOf(settings), own: app.supervisor, planned: app.exitCodes.restart };
}

/** @throws Failure (usage) where nothing says what should run, or where it should be another home's */
async function wantedServices(
  now: Context,
  { root }: Context,
  request: SupervisorRequest,
): Promise<readonly Service[]> {
  if (now.root !== root) {
    throw new Failure(
      'usage',
      tr('the root home is {root} now, and {root2} is supervised', { root: now.root, root2: root }),
      {
        next: tr('end this supervisor, then: unitpin supervise'),
      },
    );
  }
  if (!now.manifest && !request.all && (request.profile ?? []).length === 0) {
    throw new Failure('usage', tr('nothing says which profiles are to run'), {
      why: tr('there is no unitpin.yaml, and a supervisor has no definitions to go by'),
      next: tr('unitpin supervise --all, or --profile NAME'),
    });
  }
  const fleet = fleetOf(now, [], request);
  const { fleet: carried } = await carryPorts(now, fleet, [], {
    written: new Map(),
    managerEnvironment: new Map(),
    // Ours as long as this process lives; the next one comes to the same ports.
    reserve: true,
  });
  return carried.services;
}

/** Which profiles there are, and what `unitpin.yaml` says. */
function fingerprint({ host, app, root }: Context, path: string): string {
  const found = host.files.read(path);
  const text = found.state === 'there' ? found.bytes.toString('utf8') : found.state;
  return JSON.stringify([listProfiles(host.files, root, app), text]);
}
