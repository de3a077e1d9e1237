import type { Change } from './change.ts';
import type { UnitState } from './unit-state.ts';

/** `reload`: the manager reads the files again (daemon-reload), and nothing else is to be done. */
export type Action = 'enable' | 'disable' | 'start' | 'restart' | 'stop' | 'reload';

/** What apply would do for one service: to its files, and to the manager. */
export interface Step {
  change: Change;
  /** What the manager said before; null where no manager was asked. */
  state: UnitState | null;
  actions: readonly Action[];
  /** Why the manager's part is done; null when there is none. */
  reason: string | null;
}

export const isIdle = ({ change, actions }: Step): boolean =>
  actions.length === 0 && (change.kind === 'none' || change.kind === 'leave');
