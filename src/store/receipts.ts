import type { Files } from '../host/files.ts';
import { isLeftBeside } from '../host/replace-file.ts';
import type { Receipt } from '../model/receipt.ts';
import { flag, listOf, maybe, moment, object, one, orNull, type Shape, text, whole } from './shape.ts';

/** So many receipts are kept, and all that are younger than this, in days, and each that is needed (`expired`). */
const KEPT = 50;
const KEPT_DAYS = 90;
const DAY = 24 * 60 * 60 * 1_000;

interface ReceiptPlace {
  files: Files;
  /** The state folder. */
  folder: string;
  owner: { uid: number; gid: number } | null;
}

export const receiptPath = (folder: string, id: string): string => `${folder}/receipts/${id}.json`;
export const backupFolder = (folder: string, id: string): string => `${folder}/backups/${id}`;

/** What one command did to one file. */
export const isReceiptChange = object({
  path: text,
  before: orNull(object({ sha256: text, backup: text, mode: whole, uid: whole, gid: whole, ours: flag })),
  after: orNull(object({ sha256: text, mode: whole, ours: flag })),
  undone: maybe(flag),
});

const SERVICE = {
  name: text,
  profile: text,
  manager: one('systemd', 'launchd'),
  scope: one('user', 'system'),
};
/** A service, as it is told by receipts and journals. `more`: what one of them adds. */
export const isServiceWith = (more: Readonly<Record<string, Shape>>): Shape =>
  object({ ...SERVICE, ...more });

const isReceipt = object({
  schema: one(1),
  id: text,
  at: moment,
  command: text,
  changes: listOf(isReceiptChange),
  services: maybe(listOf(isServiceWith({ before: maybe(object({ active: text, enabled: text })) }))),
  undoes: maybe(text),
});

/** The receipts that are there, the newest first, and the files among them that are none. */
export function readReceipts({ files, folder }: Pick<ReceiptPlace, 'files' | 'folder'>): {
  receipts: Receipt[];
  broken: string[];
} {
  const receipts: Receipt[] = [];
  const broken: string[] = [];
  for (const { name } of files.list(`${folder}/receipts`)) {
    if (!name.endsWith('.json')) continue;
    const receipt = readReceipt(files, folder, name);
    if (receipt === null) broken.push(`${folder}/receipts/${name}`);
    else receipts.push(receipt);
  }
  return { receipts: receipts.sort(newestFirst), broken };
}

/** Its id is its file's name: by it backups are taken away. */
function readReceipt(files: Files, folder: string, name: string): Receipt | null {
  const found = files.read(`${folder}/receipts/${name}`);
  if (found.state !== 'there') return null;
  try {
    const data: unknown = JSON.parse(found.bytes.toString('utf8'));
    return isReceipt(data) && `${(data as Receipt).id}.json` === name ? (data as Receipt) : null;
  } catch {
    return null;
  }
}

const newestFirst = (a: Receipt, b: Receipt): number =>
  a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1;

export function writeReceipt({ files, folder, owner }: ReceiptPlace, receipt: Receipt): void {
  const text = `${JSON.stringify(receipt, null, 2)}\n`;
  files.writeAtomic(receiptPath(folder, receipt.id), text, { mode: 0o600, ...(owner && { owner }) });
}

/**
 * What became of each receipt's work, by id: `done`, `undone` (all of it, by the command itself or by a rollback that was
 * not itself rolled back), or `partly`.
 */
export function standing(receipts: readonly Receipt[]): Map<string, 'done' | 'partly' | 'undone'> {
  const result = new Map<string, 'done' | 'partly' | 'undone'>();
  // The newest first: whether a rollback holds is known before what it took back is judged.
  for (const receipt of [...receipts].sort(newestFirst)) {
    const takers = receipts.filter((one) => one.undoes === receipt.id && result.get(one.id) !== 'undone');
    const gone = new Set(takers.flatMap(({ changes }) => changes.filter(holds).map(({ path }) => path)));
    const left = receipt.changes.filter((change) => holds(change) && !gone.has(change.path)).length;
    result.set(receipt.id, left === 0 ? 'undone' : left < receipt.changes.length ? 'partly' : 'done');
  }
  return result;
}

const holds = ({ undone }: { undone?: boolean }): boolean => undone !== true;

/**
 * Which receipts may go: neither among the newest 50 nor younger than 90 days nor the last one that wrote to some path.
 * `now`: milliseconds since 1970.
 */
export function expired(receipts: readonly Receipt[], now: number): Receipt[] {
  const seen = new Set<string>();
  return [...receipts].sort(newestFirst).filter((receipt, index) => {
    const paths = receipt.changes.filter(holds).map(({ path }) => path);
    const isLast = paths.some((path) => !seen.has(path));
    for (const path of paths) seen.add(path);
    return index >= KEPT && now - Date.parse(receipt.at) > KEPT_DAYS * DAY && !isLast;
  });
}

/** Takes away what is expired, and what others were ended in the middle of writing. With the lock held. */
export function prune({ files, folder }: ReceiptPlace, now: number): void {
  removeLeftBeside(files, [`${folder}/receipts`, `${folder}/journal`]);
  const { receipts } = readReceipts({ files, folder });
  for (const { id } of expired(receipts, now)) {
    files.remove(receiptPath(folder, id));
    removeBackups(files, folder, id);
  }
}

export function removeBackups(files: Files, folder: string, id: string): void {
  const backups = backupFolder(folder, id);
  for (const { name } of files.list(backups)) files.remove(`${backups}/${name}`);
  files.removeFolder(backups);
}

/** Files that were written beside another one and not renamed, because their writer was ended. Nobody else may be writing there. */
export function removeLeftBeside(files: Files, folders: readonly string[]): void {
  for (const folder of new Set(folders)) {
    for (const { name } of files.list(folder)) if (isLeftBeside(name)) files.remove(`${folder}/${name}`);
  }
}
