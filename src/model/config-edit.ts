/** A line of a profile's configuration that says its port, changed or put in. */
export interface ConfigEdit {
  profile: string;
  path: string;
  /** The line that changes, or the first that is put in. From 1. */
  line: number;
  /** How many lines are put in; 0: one line changes. */
  inserted: number;
  before: Buffer;
  after: Buffer;
  /** Of the file; it keeps it. */
  mode: number;
}
