import type { Context } from '../ops/context.ts';
import { interruptedCommands } from '../ops/undo/unfinished.ts';
import { tr } from '../texts/tr.ts';
import type { Io } from './io.ts';

/** What commands that only look say about one that was ended in the middle. */
export function tellInterrupted(context: Context, { quiet }: { quiet: boolean }, io: Io): void {
  if (quiet) return;
  for (const line of interruptedCommands(context)) io.err(tr('warning: {line}', { line }));
}
