/** What one command wrote, and what was there before: enough to show and to undo it. */
export interface Receipt {
  schema: 1;
  id: string;
  /** ISO 8601, UTC. */
  at: string;
  command: string;
  changes: readonly ReceiptChange[];
}

export interface ReceiptChange {
  path: string;
  /** Null: the file was not there. `backup` is a file in the state folder, verbatim. */
  before: { sha256: string; backup: string; mode: number; uid: number; gid: number; ours: boolean } | null;
  after: { sha256: string; mode: number; ours: boolean };
}

/** How it is told: a receipt of new files keeps nothing but their names. */
export const keptAs = ({ id, changes }: Receipt): string =>
  changes.some(({ before }) => before !== null) ? `what was there before is kept as ${id}` : `receipt ${id}`;
