/** A file that fixes would write. */
export interface FileChange {
  path: string;
  /** Null: it is not there yet. */
  before: Buffer | null;
  after: Buffer;
  /** For a new file. */
  mode: number;
  /** A file of unitpin's own, not an edit of somebody else's. */
  ours: boolean;
}

export interface Fixed {
  rule: string;
  /** Id of the definition. */
  definition: string;
  /** The file that was written for it. */
  path: string;
}

export interface Refused {
  definition: string;
  rules: readonly string[];
  reason: string;
  /** The host does not let it be done; else the fix would not have been one. */
  byHost: boolean;
}

/** What is to be written, and what becomes of each finding that has a fix. */
export interface FixPlan {
  files: readonly FileChange[];
  fixed: readonly Fixed[];
  refused: readonly Refused[];
  /** What the user should know about how it is done. */
  notes: readonly string[];
}
