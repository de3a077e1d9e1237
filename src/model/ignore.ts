import type { Location } from './location.ts';

/** Findings of one rule that somebody decided to live with. */
export interface Ignore {
  /** The rule, as it is written; empty where none is named. */
  rule: string;
  /** Why; empty where nobody said. */
  reason: string;
  /** The comment, or the entry of `unitpin.yaml`. */
  at: Location;
  /** Ids of the definitions a comment stands in; null for an entry of `unitpin.yaml`. */
  definitions: ReadonlySet<string> | null;
  /** For the definitions whose path or name this glob matches; null: for all. */
  path: string | null;
  /** For this profile; null: for all. */
  profile: string | null;
}
