import type { AnyManager } from './definition.ts';

/**
 * What became of one service.
 *
 * - `already-running`: it runs its profile; it was left as it is.
 * - `removed`: stopped, disabled, and its files taken away.
 * - `skipped`: `unitpin.yaml` does not want it, and nobody named it.
 * - `refused`: nothing was done to it, and why.
 * - `failed`: it was begun, and did not get there in time.
 * - `not-begun`: what it depends on is not there.
 */
export type ServiceOutcome =
  | 'started'
  | 'restarted'
  | 'already-running'
  | 'stopped'
  | 'not-running'
  | 'removed'
  | 'skipped'
  | 'refused'
  | 'failed'
  | 'not-begun';

export interface ServiceResult {
  profile: string;
  /** The unit's name with `.service`, or the label. */
  name: string;
  manager: AnyManager;
  scope: 'user' | 'system';
  path: string;
  outcome: ServiceOutcome;
  /** Of its gateway, where one runs now. */
  pid: number | null;
  /** Why, where that is not plain. */
  reason: string | null;
  /** The command to run next. */
  next: string | null;
  /** The end of its log, where it failed. */
  lines: readonly string[];
  /** What is not as it should be with one that runs. */
  warnings: readonly string[];
}

/** What would be taken away of one service. */
export interface Removing {
  one: { profile: string; name: string };
  /** The files that go, the definition itself first where it is among them. */
  files: readonly string[];
  /** What stays, because it is somebody else's. */
  left: readonly string[];
  /** Why nothing goes, and what to do; null when something does. */
  refused: { reason: string; next: string | null } | null;
}

export interface RemoveResult extends ServiceResult {
  removed: readonly string[];
  left: readonly string[];
}
