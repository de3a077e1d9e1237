import { basename, resolve } from 'node:path';
import { nearest } from '../../audit/nearest.ts';
import { Failure } from '../../host/failure.ts';
import type { Definition, ManagerName } from '../../model/definition.ts';
import { shellWord } from '../../model/shell-word.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import type { Judged } from '../judge.ts';
import { isMeant, surveyHost, surveyPaths } from '../survey.ts';

interface Where {
  live: boolean;
  scope: 'user' | 'system' | undefined;
  manager: ManagerName | undefined;
}

/**
 * The one definition that is meant: by unit name, label, profile, or the path of one of its files.
 * @throws Failure (usage) when there is none, or several could be meant.
 */
export async function findDefinition(context: Context, what: string, where: Where): Promise<Judged> {
  const all = await surveyHost(context, { live: where.live });
  const onHost = all.filter(({ definition }) => isMeant(definition, where));
  const found = what.includes('/') ? byPath(context, what, where, onHost) : byName(what, onHost);
  const [only, ...others] = found;
  if (only && others.length === 0) return only;
  if (only) {
    throw new Failure('usage', tr('several definitions could be meant by {what}', { what }), {
      why: found.map(({ definition }) => describe(definition)).join('\n  '),
      next: tr('name the unit, or its file, or say --scope or --manager'),
    });
  }
  const names = onHost.flatMap(({ definition, meant }) => [
    definition.name,
    ...(meant === null ? [] : [meant]),
  ]);
  const meant = nearest(what, names);
  throw new Failure('usage', tr('no definition is called {what}', { what }), {
    why:
      meant === null
        ? tr('looked for a unit, a label and a profile of that name')
        : tr('did you mean {meant}?', { meant }),
    next: tr('unitpin audit, or name the file: unitpin show ./FILE'),
  });
}

const describe = ({ name, path, scope }: Definition): string => `${name} (${scope}): ${path}`;

/** The first kind of name that anything has. */
function byName(what: string, all: readonly Judged[]): readonly Judged[] {
  const kinds: ((one: Judged) => boolean)[] = [
    ({ definition: { name } }) => name === what || name === `${what}.service`,
    ({ meant }) => meant === what,
    ({ identity, named }) => identity.profile === what || named === what,
  ];
  return kinds.map((is) => all.filter(is)).find((found) => found.length > 0) ?? [];
}

/** As the host's manager reads the file, where it does; else the file by itself. */
function byPath(context: Context, what: string, where: Where, onHost: readonly Judged[]): readonly Judged[] {
  const path = context.host.live ? resolve(what) : resolve('/', what);
  const found = onHost.filter(
    ({ definition }) => definition.path === path || definition.dropIns.includes(path),
  );
  if (found.length > 0) {
    // A template's file is its instances', too.
    const own = found.filter(({ definition }) => definition.name === basename(path));
    return own.length > 0 ? own : found;
  }
  if (context.host.files.kind(path) === 'dir') {
    throw new Failure('usage', tr('{what} is a folder', { what }), {
      next: `unitpin audit ${shellWord(what)}`,
    });
  }
  const [alone] = surveyPaths(context, [what], where.scope);
  if (alone) return [alone];
  throw new Failure('usage', tr('{what} defines nothing', { what }), {
    why: tr('the file is empty, or a link to /dev/null: that masks a unit'),
  });
}
