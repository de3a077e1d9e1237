import { createHash } from 'node:crypto';
import type { Rule } from '../audit/engine.ts';
import type { Texts } from '../audit/texts/en/index.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { Language } from '../model/language.ts';
import type { Location } from '../model/location.ts';
import type { Subject } from '../model/subject.ts';
import { display } from './display.ts';
import { firstSection } from './page.ts';
import { REDACTED, redactText } from './redact.ts';
import { sourceLines } from './source-lines.ts';

export interface SarifReport {
  findings: readonly Finding[];
  subjects: readonly Subject[];
  /** The whole registry, by topic: a rule that is not declared would never close its alerts. */
  topics: Readonly<Record<string, readonly Rule[]>>;
  language: Language;
  texts: Texts;
  pageOf: (rule: string) => string;
  version: string;
  /** A path of the audited host as this machine has it, absolute. */
  fileOf: (path: string) => string;
  /** The working directory. */
  folder: string;
}

const LEVEL: Record<Severity, 'error' | 'warning' | 'note'> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};
/** What GitHub calls them. */
const PROBLEM: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'recommendation' };

/** The result of `audit` as SARIF 2.1.0 (OASIS). */
export function auditSarif(report: SarifReport) {
  const { topics, findings, folder } = report;
  const rules = Object.entries(topics).flatMap(([topic, list]) =>
    list.map((rule) => ruleOf(rule, topic, report)),
  );
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        language: report.language,
        tool: { driver: { name: 'unitpin', semanticVersion: report.version, rules } },
        originalUriBaseIds: {
          '%SRCROOT%': { uri: `file://${encodePath(folder)}${folder === '/' ? '' : '/'}` },
        },
        // As systemd and XML read lines; columns count characters, as everywhere in unitpin.
        newlineSequences: ['\r\n', '\n', '\r'],
        columnKind: 'unicodeCodePoints',
        redactionTokens: [REDACTED],
        results: resultsOf(
          report,
          new Map(rules.map(({ id }, index) => [id, index])),
          findings.some(({ ignored }) => ignored !== null),
        ),
      },
    ],
  };
}

function ruleOf({ id, severity, confidence }: Rule, topic: string, { texts, pageOf }: SarifReport) {
  const page = pageOf(id);
  const { title } = texts[id];
  const what = firstSection(page).replace(/\s+/g, ' ');
  return {
    id,
    name: id.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: what || title },
    help: { text: `unitpin explain ${id}`, markdown: page || title },
    defaultConfiguration: { level: LEVEL[severity] },
    properties: { precision: confidence, 'problem.severity': PROBLEM[severity], tags: [topic] },
  };
}

function resultsOf(report: SarifReport, indexes: ReadonlyMap<string, number>, anyIgnored: boolean) {
  const { findings, subjects } = report;
  const known = new Map(subjects.map(({ definition }) => [definition.id, definition]));
  const binary = new Set(
    subjects.flatMap(({ definition }) =>
      definition.manager === 'launchd' && definition.format === 'binary' ? [definition.path] : [],
    ),
  );
  const written = new Set(subjects.flatMap(({ definition }) => [...definition.sources.keys()]));
  const lineAt = sourceLines(subjects);
  const seen = new Map<string, number>();

  const physical = ({ path, line, column }: Location) => ({
    artifactLocation: artifact(path, report),
    // A binary file has no lines.
    ...(binary.has(path) ? {} : { region: { startLine: line, startColumn: column } }),
  });

  /** The same finding after lines were moved. Several of one text are told apart by their order. */
  const fingerprint = ({ rule, profile, location }: Finding, name: string | undefined): string => {
    const text = location ? lineAt(location.path, location.line).trim().replace(/\s+/g, ' ') : '';
    const base = createHash('sha256')
      .update([rule, name ?? profile ?? '', text].join('\0'))
      .digest('hex');
    const ordinal = (seen.get(base) ?? 0) + 1;
    seen.set(base, ordinal);
    return `${base.slice(0, 32)}:${ordinal}`;
  };

  return findings.map((finding) => {
    const { rule, severity, location, related, ignored, ignoredAt } = finding;
    const definition = finding.definition === null ? undefined : known.get(finding.definition);
    const index = indexes.get(rule);
    const named = definition?.name ?? finding.profile;
    const suppression = ignored !== null && {
      kind: ignoredAt && written.has(ignoredAt.path) ? 'inSource' : 'external',
      status: 'accepted',
      justification: display(ignored),
      ...(ignoredAt ? { location: { physicalLocation: physical(ignoredAt) } } : {}),
    };
    return {
      ruleId: rule,
      ...(index === undefined ? {} : { ruleIndex: index }),
      level: LEVEL[severity],
      message: { text: messageText(finding.message) },
      locations: [
        {
          ...(location ? { physicalLocation: physical(location) } : {}),
          ...(named ? { logicalLocations: [{ name: display(named) }] } : {}),
        },
      ],
      relatedLocations: related.map((one, id) => ({
        id,
        ...(one.location ? { physicalLocation: physical(one.location) } : {}),
        message: { text: messageText(one.message) },
      })),
      partialFingerprints: { 'unitpinFinding/v1': fingerprint(finding, definition?.name) },
      // By the standard (3.27.23) either every result says whether it is suppressed, or none does.
      ...(anyIgnored ? { suppressions: suppression ? [suppression] : [] } : {}),
      properties: finding.fix ? { fix: finding.fix.safety, fixTitle: display(finding.fix.title) } : {},
    };
  });
}

/** `[text](target)` is a link even in plain messages (3.11.6): what a file says makes none. */
const messageText = (text: string): string => display(text).replaceAll('](', '\\](');

function artifact(path: string, { fileOf, folder }: SarifReport) {
  const file = redactText(fileOf(path));
  const base = folder.endsWith('/') ? folder : `${folder}/`;
  return file.startsWith(base)
    ? { uri: encodePath(file.slice(base.length)), uriBaseId: '%SRCROOT%' }
    : { uri: `file://${encodePath(file)}` };
}

const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');
