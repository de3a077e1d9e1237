import type { FileChange, FixPlan } from '../model/fix.ts';
import type { Receipt } from '../model/receipt.ts';
import type { Subject } from '../model/subject.ts';
import { keptAs } from '../texts/kept-as.ts';
import { tr } from '../texts/tr.ts';
import { fileDiff } from './changes.ts';
import type { Paint } from './colour.ts';
import { display, shortPath } from './display.ts';
import { wrap } from './layout.ts';

interface Told {
  /** Null: nothing was written. */
  receipt: Receipt | null;
  home: string | null;
}

/** What was fixed, definition by definition, and what was not. Empty when there is nothing to tell. */
export function fixesText(
  { files, fixed, refused, notes }: FixPlan,
  subjects: readonly Subject[],
  { receipt, home }: Told,
  paint: Paint,
): string {
  const names = new Map(subjects.map(({ definition }) => [definition.id, definition.name]));
  const nameOf = (id: string): string => display(names.get(id) ?? id);
  const verb = receipt === null ? tr('would fix') : tr('fixed');
  const lines: string[] = [];
  for (const id of new Set(fixed.map(({ definition }) => definition))) {
    lines.push(`${paint('green', verb)} ${paint('bold', nameOf(id))}`);
    const own = fixed.filter(({ definition }) => definition === id);
    for (const path of new Set(own.map((one) => one.path))) {
      const rules = [...new Set(own.filter((one) => one.path === path).map(({ rule }) => rule))];
      lines.push(`  ${wrap(`${rules.join(tr(', '))}${tr(': ')}${shortPath(path, home)}`, 2)}`);
    }
  }
  for (const { definition, rules, reason } of refused) {
    lines.push(`${paint('yellow', tr('not fixed'))} ${paint('bold', nameOf(definition))}`);
    lines.push(`  ${wrap(`${rules.join(tr(', '))}${tr(': ')}${display(reason)}`, 2)}`);
  }
  for (const note of notes) lines.push(paint('dim', tr('note: {note}', { note: display(note) })));
  if (receipt !== null) {
    const count = tr('{count} file{s}', { count: files.length, s: files.length === 1 ? '' : 's' });
    lines.push(tr('wrote {count}; {receipt}', { count, receipt: keptAs(receipt) }));
  }
  return lines.join('\n');
}

/** What would be written, as unified diffs. */
export const fixesDiff = (files: readonly FileChange[], paint: Paint): string =>
  files.map((file) => fileDiff(file, paint)).join('');
