import type { App } from '../model/app.ts';
import type { Environment } from '../model/definition.ts';
import type { Finding } from '../model/finding.ts';
import type { Subject } from '../model/subject.ts';
import { redactText, redactValue, redactWords } from './redact.ts';
import { perRule, total } from './statistics.ts';

/**
 * The result of `audit` for programs: the shape that `docs/schema/audit.json` describes. Of a live host everything is
 * resolved, else only what the definition itself says.
 */
export const auditJson = (
  app: App,
  subjects: readonly Subject[],
  findings: readonly Finding[],
  live: boolean,
) => ({
  schema: 1,
  command: 'audit',
  definitions: subjects.map((subject) => definitionJson(app, subject, live)),
  findings: findings.map(findingJson),
  summary: { ...total(findings), rules: perRule(findings) },
});

const findingJson = (finding: Finding) => ({
  rule: finding.rule,
  severity: finding.severity,
  definition: finding.definition,
  profile: finding.profile,
  message: redactText(finding.message),
  location: finding.location,
  related: finding.related.map(({ message, location }) => ({ message: redactText(message), location })),
  fix: finding.fix && { safety: finding.fix.safety, title: redactText(finding.fix.title) },
  ignored: finding.ignored === null ? null : redactText(finding.ignored),
});

/** One definition as the contract has it. */
export function definitionJson(
  app: App,
  { definition, identity, app: own }: Pick<Subject, 'definition' | 'identity' | 'app'>,
  resolved: boolean,
) {
  const { argv, environment } = resolved ? definition.resolved : definition.command;
  const { kind, by, profile, home, at } = identity;
  return {
    id: definition.id,
    // A label is any text.
    name: redactText(definition.name),
    app: kind === 'foreign' ? null : (own ?? app.id),
    manager: definition.manager,
    scope: definition.scope,
    path: definition.path,
    dropIns: definition.dropIns,
    argv: redactWords(argv),
    environment: environmentJson(environment),
    // A home is a variable's value.
    identity: { kind, by, profile, home: home === null ? null : redactText(home), at },
    replace: identity.replace,
  };
}

function environmentJson(environment: Environment) {
  return Object.fromEntries(
    [...environment].map(([name, { value, origin }]) => [
      name,
      { value: redactValue(name, value), origin: { kind: origin.kind, ...origin.location } },
    ]),
  );
}
