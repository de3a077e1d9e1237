/** A definition that is to have another name. */
export interface Renaming {
  profile: string;
  /** The unit's name with `.service`, or the label. */
  from: string;
  to: string;
  /** Where it will be. */
  path: string;
  /** Why it is not renamed, and what to do; null when it is. */
  refused: { reason: string; next: string | null } | null;
}

/**
 * What became of one.
 *
 * - `renamed`: it has the new name, and runs where it ran before.
 * - `restored`: the new one did not get ready; everything is as it was.
 * - `kept`: the same, and the new one stays: the old one ran the wrong profile.
 */
export interface RenameResult extends Renaming {
  outcome: 'renamed' | 'restored' | 'kept' | 'refused';
  pid: number | null;
  /** Why it is not renamed. */
  reason: string | null;
}
