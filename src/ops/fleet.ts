import { buildFleet, type Existing, type Fleet } from '../fleet/services.ts';
import { readWords } from '../identity/identify.ts';
import { plainWords } from '../identity/word.ts';
import type { App } from '../model/app.ts';
import type { Definition } from '../model/definition.ts';
import type { Service, Strategy } from '../model/service.ts';
import type { Context } from './context.ts';
import type { Judged } from './judge.ts';

export interface Selection {
  profile?: readonly string[] | undefined;
  all?: boolean | undefined;
  bin?: string | undefined;
  /** Overrides what the manifest says. */
  strategy?: Strategy | undefined;
}

/** Definitions of the manager, scope and root home a command works on, by the profile they are meant for. */
export function definitionsByProfile(context: Context, judged: readonly Judged[]): Map<string, Judged[]> {
  const result = new Map<string, Judged[]>();
  for (const one of judged) {
    const { definition, identity, meant } = one;
    const elsewhere = identity.root !== null && identity.root !== context.root;
    if (
      meant === null ||
      elsewhere ||
      definition.manager !== context.manager ||
      definition.scope !== context.scope
    )
      continue;
    result.set(meant, [...(result.get(meant) ?? []), one]);
  }
  return result;
}

/** What should run, on top of what there is. */
export function fleetOf(context: Context, judged: readonly Judged[], selection: Selection): Fleet {
  const existing = new Map<string, Existing>();
  for (const [profile, [first]] of definitionsByProfile(context, judged)) {
    if (!first) continue;
    existing.set(profile, {
      program: programOf(first.definition, context.app),
      replace: first.identity.replace,
    });
  }
  const { host, app, account, root, nativeRoot, manifest } = context;
  const fleet = buildFleet({
    files: host.files,
    app,
    account,
    root,
    nativeRoot,
    manifest,
    existing,
    selected: selection.profile ?? [],
    all: selection.all ?? false,
    bin: selection.bin ?? null,
    environment: host.environment,
  });
  const { strategy } = selection;
  if (strategy === undefined) return fleet;
  const override = (service: Service): Service => ({ ...service, strategy });
  return {
    ...fleet,
    services: fleet.services.map(override),
    levels: fleet.levels.map((level) => level.map(override)),
  };
}

/** The words that start the program of a definition, up to its flags; null behind a wrapper. */
function programOf(definition: Definition, app: App): string[] | null {
  const { argv, environment } = definition.resolved;
  const reading = readWords(plainWords(argv), { environment, name: definition.name }, app);
  if (reading.state !== 'gateway' || reading.command.wrapped || !argv[0]?.startsWith('/')) return null;
  return argv.slice(0, reading.command.program.index + 1);
}
