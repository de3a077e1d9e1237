import type { Status } from '../../model/status.ts';
import type { Context } from '../../ops/context.ts';
import { painter } from '../../report/colour.ts';
import { display } from '../../report/display.ts';
import { statusText } from '../../report/status-text.ts';
import { tr } from '../../texts/tr.ts';
import type { Io } from '../io.ts';
import type { GlobalOptions } from '../options.ts';

export interface StatusOptions extends GlobalOptions {
  format: 'text' | 'json' | 'html';
  live: boolean;
  watch: boolean;
  interval?: string | undefined;
  timeout?: string | undefined;
}

/** Where nobody says how wide the terminal is. */
const WIDTH = 100;

/** The table, as wide as the terminal. */
export function textOf({ account }: Context, seen: Status, { all, verbose }: StatusOptions, io: Io): string {
  const width = io.terminal?.columns() ?? WIDTH;
  return statusText(seen, { width, home: account.home, all, verbose }, painter(io.colour));
}

/** What it could not find out is no reason to say nothing: the rest has been shown. */
export function tellUnreachable({ unreachable }: Status, io: Io): void {
  if (unreachable === null) return;
  io.err(`${painter(io.colour)(['red', 'bold'], tr('error:'))} ${display(unreachable.reason)}`);
  io.err(tr('  what the files and the processes say is shown all the same'));
  if (unreachable.next !== null) io.err(tr('  next: {next}', { next: display(unreachable.next) }));
}
