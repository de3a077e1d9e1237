/** What a line of a log can say that is worth a word. A closed list: each is part of some story (`diagnose/`). */
export const SIGN_IDS = [
  // What a gateway says of itself.
  'started',
  'signalled',
  'took-over',
  'gave-way',
  'take-over-refused',
  'already-supervised',
  'executor-shut',
  'pool-shut',
  'connection-lost',
  'connected',
  'address-in-use',
  'key-refused',
  'token-conflict',
  'start-brake',
  // What a service manager says of it.
  'unit-started',
  'start-failed',
  'stop-requested',
  'stopped',
  'exited',
  'killed',
  'stop-timed-out',
  'start-limit',
  'restart-scheduled',
  'throttled',
  'out-of-memory',
  'folder-missing',
  'program-missing',
] as const;

export type SignId = (typeof SIGN_IDS)[number];

/**
 * How to know it: a regular expression for one line. Named groups tell more: `other` (the pid it names), `port`,
 * `code` (an exit code), `signal`, `sender` (who sent it), `delay` (seconds).
 */
export interface Sign {
  id: SignId;
  pattern: string;
  /** What a version of the app has that mends it, such as `PR #53565`. */
  mended?: string | undefined;
}
