/** What is decided by: the environment, and whether a stream is a terminal. */
export type Variables = Readonly<Record<string, string | undefined>>;

const isOn = (value: string | undefined): boolean => value !== undefined && value !== '';

/**
 * Whether to colour: `--color` decides; else `NO_COLOR` (no-color.org), then `FORCE_COLOR` (force-color.org; `0` and
 * `false` are a no), then whether it is a terminal that is not dumb.
 */
export function wantsColour(
  choice: 'auto' | 'always' | 'never',
  isTerminal: boolean,
  environment: Variables,
): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment;
  if (choice !== 'auto') return choice === 'always';
  if (isOn(NO_COLOR)) return false;
  if (isOn(FORCE_COLOR)) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return isTerminal && TERM !== 'dumb';
}

/** Whether what was drawn may be drawn over. The log of a build is kept line by line, also where it is a terminal. */
export const canRedraw = (isTerminal: boolean, { TERM, CI }: Variables): boolean =>
  isTerminal && TERM !== 'dumb' && (!isOn(CI) || CI === 'false');
