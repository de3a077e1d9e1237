import type { EnvironmentValue } from './definition.ts';
import type { Location } from './location.ts';

/**
 * Which profile a definition would really run as.
 *
 * - `pinned`: a flag, or a home directly below `profiles/`, decides.
 * - `guarded`: nothing names the profile, but a marker keeps newer versions off the sticky file; or the app has none (`by`
 *   null), and runs `default` where nothing is said.
 * - `sticky`: the sticky file (`active_profile`) decides.
 * - `conflict`: the flag and a *different* profile's home; the one by which the app goes wins.
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
  /** What else the command tells; null when it is no gateway, or cannot be read. */
  seen: CommandSeen | null;
}

/** What reading a gateway's command told besides the profile. */
export interface CommandSeen {
  /**
   * What is executed in the end, and the app's own program file where another program is told to run it. Empty where a
   * wrapper may run it somewhere else, in a container, say: paths and environment are other ones there.
   */
  programs: readonly { path: string; at: Location | null }[];
  /** Every profile flag, in the order of the words. */
  flags: readonly ProfileFlag[];
  /** The root or profile home that the program is given in its environment; null when it is given none. */
  home: EnvironmentValue | null;
  /** A program that stays the service's main process while the gateway runs below it. */
  wrapper: { name: string; at: Location | null } | null;
  /** What else names the profile, its home or its service, and names another one than what decides. */
  contradiction?: Contradiction;
}

/** A flag or variable (`what`) that says `value`, where `wanted` would go with what decides. */
export interface Contradiction {
  what: string;
  value: string;
  wanted: string;
  at: Location | null;
}

/**
 * A profile flag, and what the app makes of it: it `counts`; an `earlier` one counts; its value is no name (`invalid`);
 * it stands `behind` a `--`; or the command goes `past` the launcher that reads it.
 */
export interface ProfileFlag {
  flag: string;
  value: string;
  use: 'counts' | 'earlier' | 'invalid' | 'behind' | 'past';
  at: Location | null;
}
