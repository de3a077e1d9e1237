import type { Command } from './definition.ts';
import type { JobState } from './live.ts';

/** Where what launchd has loaded is not what the file says. */
export type LoadedDifference = { what: 'arguments' } | { what: 'variable'; name: string };

const blanks = (text: string): string => text.replace(/\s+/g, ' ').trim();
/** What launchd puts in by itself. */
const LAUNCHDS = /^(XPC_|OSLogRateLimit$)/;

/** launchd never looks at a file again: the first thing by which the two differ, null when by none that is printed. */
export function loadedDifference(
  { argv, environment }: Command,
  state: Pick<JobState, 'argv' | 'environment'>,
): LoadedDifference | null {
  // One argument a line, and a line break in one as it is: only the words are compared, not where they end.
  if (state.argv !== null && argv.length > 0 && blanks(state.argv) !== blanks(argv.join('\n')))
    return { what: 'arguments' };
  if (state.environment === null) return null;
  const loaded = state.environment;
  const ours = [...environment].filter(([, { value }]) => !value.includes('\n'));
  const changed = ours.find(([name, { value }]) => loaded.get(name)?.trimEnd() !== value.trimEnd())?.[0];
  const extra = [...loaded.keys()].find((name) => !environment.has(name) && !LAUNCHDS.test(name));
  const name = changed ?? extra;
  return name === undefined ? null : { what: 'variable', name };
}
