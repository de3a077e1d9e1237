/** One line that a service wrote. */
export interface LogLine {
  /** Milliseconds since 1970; null where nothing says it. */
  at: number | null;
  profile: string;
  /** The unit's name with `.service`, or the label. */
  name: string;
  /** The file it is from; null: the journal. */
  path: string | null;
  text: string;
}

/** What could not be read of a service. */
export interface Unread {
  profile: string;
  name: string;
  /** Null: the journal. */
  path: string | null;
  reason: string;
}
