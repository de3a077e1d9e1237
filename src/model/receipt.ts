import type { ManagerName } from './definition.ts';
import type { ManagedState } from './manager.ts';

/** What one command wrote, and what was there before: enough to show and to undo it. */
export interface Receipt {
  schema: 1;
  id: string;
  /** ISO 8601, UTC. */
  at: string;
  command: string;
  changes: readonly ReceiptChange[];
  /** The services it was about, by name; missing where files alone were written, and in what older versions wrote. */
  services?: readonly ReceiptService[];
  /** The receipt that this one took back. */
  undoes?: string;
}

export interface ReceiptService {
  /** The unit's name with `.service`, or the label. */
  name: string;
  profile: string;
  manager: ManagerName;
  scope: 'user' | 'system';
  /** What its manager said of it before. */
  before?: Pick<ManagedState, 'active' | 'enabled'>;
}

export interface ReceiptChange {
  path: string;
  /** Null: the file was not there. `backup` is a file in the state folder, verbatim. */
  before: { sha256: string; backup: string; mode: number; uid: number; gid: number; ours: boolean } | null;
  /** Null: the file was taken away. */
  after: { sha256: string; mode: number; ours: boolean } | null;
  /** The same command put back what was there. */
  undone?: boolean;
}
