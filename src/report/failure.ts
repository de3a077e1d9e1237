import { Failure } from '../host/failure.ts';
import { tr } from '../texts/tr.ts';
import type { Paint } from './colour.ts';
import { display } from './display.ts';

const placeText = (where: Failure['where']): string | undefined =>
  typeof where === 'object' ? `${where.path}:${where.line}:${where.column}` : where;

const asFailure = (error: unknown): Failure =>
  error instanceof Failure
    ? error
    : new Failure(
        'bug',
        tr('unitpin has a bug: {more}', { more: error instanceof Error ? error.message : String(error) }),
        {
          next: tr('run it again with --verbose and report what it prints'),
        },
      );

/** What happened, where, why it matters, what to run next. The stack only with `verbose`. */
export function failureText(error: unknown, paint: Paint, verbose: boolean): string {
  const failure = asFailure(error);
  const where = placeText(failure.where);
  const label = paint(['red', 'bold'], tr('error:'));
  const lines = [tr('{label} {text}', { label, text: display(failure.message, { lines: true }) })];
  if (where !== undefined && !failure.message.includes(where))
    lines.push(tr('  at {where}', { where: display(where) }));
  if (failure.why) lines.push(`  ${display(failure.why, { lines: true })}`);
  if (failure.next) lines.push(tr('  next: {next}', { next: paint('bold', display(failure.next)) }));
  if (verbose && error instanceof Error) lines.push(display(error.stack ?? '', { lines: true }));
  return lines.join('\n');
}

const tell = (text: string | undefined): string | null => (text ? display(text, { lines: true }) : null);

/** The same for programs. */
export function failureJson(error: unknown, command: string | null) {
  const failure = asFailure(error);
  return {
    schema: 1,
    command,
    error: {
      code: failure.exit,
      message: display(failure.message, { lines: true }),
      where: tell(placeText(failure.where)),
      why: tell(failure.why),
      next: tell(failure.next),
    },
  };
}
