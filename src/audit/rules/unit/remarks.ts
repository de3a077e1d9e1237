import type { Remark } from '../../../model/remark.ts';
import type { Subject } from '../../../model/subject.ts';
import type { AuditInput } from '../../engine.ts';
import type { Texts } from '../../texts/en/index.ts';

type Of<K extends Remark['kind']> = Extract<Remark, { kind: K }>;

/** More findings of one kind about one unit would bury everything else; the last one says how many there are. */
const MOST = 50;

/**
 * What the key table says of one kind, each line once: instances share the files of their template, and units their
 * common drop-ins. Of every unit that was read, whoever's it is.
 */
export function remarksOf<K extends Remark['kind']>(
  { subjects, texts }: AuditInput,
  kind: K,
  counts: (remark: Of<K>) => boolean = () => true,
): { subject: Subject; remark: Of<K>; tail: string }[] {
  const seen = new Set<string>();
  return templatesFirst(subjects).flatMap((subject) => {
    const { definition } = subject;
    if (definition.manager !== 'systemd') return [];
    const found = definition.remarks
      .filter((remark): remark is Of<K> => remark.kind === kind)
      .filter((remark) => counts(remark) && isNew(seen, `${remark.location.path}:${remark.location.line}`));
    return firstOf(found, texts).map(({ one, tail }) => ({ subject, remark: one, tail }));
  });
}

/** The first ones; the last of these says in its `tail` how many are left out. */
export function firstOf<T>(all: readonly T[], texts: Texts): { one: T; tail: string }[] {
  const left = all.length - MOST;
  return all.slice(0, MOST).map((one, index) => ({
    one,
    tail: left > 0 && index === MOST - 1 ? texts.syntax.more({ left }) : '',
  }));
}

export function isNew(seen: Set<string>, place: string): boolean {
  const before = seen.size;
  return seen.add(place).size > before;
}

export function templatesFirst(subjects: readonly Subject[]): Subject[] {
  const isTemplate = ({ definition }: Subject): boolean =>
    definition.manager === 'systemd' && definition.template;
  return [...subjects].sort((a, b) => Number(isTemplate(b)) - Number(isTemplate(a)));
}

/** How often a unit assigns a key: only where one edit says all there is to say about it a fix is proposed. */
export function timesAssigned({ definition }: Subject, section: string, key: string): number {
  if (definition.manager !== 'systemd') return 0;
  return definition.settings.filter((one) => one.section === section && one.key === key).length;
}
