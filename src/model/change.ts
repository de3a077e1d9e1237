import type { Definition } from './definition.ts';
import type { Service } from './service.ts';
import type { Difference } from './subject.ts';

/**
 * What unitpin would do to the files of one service.
 *
 * - `create`, `update`: a whole unit or property list of ours.
 * - `pin by drop-in`, `edit keys`: somebody else's definition, on systemd and on launchd.
 * - `remove orphan`: ours, and its profile is gone.
 * - `leave`: edited by hand since we wrote it; kept.
 * - `none`: right as it is.
 * - `refuse`: cannot or must not be done; the reason says why and what to do.
 */
export type ChangeKind =
  | 'create'
  | 'update'
  | 'pin by drop-in'
  | 'edit keys'
  | 'remove orphan'
  | 'leave'
  | 'none'
  | 'refuse';

export interface Change {
  service: Service;
  kind: ChangeKind;
  /** The unit's name with `.service`, or the label. */
  name: string;
  reason: string;
  path: string;
  /** The file as it is and as it should be; null where there is none, or nothing is to be written. */
  before: Buffer | null;
  after: Buffer | null;
  mode: number;
  /** The definition it is about, where there is one. */
  definition: Definition | null;
  /** What it changes in meaning. Filled in when the result has been looked at. */
  differences: readonly Difference[];
}

export const WRITES: ReadonlySet<ChangeKind> = new Set(['create', 'update', 'pin by drop-in', 'edit keys']);
