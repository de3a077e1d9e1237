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
  /** What `status` and `diagnose` saw: what does not do its work, and whether there was somebody to ask, or something to read. */
  | { kind: 'seen'; unhealthy: number; asked: boolean }
  /** What `start`, `stop`, `restart` and `remove` came to, service by service. */
  | { kind: 'acted'; results: readonly { outcome: string }[] }
  | { kind: 'interrupted' }
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
    case 'seen':
      if (!outcome.asked) return EXIT.host;
      return outcome.unhealthy > 0 ? EXIT.findings : EXIT.ok;
    case 'acted': {
      const came = (wanted: string): boolean => outcome.results.some((one) => one.outcome === wanted);
      if (came('refused')) return EXIT.host;
      return came('failed') || came('not-begun') ? EXIT.findings : EXIT.ok;
    }
    case 'interrupted':
      return EXIT.interrupted;
    case 'failed':
      return outcome.error instanceof Failure ? EXIT[outcome.error.exit] : EXIT.bug;
  }
}
