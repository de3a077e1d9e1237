import { isEnabled } from '../../audit/live.ts';
import { startsAtLoad } from '../../audit/starts-at-load.ts';
import { profileHome } from '../../fleet/profiles.ts';
import { findProgram } from '../../fleet/program.ts';
import { Failure } from '../../host/failure.ts';
import type { Definition } from '../../model/definition.ts';
import type { FirstLook, FoundProfile } from '../../model/first-look.ts';
import { lastWritten } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { definitionsByProfile } from '../fleet.ts';
import type { Judged } from '../judge.ts';
import { userManagerEnvironment } from '../manager.ts';
import { readLedger } from '../ports/port-ledger.ts';
import { profilePorts } from '../ports/profile-ports.ts';
import { surveyFiles } from '../survey.ts';
import { managerOfHost } from './choose-manager.ts';
import { nothingHere } from './nothing-here.ts';

/**
 * What `init` can find out by itself: profiles, their definitions and ports, the manager, the program. From files
 * alone, so that it is the same whatever runs at the moment.
 * @throws Failure (host) where there is no app
 */
export async function lookAround(context: Context): Promise<FirstLook> {
  const { host, app, account, root, nativeRoot, state } = context;
  const managerEnvironment = await userManagerEnvironment(context, false);
  const judged = surveyFiles(context, host.files, managerEnvironment);
  if (host.files.kind(root) !== 'dir' && judged.length === 0) throw nothingThere(context);
  const services = definitionsByProfile(context, judged);
  const written = lastWritten(host.files, state);
  const ledger = readLedger(host.files, state);
  const ports = profilePorts(context, { fleet: null, judged, written, managerEnvironment, ledger });
  const profiles = ports
    .filter(({ profile, home }) => home === profileHome(root, profile, app))
    .map(({ profile, now }): FoundProfile => {
      const [first] = services.get(profile) ?? [];
      return {
        profile,
        definition: first?.definition.path ?? null,
        startsByItself: first !== undefined && startsByItself(first.definition),
        port: now.serves || now.port.from !== 'default' ? now.port.value : null,
      };
    });
  return {
    app: app.id,
    root,
    isNative: root === nativeRoot,
    accountHome: account.home,
    manager: context.named ?? (host.live ? managerOfHost(host)?.manager : null) ?? context.manager,
    profiles,
    program: programOf(context, [...services.values()].flat()),
  };
}

/** With its manager, as its files have it. */
const startsByItself = (definition: Definition): boolean =>
  definition.manager === 'systemd' ? isEnabled(definition, null) : startsAtLoad(definition) !== null;

/** Whether a new definition would know what to run. */
function programOf({ host, app, account, root }: Context, services: readonly Judged[]): boolean {
  if (services.length > 0) return true;
  try {
    findProgram(host.files, app, {
      existing: null,
      manifest: null,
      option: null,
      variable: host.environment[app.program.variable] || null,
      root,
      accountHome: account.home,
      searchPath: (host.environment.PATH ?? '').split(':'),
    });
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

function nothingThere(context: Context): Failure {
  const { what, looked, next } = nothingHere(context);
  return new Failure('host', what, {
    where: context.root,
    why: looked,
    ...('todo' in next && { next: next.todo }),
  });
}
