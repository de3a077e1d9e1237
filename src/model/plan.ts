import type { Change } from './change.ts';
import type { ManagedState } from './manager.ts';

/** `reload`: the manager reads the files again, and nothing else is to be done. */
export type Action = 'enable' | 'disable' | 'start' | 'restart' | 'stop' | 'reload';

/**
 * The five things that a step was decided on, as far as two moments can be compared by them. Hashes (sha256) and words:
 * no secret can be read from it.
 */
export interface Basis {
  /** What is to be written; null where nothing is. */
  desired: string | null;
  /** What unitpin wrote there last. */
  written: string | null;
  /** Every file that makes up the definition, by path. */
  disk: Readonly<Record<string, string>>;
  /** What the manager has loaded, and whether it starts it. */
  loaded: string;
  running: string;
}

/** What apply would do for one service: to its files, and to the manager. */
export interface Step {
  change: Change;
  /** What the manager said before; null where no manager was asked. */
  state: ManagedState | null;
  actions: readonly Action[];
  /** Why the manager's part is done; null when there is none. */
  reason: string | null;
  basis: Basis;
}

export const isIdle = ({ change, actions }: Step): boolean =>
  actions.length === 0 && (change.kind === 'none' || change.kind === 'leave');
