import type { AuditInput } from '../../audit/engine.ts';
import type { Manifest } from '../../fleet/manifest.ts';
import { listProfiles } from '../../fleet/profiles.ts';
import { locateYaml } from '../../fleet/yaml.ts';
import { Failure } from '../../host/failure.ts';
import type { Location } from '../../model/location.ts';
import type { Subject } from '../../model/subject.ts';
import { lastWritten } from '../../store/store.ts';
import type { Context } from '../context.ts';
import type { Judged } from '../judge.ts';
import { type Manager, userManagerEnvironment } from '../manager.ts';
import { whose } from '../proposal.ts';
import { askStates, type States } from '../states.ts';
import { supervisedAnswers } from '../status/supervised.ts';
import { danglingLinksOfHost } from './dangling-links.ts';
import { hostFacts } from './facts.ts';

/** Judged definitions as subjects of an audit, nothing of the host known. */
export const subjectsOfFiles = (judged: readonly Judged[]): Subject[] =>
  judged.map((one) => ({ ...one, written: 'theirs', drift: [], live: null }));

/** What an audit of a host looks at: its definitions, whose they are, and what the fleet says should be there. */
export async function subjectsOfHost(
  context: Context,
  judged: readonly Judged[],
  manager: Manager,
): Promise<Pick<AuditInput, 'subjects' | 'fleet' | 'host' | 'danglingLinks'>> {
  const { host, app, root, manifest } = context;
  const states = await askStates(context, judged, manager);
  const subjects = await withStates(context, judged, states);
  const running = manager.asks ? await supervisedAnswers(context) : null;
  const meant = manifest?.manager === 'supervisor' ? manifest.profiles.keys() : [];
  return {
    subjects,
    danglingLinks: danglingLinksOfHost(context, manager.folders),
    host: hostFacts(context, subjects, manager, states),
    fleet: {
      root,
      hasRoot: host.files.kind(root) !== 'absent',
      profiles: listProfiles(host.files, root, app),
      enabled: manifest && enabledIn(manifest, new Set(judged.map(({ meant }) => meant))),
      named: manifest && new Set(manifest.profiles.keys()),
      supervised: new Set([...(running?.keys() ?? []), ...meant]),
    },
  };
}

/** Judged definitions with whose they are, what writing them anew would change, and what their managers say. */
export async function withStates(
  context: Context,
  judged: readonly Judged[],
  states: States,
): Promise<Subject[]> {
  const { files } = context.host;
  const written = lastWritten(files, context.state);
  const drifted = await drift(context, judged, written);
  return judged.map((one): Subject => {
    const { path } = one.definition;
    // A file nobody wrote down is somebody else's: no need to read it.
    const found = written.has(path) ? files.read(path) : { state: 'absent' as const };
    const owner = whose(written, path, found.state === 'there' ? found.bytes : null);
    const { id } = one.definition;
    return { ...one, written: owner, drift: drifted.get(id) ?? [], live: states.live.get(id) ?? null };
  });
}

/** What writing the definitions anew would change; only for what unitpin wrote or the manifest asks for. */
async function drift(
  context: Context,
  judged: readonly Judged[],
  written: ReadonlyMap<string, string>,
): Promise<Map<string, Subject['drift']>> {
  if (written.size === 0 && context.manifest === null) return new Map();
  // Rendering is only paid for where there is something to compare.
  const [{ computeChanges }, { fleetOf }, { carryPorts }] = await Promise.all([
    import('../gen/changes.ts'),
    import('../fleet.ts'),
    import('../ports/carry-ports.ts'),
  ]);
  const managerEnvironment = await userManagerEnvironment(context, false);
  try {
    const plain = fleetOf(context, judged, {});
    // The ports that definitions carry are what writing them anew would give them again.
    const { fleet } = await carryPorts(context, plain, judged, {
      written,
      managerEnvironment,
      reserve: false,
    });
    const changes = computeChanges(context, fleet, judged, { force: false, written, managerEnvironment });
    return new Map(
      changes.flatMap(({ kind, definition, differences }) => {
        // An unpinned definition has findings of its own; what the pin would change is no second one.
        const told =
          judged.find((one) => one.definition === definition)?.identity.kind !== 'pinned' &&
          kind !== 'update';
        return definition === null || told ? [] : [[definition.id, differences] as const];
      }),
    );
  } catch (error) {
    // No program found, say: then nothing can be rendered to compare with. `gen` and `apply` tell.
    if (error instanceof Failure && error.exit === 'host') return new Map();
    throw error;
  }
}

/** The profiles that are enabled and that no definition serves, and where: each place costs a walk through the file. */
function enabledIn(manifest: Manifest, served: ReadonlySet<string | null>): Map<string, Location> {
  const missing = [...manifest.profiles].filter(
    ([name, entry]) => entry.state === 'enabled' && !served.has(name),
  );
  return new Map(
    missing.map(([name]) => [
      name,
      { path: manifest.path, ...locateYaml(manifest.text, ['profiles', name]) },
    ]),
  );
}
