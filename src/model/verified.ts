import type { Location } from './location.ts';

/** What a service manager's own checker says about a definition. */
export interface Verified {
  /** Id of the definition. */
  definition: string;
  /** The checker. */
  by: string;
  message: string;
  /** Null: it is about the definition as a whole. */
  location: Location | null;
  /** The manager would not load it, or not start it. */
  fatal: boolean;
}
