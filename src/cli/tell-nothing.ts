import type { Context } from '../ops/context.ts';
import { nothingHere } from '../ops/gen/nothing-here.ts';
import { display } from '../report/display.ts';
import { tr } from '../texts/tr.ts';
import { again } from './again.ts';
import type { Io } from './io.ts';
import type { GlobalOptions } from './options.ts';

/** Silence would look like all is well: says that nothing was found, what was looked at, and how to begin. */
export function tellNothing(context: Context, options: GlobalOptions & { format: string }, io: Io): void {
  if (options.quiet || options.format !== 'text') return;
  const { what, looked, next } = nothingHere(context);
  const { profile: _, ...rest } = options;
  io.err(tr('note: {what}', { what: display(what) }));
  io.err(`  ${display(looked)}`);
  io.err(
    tr('  next: {next}', {
      next: 'todo' in next ? display(next.todo) : again(next.command, { ...rest, all: false }),
    }),
  );
}
