import { Failure } from '../host/failure.ts';
import type { Files } from '../host/files.ts';
import { isProcessId, type ProcessId } from '../host/process-id.ts';
import type { ManagedState } from '../model/manager.ts';
import type { Action } from '../model/plan.ts';
import type { ReceiptChange, ReceiptService } from '../model/receipt.ts';
import { shellWord } from '../model/shell-word.ts';
import { tr } from '../texts/tr.ts';
import { isReceiptChange, isServiceWith } from './receipts.ts';
import { flag, listOf, maybe, moment, object, one, orNull, type Shape, text, whole } from './shape.ts';

/** A service of a transaction, as it was before. */
export interface JournalService extends Omit<ReceiptService, 'before'> {
  /** The file that its manager is told to load. */
  path: string;
  /** The files of the transaction that are its own. */
  writes: readonly string[];
  /** What the manager is asked for, in the end. */
  actions: readonly Action[];
  before: Pick<ManagedState, 'load' | 'active' | 'enabled' | 'mainPid'>;
  /** What stood there ran the wrong profile, or could: it is never brought back. */
  wrong: boolean;
}

/** What a transaction is going to do: the first line of its journal. */
export interface JournalBegin {
  type: 'begin';
  schema: 1;
  /** Also its receipt's. */
  id: string;
  /** ISO 8601, UTC. */
  at: string;
  command: string;
  owner: ProcessId;
  services: readonly JournalService[];
  writes: readonly ReceiptChange[];
  /** The receipt that is taken back. */
  undoes?: string;
}

/** What has happened since, each noted when (`starting`, `failed`: just before) it did. */
export type JournalEntry =
  | { type: 'backed-up' }
  | { type: 'written'; path: string }
  /** The manager has read the files. */
  | { type: 'reloaded' }
  /** `failed`: from here on they are given back what they had. */
  | { type: 'starting' | 'ready' | 'failed'; names: readonly string[] }
  | { type: 'committed' | 'rolled-back' };

/** A transaction under way: what is noted outlives the process and a power loss. */
export interface Journal {
  readonly id: string;
  note(entry: JournalEntry): void;
  /** It is over, one way or the other; nothing of it is left. */
  end(how: 'committed' | 'rolled-back'): void;
}

/** A journal as it was found. */
export interface FoundJournal {
  path: string;
  begin: JournalBegin;
  entries: readonly JournalEntry[];
}

interface JournalPlace {
  files: Files;
  /** The state folder. */
  folder: string;
  owner: { uid: number; gid: number } | null;
}

/** What a receipt keeps of a service. */
export const receiptService = ({
  name,
  profile,
  manager,
  scope,
  before,
}: JournalService): ReceiptService => ({
  name,
  profile,
  manager,
  scope,
  before: { active: before.active, enabled: before.enabled },
});

const pathOf = (folder: string, id: string): string => `${folder}/journal/${id}.jsonl`;

/** Begins a journal, on the disk before anything else is. @throws Failure (host) when it cannot be written */
export function beginJournal(place: JournalPlace, begin: JournalBegin): Journal {
  const path = pathOf(place.folder, begin.id);
  // Whole or not at all: whoever finds it is to know everything that may have been done.
  place.files.writeAtomic(path, line(begin), { mode: 0o600, ...(place.owner && { owner: place.owner }) });
  return journalAt(place, path, begin.id);
}

/** Goes on with a journal that was found, behind its last whole line. */
export function continueJournal(place: JournalPlace, { path, begin, entries }: FoundJournal): Journal {
  const text = [begin, ...entries].map(line).join('');
  const found = place.files.read(path);
  // Behind a torn line the next one could not be told from it.
  if (found.state === 'there' && !found.bytes.toString('utf8').endsWith('\n'))
    place.files.writeAtomic(path, text, { mode: 0o600, ...(place.owner && { owner: place.owner }) });
  return journalAt(place, path, begin.id);
}

function journalAt({ files }: JournalPlace, path: string, id: string): Journal {
  const note = (entry: JournalEntry): void => void files.append(path, line(entry), { sync: true });
  return {
    id,
    note,
    end(how) {
      note({ type: how });
      files.remove(path);
    },
  };
}

const line = (entry: JournalBegin | JournalEntry): string => `${JSON.stringify(entry)}\n`;

/**
 * The journals that are there, oldest first: each is of a transaction under way, or of one that was ended in the middle.
 * @throws Failure (host) for one that cannot be read or has a broken line (a torn last one is none)
 */
export function findJournals({ files, folder }: Pick<JournalPlace, 'files' | 'folder'>): FoundJournal[] {
  const names = files
    .list(`${folder}/journal`)
    .flatMap(({ name }) => (name.endsWith('.jsonl') ? [name] : []));
  return names
    .map((name) => {
      const path = `${folder}/journal/${name}`;
      const found = files.read(path);
      // Its owner may have come to the end of it a moment ago.
      if (found.state === 'absent') return null;
      if (found.state === 'unreadable')
        throw broken(path, tr('cannot read {path}: {reason}', { path, reason: found.reason }));
      const journal = readJournal(path, found.bytes.toString('utf8'));
      // By its id receipts and backups are found.
      if (`${journal.begin.id}.jsonl` !== name)
        throw broken(path, tr('{path} was made for another name', { path }), 1);
      return journal;
    })
    .filter((one) => one !== null);
}

const BEGINS = { type: one('begin') };
const isNewer = object({ ...BEGINS, schema: (schema) => Number(schema) > 1 });
const isBegin = object({
  ...BEGINS,
  schema: one(1),
  id: text,
  at: moment,
  command: text,
  owner: isProcessId,
  services: listOf(
    isServiceWith({
      path: text,
      writes: listOf(text),
      actions: listOf(one('enable', 'disable', 'start', 'restart', 'stop', 'reload')),
      before: object({ load: text, active: text, enabled: text, mainPid: orNull(whole) }),
      wrong: flag,
    }),
  ),
  writes: listOf(isReceiptChange),
  undoes: maybe(text),
});

const NOTHING_MORE = object({});
const WITH_NAMES = object({ names: listOf(text) });
/** What stands in a line, by its type. */
const ENTRIES: Readonly<Record<JournalEntry['type'], Shape>> = {
  'backed-up': NOTHING_MORE,
  written: object({ path: text }),
  reloaded: NOTHING_MORE,
  starting: WITH_NAMES,
  ready: WITH_NAMES,
  failed: WITH_NAMES,
  committed: NOTHING_MORE,
  'rolled-back': NOTHING_MORE,
};
const isEntry = (entry: JournalEntry | null): boolean =>
  entry !== null && Object.hasOwn(ENTRIES, entry.type) && ENTRIES[entry.type](entry);

/** @throws Failure (host) */
export function readJournal(path: string, content: string): FoundJournal {
  // What follows the last line break was torn by the end of its writer: it had not happened yet.
  const [first, ...rest] = content
    .split('\n')
    .slice(0, -1)
    .map((line) => parsed(line));
  if (first === undefined) throw broken(path, tr('{path} is empty', { path }));
  if (isNewer(first)) throw broken(path, tr('{path} was written by a newer unitpin', { path }), 1);
  const wrong = [isBegin(first), ...rest.map((entry) => isEntry(entry as JournalEntry))].indexOf(false);
  if (wrong >= 0)
    throw broken(
      path,
      tr('line {wrong} of {path} is not one of a journal', { wrong: wrong + 1, path }),
      wrong + 1,
    );
  return { path, begin: first as JournalBegin, entries: rest as JournalEntry[] };
}

/** Null for what is no JSON. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function broken(path: string, message: string, line?: number): Failure {
  return new Failure('host', message, {
    where: line === undefined ? path : { path, line, column: 1 },
    why: tr('it says what an interrupted command had done: nothing is written before that is known'),
    next: tr('look at the files it names, then: mv {path} {path}.broken', { path: shellWord(path) }),
  });
}
