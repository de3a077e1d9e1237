import type { Files } from '../host/files.ts';
import type { LockPlace } from './lock.ts';

/** Where unitpin's own state lies, and what a write of it needs to know. */
export interface StoreContext {
  files: Files;
  /** The state folder, `$XDG_STATE_HOME/unitpin`. */
  folder: string;
  /** Milliseconds since 1970. */
  now: number;
  /** Hex digits that make the receipt's id unique. */
  random: string;
  /** Who new files and folders belong to, where the caller is root and works for somebody else. */
  owner: { uid: number; gid: number } | null;
}

/** Of what is written by receipts: one at a time. */
export const lockOf = ({ files, folder, owner }: StoreContext): LockPlace => ({
  files,
  folder,
  name: 'lock',
  owner,
});
