import type { Definition } from './definition.ts';
import type { Identity } from './identity.ts';
import type { LiveState } from './live.ts';

/** One difference in meaning between what is there and what should be: a setting, a word list, a variable. */
export interface Difference {
  what: string;
  from: string | null;
  to: string | null;
}

/** One definition and what is known about it: what audit judges and a plan starts from. */
export interface Subject {
  definition: Definition;
  identity: Identity;
  /** The app by which it was judged, where that is not the one that is asked about. */
  app?: string;
  /** Whether it is a gateway of the app, or at least says so by its name. */
  ofApp: boolean;
  /** The profile it is meant for: what pins it, else what its name or home says. Null when nothing says. */
  meant: string | null;
  /** The profile its name says; null when the name is not in the app's way. */
  named: string | null;
  /** `ours`: our receipt is for exactly these bytes. `edited`: we wrote it, somebody changed it since. */
  written: 'ours' | 'edited' | 'theirs';
  /** What writing it anew would change. Empty: nothing, or it is not for us to write. */
  drift: readonly Difference[];
  /** What its manager says; null where it was not asked, or does not answer. */
  live: LiveState | null;
}
