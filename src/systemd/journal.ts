import { tr } from '../texts/tr.ts';
import { type Bus, busEnvironment } from './systemctl.ts';

/** One entry of the journal. */
export interface JournalLine {
  /** Milliseconds since 1970. */
  at: number;
  unit: string;
  text: string;
  /** Of the process of the service that wrote it. */
  pid: number | null;
  /** Whether the manager says it, of the unit. */
  byManager: boolean;
}

/** What was found, and where to go on; or why nothing could be read. */
export type JournalRead =
  | { state: 'there'; lines: JournalLine[]; cursor: string | null }
  | { state: 'unreadable'; reason: string };

export interface JournalRequest {
  units: readonly string[];
  /** The last so many of all of them together; null: all. */
  lines: number | null;
  /** Milliseconds since 1970. */
  since: number | null;
  /** Only what stands behind it. */
  cursor: string | null;
}

/** journalctl(1) seeks from the end, or from the cursor. Milliseconds. */
const TIMEOUT = 15_000;
const FIELDS = ['MESSAGE', '_SYSTEMD_USER_UNIT', 'USER_UNIT', '_SYSTEMD_UNIT', 'UNIT', '_PID'];
/** The unit that wrote it, and the one that its manager speaks of. */
const UNIT_FIELDS = { user: ['_SYSTEMD_USER_UNIT', 'USER_UNIT'], system: ['_SYSTEMD_UNIT', 'UNIT'] } as const;

/** What units wrote, and what their manager said of them, oldest first, with one process. */
export async function readJournal(bus: Bus, request: JournalRequest): Promise<JournalRead> {
  const { units, lines, since, cursor } = request;
  if (units.length === 0) return { state: 'there', lines: [], cursor };
  const argv = [
    'journalctl',
    ...units.map((unit) => `--${bus.scope === 'user' ? 'user-unit' : 'unit'}=${unit}`),
    '--output=json',
    `--output-fields=${FIELDS.join(',')}`,
    '--quiet',
    '--no-pager',
    ...(lines === null ? [] : [`--lines=${lines}`]),
    ...(cursor !== null ? [`--after-cursor=${cursor}`] : since !== null ? [`--since=@${since / 1_000}`] : []),
  ];
  const result = await bus.exec(argv, { env: busEnvironment(bus), timeoutMs: TIMEOUT });
  if (result.state === 'missing') return { state: 'unreadable', reason: tr('journalctl is not installed') };
  if (result.state === 'timeout')
    return { state: 'unreadable', reason: tr('journalctl did not answer in time') };
  const said = result.stderr.trim().split('\n')[0] ?? '';
  if (result.code !== 0)
    return { state: 'unreadable', reason: said || tr('journalctl ended with {code}', { code: result.code }) };
  // Without a right to it there is an empty answer, and this.
  if (result.stdout === '' && /permission/i.test(said)) return { state: 'unreadable', reason: said };
  const entries = result.stdout
    .split('\n')
    .map(entryOf)
    .filter((entry) => entry !== null);
  if (entries.length === 0 && result.stdout.trim() !== '')
    return { state: 'unreadable', reason: tr('what journalctl answered is no journal') };
  return {
    state: 'there',
    lines: entries.flatMap((entry) => lineOf(bus, units, entry)),
    cursor: entries.at(-1)?.__CURSOR ?? cursor,
  };
}

type Entry = Record<string, unknown> & { __CURSOR?: string };

/** Microseconds since 1970, of a moment that a date can be. */
const MOMENT = /^\d{1,18}$/;

function entryOf(line: string): Entry | null {
  try {
    const entry = JSON.parse(line) as Entry | null;
    return entry !== null && MOMENT.test(plain(entry.__REALTIME_TIMESTAMP)) ? entry : null;
  } catch {
    return null;
  }
}

/** The text of a field; what somebody made up may be anything, also what has no text (`{"toString":1}`). */
const plain = (field: unknown): string =>
  typeof field === 'string' || typeof field === 'number' ? String(field) : '';

function lineOf({ scope }: Bus, units: readonly string[], entry: Entry): JournalLine[] {
  // The manager's own unit is that of what it says about others.
  const name = UNIT_FIELDS[scope].find((field) => units.includes(entry[field] as string));
  return name === undefined ? [] : linesOf(entry, name);
}

function linesOf(entry: Entry, name: string): JournalLine[] {
  const at = Math.floor(Number(plain(entry.__REALTIME_TIMESTAMP)) / 1_000);
  const pid = Number(plain(entry._PID));
  const byManager = !name.startsWith('_');
  const known = {
    at,
    unit: plain(entry[name]),
    pid: !byManager && Number.isInteger(pid) && pid > 0 ? pid : null,
    byManager,
  };
  return messageOf(entry.MESSAGE)
    .split('\n')
    .map((text) => ({ ...known, text }));
}

/**
 * The lines of one entry that somebody has saved (`journalctl -o json`); null where it is none. Whose journal it was it
 * does not say: an entry of a service of the user is in both.
 */
export function savedLines(json: string): JournalLine[] | null {
  const entry = entryOf(json);
  if (entry === null) return null;
  const isService = (name: string): boolean => /\.service$/.test(plain(entry[name]));
  const all = ['USER_UNIT', 'UNIT', '_SYSTEMD_USER_UNIT', '_SYSTEMD_UNIT'];
  const name = all.find(isService);
  return name === undefined ? [] : linesOf(entry, name);
}

/** Bytes that are no UTF-8 come as numbers; what is too large for the answer as null (systemd.journal-fields(7)). */
function messageOf(message: unknown): string {
  if (typeof message === 'string') return message;
  if (message === null || message === undefined) return tr('(too long to be shown)');
  const bytes = Array.isArray(message) && message.every((one) => typeof one === 'number');
  return bytes ? Buffer.from(message as number[]).toString('utf8') : plain(message);
}
