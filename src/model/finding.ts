import type { Location } from './location.ts';

export type Severity = 'error' | 'warning' | 'info';

export interface Related {
  message: string;
  location: Location | null;
}

export interface Fix {
  safety: 'safe' | 'unsafe';
  title: string;
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
}
