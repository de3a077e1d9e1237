/**
 * Exit codes of the contract, by name.
 * 1 findings or drift · 2 wrong usage or an invalid file of ours · 3 the host cannot do it · 4 failed and restored ·
 * 5 failed and not restored · 70 a bug of ours · 130 interrupted
 */
export const EXIT = {
  ok: 0,
  findings: 1,
  usage: 2,
  host: 3,
  restored: 4,
  unrestored: 5,
  bug: 70,
  interrupted: 130,
} as const;

export type ExitName = keyof typeof EXIT;

export interface FailureDetail {
  /** The file, line and column, or the thing that failed. */
  where?: string | { path: string; line: number; column: number };
  /** Why it matters to the user; follows the first line. */
  why?: string;
  /** The next command to run, or what to change. */
  next?: string;
  cause?: unknown;
}

/**
 * An expected failure: what happened (`message`), where, why it matters and what to do next. The command line turns it
 * into text or JSON and into an exit code; anything else that is thrown is a bug (70).
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exit: ExitName;
  readonly where: FailureDetail['where'];
  readonly why: string | undefined;
  readonly next: string | undefined;

  constructor(exit: ExitName, message: string, detail: FailureDetail = {}) {
    super(message, { cause: detail.cause });
    this.exit = exit;
    this.where = detail.where;
    this.why = detail.why;
    this.next = detail.next;
  }
}
