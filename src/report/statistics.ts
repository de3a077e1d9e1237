import type { Finding, Severity } from '../model/finding.ts';

type Counts = Record<Severity | 'ignored', number>;

const none = (): Counts => ({ error: 0, warning: 0, info: 0, ignored: 0 });

/** How many findings there are; the ignored ones count as that only. */
export function total(findings: readonly Finding[]): Counts {
  const result = none();
  for (const { severity, ignored } of findings) result[ignored === null ? severity : 'ignored']++;
  return result;
}

/** The same of each rule that has any, in the order of their names. */
export function perRule(findings: readonly Finding[]): Record<string, Counts> {
  const names = [...new Set(findings.map(({ rule }) => rule))].sort();
  return Object.fromEntries(names.map((name) => [name, total(findings.filter(({ rule }) => rule === name))]));
}
