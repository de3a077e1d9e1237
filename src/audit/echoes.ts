import type { Definition } from '../model/definition.ts';
import type { Finding } from '../model/finding.ts';
import type { RuleId } from './texts/en/index.ts';

const VERIFY: RuleId = 'verify';

/**
 * Without what the manager's checker only says again: what a rule of ours has found at the same line, or says in the
 * same words about the same definition.
 */
export function withoutEchoes(findings: readonly Finding[], definitions: readonly Definition[]): Finding[] {
  if (!findings.some(({ rule }) => rule === VERIFY)) return [...findings];
  const ours = findings.filter(({ rule }) => rule !== VERIFY);
  const lines = new Set(ours.flatMap((finding) => placeOf(finding) ?? []));
  const problems = new Map(
    definitions.map(({ id, problems }) => [id, problems.map(({ message }) => message)]),
  );
  const known = new Set(ours.filter(({ rule }) => rule !== VERIFY).map(({ definition }) => definition));
  return findings.filter((finding) => {
    if (finding.rule !== VERIFY) return true;
    if (lines.has(placeOf(finding) ?? '')) return false;
    // Told by the syntax rule where that is run; a reason that has no line of its own has one there.
    const said = problems.get(finding.definition ?? '') ?? [];
    return !(known.has(finding.definition) && said.some((message) => finding.message.includes(message)));
  });
}

const placeOf = ({ location }: Finding): string | null => location && `${location.path}:${location.line}`;
