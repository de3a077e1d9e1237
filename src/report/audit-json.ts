import type { App } from '../model/app.ts';
import type { Environment } from '../model/definition.ts';
import type { Finding } from '../model/finding.ts';
import type { Subject } from '../model/subject.ts';
import { redactText, redactValue, redactWords } from './redact.ts';

/** The result of `audit` for programs: the shape that `docs/schema/audit.json` describes. */
export function auditJson(app: App, subjects: readonly Subject[], findings: readonly Finding[]) {
  const count = (wanted: (finding: Finding) => boolean) => findings.filter(wanted).length;
  const open = findings.filter((finding) => finding.ignored === null);
  return {
    schema: 1,
    command: 'audit',
    definitions: subjects.map((subject) => definitionJson(app, subject)),
    findings: findings.map((finding) => ({
      ...finding,
      fix: finding.fix && { safety: finding.fix.safety, title: finding.fix.title },
      message: redactText(finding.message),
      related: finding.related.map((one) => ({ ...one, message: redactText(one.message) })),
    })),
    summary: {
      error: open.filter((finding) => finding.severity === 'error').length,
      warning: open.filter((finding) => finding.severity === 'warning').length,
      info: open.filter((finding) => finding.severity === 'info').length,
      ignored: count((finding) => finding.ignored !== null),
    },
  };
}

function definitionJson(app: App, { definition, identity }: Subject) {
  const { kind, by, profile, home, at } = identity;
  return {
    id: definition.id,
    name: definition.name,
    app: kind === 'foreign' ? null : app.id,
    manager: definition.manager,
    scope: definition.scope,
    path: definition.path,
    dropIns: definition.dropIns,
    argv: redactWords(definition.command.argv),
    environment: environmentJson(definition.command.environment),
    identity: { kind, by, profile, home, at },
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
