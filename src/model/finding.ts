import type { Location } from './location.ts';

export type Severity = 'error' | 'warning' | 'info';
/** How sure a rule can be of what it says: `low` where a sound setup may look the same. */
export type Confidence = 'high' | 'medium' | 'low';
/** `safe`: what the service does afterwards is what it was meant to do. `unsafe`: look at it before it is done. */
export type Safety = 'safe' | 'unsafe';

export interface Related {
  message: string;
  location: Location | null;
}

/** What a key of a property list can be set to. */
export type KeyValue = string | number | boolean | readonly KeyValue[] | { readonly [key: string]: KeyValue };

/** One change to a definition that a rule proposes. Where and how it is written is not the rule's business. */
export type Edit =
  /** The command runs the profile it is meant for, in the foreground; flag, home and markers. */
  | { kind: 'pin' }
  /** The take-over flag goes out of the command. */
  | { kind: 'drop-replace' }
  /** A setting of a unit gets this one value, in systemd's own syntax; null: it goes away. */
  | { kind: 'setting'; section: 'Unit' | 'Service' | 'Install'; key: string; value: string | null }
  /** A variable that the definition sets; null: it goes away. */
  | { kind: 'environment'; name: string; value: string | null }
  /** A key of a property list; null: it goes away. */
  | { kind: 'key'; path: readonly (string | number)[]; value: KeyValue | null };

export interface Fix {
  safety: Safety;
  title: string;
  /** Empty: another command does it (`gen`, `apply`, `start`), or a person. */
  edits: readonly Edit[];
}

/** One rule broken at one place, with evidence and, where possible, a fix. */
export interface Finding {
  rule: string;
  severity: Severity;
  /** Id of the definition concerned; null for findings about the fleet. */
  definition: string | null;
  profile: string | null;
  message: string;
  location: Location | null;
  related: readonly Related[];
  fix: Fix | null;
  /** The reason given where the finding is ignored. */
  ignored: string | null;
  /** What says that it is: a comment, or an entry of `unitpin.yaml`. */
  ignoredAt?: Location;
}
