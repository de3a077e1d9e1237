import { isDeepStrictEqual } from 'node:util';
import type { Edit, Finding } from '../../model/finding.ts';
import type { Subject } from '../../model/subject.ts';

/** The findings of one definition that are to be fixed. */
export interface Wanted {
  subject: Subject;
  findings: readonly Finding[];
}

/** Findings that hold edits, by definition; unsafe ones only when asked for, ignored ones never. */
export function wantedFixes(
  subjects: readonly Subject[],
  findings: readonly Finding[],
  unsafe: boolean,
): Wanted[] {
  const byId = new Map(subjects.map((subject) => [subject.definition.id, subject]));
  const groups = new Map<Subject, Finding[]>();
  for (const finding of findings) {
    const subject = byId.get(finding.definition ?? '');
    const { fix, ignored } = finding;
    if (!subject || ignored !== null || !fix || fix.edits.length === 0) continue;
    if (fix.safety === 'safe' || unsafe) groups.set(subject, [...(groups.get(subject) ?? []), finding]);
  }
  return [...groups].map(([subject, found]) => ({ subject, findings: found }));
}

export const isIdentity = ({ kind }: Edit): boolean => kind === 'pin' || kind === 'drop-replace';

/** Whether a finding's fix is more than a pin. */
export const setsSomething = ({ fix }: Finding): boolean =>
  fix?.edits.some((edit) => !isIdentity(edit)) ?? false;

export const pins = (edits: readonly Edit[]): boolean => edits.some(({ kind }) => kind === 'pin');

/** Each edit once. Of two that want the same place to be different things the first, of the worst finding, counts. */
export function editsOf({ findings }: Wanted): Edit[] {
  const edits = new Map<string, Edit>();
  for (const edit of findings.flatMap(({ fix }) => fix?.edits ?? [])) {
    const place = placeOf(edit);
    if (!edits.has(place)) edits.set(place, edit);
  }
  return [...edits.values()];
}

/** Whether all edits of a finding are among these: a place that another finding wants otherwise is not its own. */
export const isMade = ({ fix }: Finding, edits: readonly Edit[]): boolean =>
  (fix?.edits ?? []).every((edit) => edits.some((one) => isDeepStrictEqual(one, edit)));

function placeOf(edit: Edit): string {
  if (edit.kind === 'setting') return `${edit.section}.${edit.key}`;
  if (edit.kind === 'environment') return `variable ${edit.name}`;
  return edit.kind === 'key' ? `key ${JSON.stringify(edit.path)}` : edit.kind;
}
