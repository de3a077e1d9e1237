import { memo } from './memo.ts';

/** Why a path will not be there, or not be the same, some day. */
export interface Passing {
  kind: 'temporary' | 'test' | 'session' | 'version' | 'cache';
  /** Who owns it (`nvm`, `Homebrew`, …), or the folder it is below. */
  by: string;
  /** A path to the same thing that stays; null when none can be named from here. */
  stable: string | null;
}

const TEMPORARY =
  /^(\/tmp|\/var\/tmp|\/private\/tmp|\/private\/var\/tmp|\/dev\/shm|\/var\/folders|\/private\/var\/folders)(?:\/|$)/;
const TEST = /(?:^|\/)(pytest-of-[^/]+|pytest-\d+)(?:\/|$)/;
/** Made for one shell or one login. */
const SESSION: readonly [RegExp, string][] = [
  [/\/fnm_multishells(?:\/|$)/, 'fnm'],
  [/^\/run\/user(?:\/|$)/, 'systemd-logind'],
];
/** What version managers hold moves or vanishes with the next switch or upgrade of a version. Shims, too. */
const VERSION: readonly [RegExp, string][] = [
  [/\/\.nvm(?:\/|$)/, 'nvm'],
  [/\/(?:\.fnm|fnm\/node-versions)(?:\/|$)/, 'fnm'],
  [/\/\.asdf(?:\/|$)/, 'asdf'],
  [/\/\.volta(?:\/|$)/, 'Volta'],
  [/\/\.local\/share\/mise(?:\/|$)/, 'mise'],
  [/\/\.nodenv(?:\/|$)/, 'nodenv'],
  [/\/\.rbenv(?:\/|$)/, 'rbenv'],
  // An environment of a name of its own stays; a version does not.
  [/\/\.pyenv\/(?:shims|versions\/(?:[a-z]+-?)?\d[^/]*)(?:\/|$)/, 'pyenv'],
  [/\/uv\/python\/(?:cpython|pypy|graalpy)-[^/]*(?:\/|$)/, 'uv'],
  [/\/Cellar\/[^/]+\/[^/]+(?:\/|$)/, 'Homebrew'],
];
const CACHE: readonly [RegExp, string][] = [
  [/\/_npx\/[^/]+(?:\/|$)/, 'npx'],
  [/\/\.cache\/uv(?:\/|$)/, 'uvx'],
  [/\/\.cache\/pnpm\/dlx(?:\/|$)|\/pnpm\/dlx-/, 'pnpm dlx'],
  [/\/\.bun\/install\/cache(?:\/|$)/, 'bunx'],
];

/** What unitpin does not choose by itself, and warns of where others did. Null: nothing speaks against the path. */
export const passing = memo((path: string): Passing | null => {
  const test = TEST.exec(path)?.[1];
  if (test !== undefined) return { kind: 'test', by: test, stable: null };
  const temporary = TEMPORARY.exec(path)?.[1];
  if (temporary !== undefined) return { kind: 'temporary', by: temporary, stable: null };
  for (const [kind, table] of [
    ['session', SESSION],
    ['cache', CACHE],
    ['version', VERSION],
  ] as const) {
    const by = table.find(([pattern]) => pattern.test(path))?.[1];
    if (by !== undefined) return { kind, by, stable: by === 'Homebrew' ? inOpt(path) : null };
  }
  return null;
});

/** Homebrew keeps a link to the version that is installed. */
const inOpt = (path: string): string => path.replace(/\/Cellar\/([^/]+)\/[^/]+/, '/opt/$1');

/** Gone after a boot, or a clean-up, or a test. */
export const isTemporary = (path: string): boolean =>
  ['temporary', 'test'].includes(passing(path)?.kind ?? '');
