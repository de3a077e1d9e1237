import type { Subject } from '../model/subject.ts';
import type { AuditInput } from './engine.ts';
import { gateways } from './select.ts';

/** Groups of definitions that run one profile of one root home, two or more in each. */
export function sharedIdentities(input: AuditInput): { profile: string; subjects: Subject[] }[] {
  const groups = new Map<string, Subject[]>();
  for (const subject of gateways(input)) {
    const { profile, root } = subject.identity;
    if (profile === null) continue;
    const key = `${root ?? ''}\0${profile}`;
    groups.set(key, [...(groups.get(key) ?? []), subject]);
  }
  return [...groups.values()]
    .filter((subjects) => subjects.length > 1)
    .map((subjects) => ({ profile: subjects[0]?.identity.profile ?? '', subjects }));
}
