import { nearest } from '../../audit/nearest.ts';
import { profileInName } from '../../fleet/naming.ts';
import { listProfiles, profileHome } from '../../fleet/profiles.ts';
import { Failure } from '../../host/failure.ts';
import type { ManagerName } from '../../model/definition.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import type { Judged } from '../judge.ts';
import { askManager } from '../manager.ts';
import { hasManager } from '../service-manager.ts';
import { surveyManaged } from '../survey.ts';
import { needsManager } from '../windows.ts';

/** A definition that a manager of this host owns, and whom it is for. */
export interface Owned {
  profile: string;
  /** Home of the profile. */
  home: string;
  manager: ManagerName;
  scope: 'user' | 'system';
  /** The unit's name with `.service`, or the label. */
  name: string;
  path: string;
  judged: Judged;
}

/** Which services a command is about. */
export interface Wanted {
  /** Profiles, units or labels; empty with `all`. */
  names: readonly string[];
  all: boolean;
  /** Only those of this scope. Null: wherever the named ones are; with `all` the user's. */
  scope: 'user' | 'system' | null;
}

/** Every service of the root home, and those that are meant. */
export interface Choice {
  owned: readonly Owned[];
  chosen: readonly Owned[];
  /** Profiles that were named, by the name of their service or their own, and have no definition. */
  gone: readonly string[];
  /** Every definition of the app on this host, whoever owns it. */
  judged: readonly Judged[];
}

/**
 * The services a command is about, in the order of their names.
 * @throws Failure (usage) for a name that is none, or when several could be meant; Failure (host) on Windows, or
 * for a manager that is not this host's.
 * @param orGone a profile without a definition may be named, too: `gone` has it
 */
export async function chooseOwned(context: Context, wanted: Wanted, orGone = false): Promise<Choice> {
  needsManager(context.host, tr('services are run by a service manager'));
  if (!hasManager(context))
    throw new Failure('host', tr('{manager} is not the manager of this host', { manager: context.manager }));
  const judged = surveyManaged(context, await askManager(context, true));
  const owned = judged.flatMap((one) => ownedBy(context, one)).sort(byProfile);
  const inScope = owned.filter(({ scope }) => scope === (wanted.scope ?? scope));
  if (wanted.all) {
    const scope = wanted.scope ?? 'user';
    return { owned, chosen: owned.filter((one) => one.scope === scope), gone: [], judged };
  }
  const gone = new Map(
    wanted.names.flatMap((name) => {
      const profile = orGone ? profileWithout(context, inScope, name) : null;
      return profile === null ? [] : [[name, profile] as const];
    }),
  );
  const chosen = wanted.names.flatMap((name) => (gone.has(name) ? [] : [named(context, inScope, name)]));
  return { owned, chosen: [...new Set(chosen)].sort(byProfile), gone: [...new Set(gone.values())], judged };
}

/** The profile on disk that a name is for, where it has no definition. */
function profileWithout({ host, root, app }: Context, owned: readonly Owned[], name: string): string | null {
  const said = [name, profileInName(name, app)];
  const profile = listProfiles(host.files, root, app).find((one) => said.includes(one));
  const isOwned = owned.some((one) => one.profile === profile || one.name === name);
  return profile === undefined || isOwned ? null : profile;
}

/** Those of another root home are somebody else's, though their profiles may be called the same. */
function ownedBy({ app, manager, root }: Context, judged: Judged): Owned[] {
  const { definition, identity, meant } = judged;
  const { scope, name, path } = definition;
  if (definition.manager !== manager || scope === 'unknown' || meant === null) return [];
  if (identity.root !== null && identity.root !== root) return [];
  return [{ profile: meant, home: profileHome(root, meant, app), manager, scope, name, path, judged }];
}

/** `default` first, then by name. */
function byProfile(a: Owned, b: Owned): number {
  const key = ({ profile, name }: Owned): string => `${profile === 'default' ? '' : profile} ${name}`;
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}

/** One by its unit's name or label, else by its profile. */
function named(context: Context, owned: readonly Owned[], what: string): Owned {
  const exact = owned.filter(({ name }) => name === what || name === `${what}.service`);
  const found = exact.length > 0 ? exact : owned.filter(({ profile }) => profile === what);
  const [only, ...others] = found;
  if (only && others.length === 0) return only;
  if (only) {
    throw new Failure('usage', tr('several services could be meant by {what}', { what }), {
      why: found.map(({ name, scope, path }) => `${name} (${scope}): ${path}`).join('\n  '),
      next: tr(
        'name the one that is meant, or say --scope; take away the other: unitpin remove {name} --force',
        { name: others[0]?.name },
      ),
    });
  }
  const profiles = listProfiles(context.host.files, context.root, context.app);
  if (profiles.includes(what)) {
    throw new Failure('usage', tr('profile {what} has no definition', { what }), {
      next: `unitpin apply --profile ${what}`,
    });
  }
  const close = nearest(what, [...profiles, ...owned.map(({ name }) => name)]);
  throw new Failure('usage', tr('no service is called {what}', { what }), {
    why:
      close === null
        ? tr('looked for a profile, a unit and a label of that name')
        : tr('did you mean {close}?', { close }),
    next: 'unitpin status',
  });
}
