import type { Finding, Severity } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import type { Subject } from '../model/subject.ts';
import { tr } from '../texts/tr.ts';
import { display } from './display.ts';

const COMMAND: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Findings as workflow commands of GitHub Actions, one a line, the ignored ones left out. `fileOf` gives a path as the
 * workspace has it.
 */
export function auditGithub(
  findings: readonly Finding[],
  subjects: readonly Subject[],
  fileOf: (path: string) => string,
): string {
  const names = new Map(subjects.map(({ definition }) => [definition.id, definition.name]));
  return findings
    .filter(({ ignored }) => ignored === null)
    .map((finding) => {
      const { rule, severity, definition, profile, location } = finding;
      const name = (definition === null ? profile : names.get(definition)) ?? '';
      const title = name === '' ? rule : `${rule} ${name}`;
      const place = location
        ? [`file=${property(fileOf(location.path))}`, `line=${location.line}`, `col=${location.column}`]
        : [];
      const properties = [...place, `title=${property(title)}`].join(',');
      return `::${COMMAND[severity]} ${properties}::${data(messageOf(finding, fileOf))}`;
    })
    .join('\n');
}

function messageOf({ message, related, fix }: Finding, fileOf: (path: string) => string): string {
  const place = ({ path, line }: Location): string => ` (${fileOf(path)}:${line})`;
  const evidence = related.map(({ message: what, location }) => `${what}${location ? place(location) : ''}`);
  return [
    message,
    ...evidence.map((one) => `· ${one}`),
    ...(fix ? [tr('Fix: {title}.', { title: fix.title })] : []),
  ].join(' ');
}

/** `display` leaves no line end; `%` is what the runner's own escapes start with. */
const data = (text: string): string => display(text).replaceAll('%', '%25');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
