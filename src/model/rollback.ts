import type { ManagerName } from './definition.ts';
import type { Action } from './plan.ts';
import type { Receipt } from './receipt.ts';

/**
 * What a rollback does to one file.
 *
 * - `none`: it is as it was before already.
 * - `stays`: with the old one, a service would run the wrong profile.
 */
export interface RollbackFile {
  path: string;
  does: 'restore' | 'remove' | 'none' | 'stays';
  /** Somebody has changed it since: only with --force, and what they wrote is backed up. */
  edited: boolean;
}

/** What it does to one service. */
export interface RollbackService {
  name: string;
  profile: string;
  manager: ManagerName;
  scope: 'user' | 'system';
  actions: readonly Action[];
}

/** What a rollback would do. */
export interface RollbackView {
  receipt: Receipt;
  files: readonly RollbackFile[];
  services: readonly RollbackService[];
  /** Services whose old definition ran the wrong profile, or could. */
  stays: readonly { name: string; profile: string }[];
}
