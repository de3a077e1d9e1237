import { createTwoFilesPatch } from 'diff';
import { type Change, type ChangeKind, WRITES } from '../model/change.ts';
import { tr } from '../texts/tr.ts';
import type { Paint } from './colour.ts';
import { display, shortPath } from './display.ts';
import { redactText, redactValue } from './redact.ts';
import width from './width.ts';

const STYLE: Partial<Record<ChangeKind, 'green' | 'yellow' | 'red' | 'dim'>> = {
  create: 'green',
  update: 'yellow',
  'pin by drop-in': 'yellow',
  'edit keys': 'yellow',
  refuse: 'red',
  none: 'dim',
};

/** One line and a reason a service. */
export function changesText(changes: readonly Change[], home: string, paint: Paint): string {
  const columns = Math.max(...changes.map(({ kind }) => width(tr(kind))));
  const names = Math.max(...changes.map(({ service }) => width(service.profile)));
  return changes
    .map(({ kind, service, path, reason }) => {
      const head = paint(STYLE[kind] ?? 'dim', padded(tr(kind), columns));
      const where = kind === 'none' ? display(reason) : shortPath(path, home);
      const line = `${head}  ${padded(service.profile, names)}  ${where}`;
      return kind === 'none'
        ? line
        : `${line}\n${' '.repeat(columns + names + 4)}${paint('dim', display(reason))}`;
    })
    .join('\n');
}

const padded = (text: string, columns: number): string => text + ' '.repeat(columns - width(text));

/** What would be written, as unified diffs. Secrets in the context lines are redacted. */
export function changesDiff(changes: readonly Change[], paint: Paint): string {
  return changes
    .filter(({ kind }) => WRITES.has(kind))
    .map((change) => fileDiff(change, paint))
    .join('');
}

/** What would be written to one file, as a unified diff. */
export function fileDiff(
  { path, before, after }: Pick<Change, 'path' | 'before' | 'after'>,
  paint: Paint,
): string {
  const text = (bytes: Buffer | null) => redactText(readable(bytes));
  const from = before === null ? '/dev/null' : path;
  const patch = createTwoFilesPatch(from, path, text(before), text(after), undefined, undefined, {
    headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
  });
  return display(patch, { lines: true })
    .split('\n')
    .map((line) => {
      if (/^(---|\+\+\+)/.test(line)) return paint('bold', line);
      if (line.startsWith('+')) return paint('green', line);
      if (line.startsWith('-')) return paint('red', line);
      return line.startsWith('@@') ? paint('cyan', line) : line;
    })
    .join('\n');
}

/** Bytes that are no text are not shown: what is in them could not be looked through for secrets. */
function readable(bytes: Buffer | null): string {
  if (bytes === null) return '';
  const isText = !bytes.subarray(0, 8).toString('latin1').startsWith('bplist') && !bytes.includes(0);
  return isText
    ? bytes.toString('utf8')
    : tr('({count} bytes that are not plain text)\n', { count: bytes.length });
}

/** The same for programs. */
export function changesJson(changes: readonly Change[]) {
  return changes.map(({ kind, service, name, path, reason, differences }) => ({
    profile: service.profile,
    kind,
    name,
    path,
    reason: redactText(reason),
    differences: differences.map(({ what, from, to }) => ({
      what,
      from: hide(what, from),
      to: hide(what, to),
    })),
  }));
}

const hide = (what: string, value: string | null): string | null =>
  value === null ? null : redactText(redactValue(what.replace(/^Environment /, ''), value));
