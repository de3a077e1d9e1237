import type { Location } from './location.ts';

/**
 * Which profile a definition would really run as.
 *
 * - `pinned`: a flag, or a home directly below `profiles/`, decides.
 * - `guarded`: nothing names the profile, but a marker keeps newer versions off the sticky file.
 * - `sticky`: the sticky file (`active_profile`) decides.
 * - `conflict`: the flag and a *different* profile's home; the flag wins.
 * - `opaque`: a wrapper hides the command.
 * - `foreign`: no known app's gateway.
 */
export type IdentityKind = 'pinned' | 'guarded' | 'sticky' | 'conflict' | 'opaque' | 'foreign';

export interface Identity {
  kind: IdentityKind;
  by: 'flag' | 'home' | 'marker' | 'sticky' | null;
  /** The profile that follows today, or null (templates, opaque, foreign). */
  profile: string | null;
  /** The home directory as the command sees it (environment, else the app's rule); null when it cannot be known. */
  home: string | null;
  /** The root home the profile lives below; null when it cannot be known. */
  root: string | null;
  /** The place that decided. */
  at: Location | null;
  /** The gateway sub-command (`run`, `start`, …); null when opaque or foreign. */
  action: string | null;
  /** Whether the take-over flag (`--replace`) is in the command, also inside a wrapper. */
  replace: boolean;
}
