import { EXIT, Failure } from '../host/failure.ts';
import type { Finding, Severity } from '../model/finding.ts';

export type FailOn = Severity | 'never';

/** What a command came to. */
export type Outcome =
  | { kind: 'ok' }
  | { kind: 'findings'; findings: readonly Finding[]; failOn: FailOn }
  | { kind: 'drift'; count: number }
  /** Some services were refused; the others are done. */
  | { kind: 'refused'; count: number }
  | { kind: 'failed'; error: unknown };

const RANK: Record<Severity, number> = { error: 3, warning: 2, info: 1 };

/** The one place where an outcome becomes an exit code (docs/exit-codes.md). */
export function exitCode(outcome: Outcome): number {
  switch (outcome.kind) {
    case 'ok':
      return EXIT.ok;
    case 'drift':
      return outcome.count > 0 ? EXIT.findings : EXIT.ok;
    case 'refused':
      return outcome.count > 0 ? EXIT.host : EXIT.ok;
    case 'findings': {
      const { failOn } = outcome;
      if (failOn === 'never') return EXIT.ok;
      const open = outcome.findings.filter((finding) => finding.ignored === null);
      return open.some((finding) => RANK[finding.severity] >= RANK[failOn]) ? EXIT.findings : EXIT.ok;
    }
    case 'failed':
      return outcome.error instanceof Failure ? EXIT[outcome.error.exit] : EXIT.bug;
  }
}
