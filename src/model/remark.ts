import type { Location } from './location.ts';

/** What systemd does not take of a unit as it is written: on any version, or on older or newer ones. */
export type Remark =
  /** It skips all that stands below. */
  | { kind: 'unknown-section'; name: string; known: readonly string[]; location: Location }
  /** `elsewhere`: the section it belongs to. `known`: the keys of the section it stands in. */
  | (OfKey & { kind: 'unknown-key'; elsewhere: Section | null; known: readonly string[] })
  /** `since`: the first version that takes the value; null for none. */
  | (OfKey & { kind: 'bad-value'; type: string; since: number | null })
  | (OfKey & { kind: 'newer-key'; since: number })
  /** `by`: what replaces the key; null when nothing does. `same`: its value means the same there. */
  | (OfKey & { kind: 'obsolete-key'; by: { section: Section; key: string } | null; same: boolean });

export type Section = 'Unit' | 'Service' | 'Install';

interface OfKey {
  section: Section;
  key: string;
  value: string;
  location: Location;
}
