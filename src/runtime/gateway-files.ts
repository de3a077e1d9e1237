import type { Files } from '../host/files.ts';
import type { App } from '../model/app.ts';
import type { GatewayPhase, GatewayState, PlatformState, RecordFile, StateFile } from '../model/gateway.ts';
import { tr } from '../texts/tr.ts';

/** What the pid file of a home says. Older versions wrote the bare number. Never throws, whatever it holds. */
export const readPidFile = (files: Files, app: App, home: string): RecordFile =>
  readRecord(files, app, `${home}/${app.files.pid}`);

/** What the lock file of a home says. Whether the lock is held is another question: see `lockState`. */
export const readLockFile = (files: Files, app: App, home: string): RecordFile =>
  readRecord(files, app, `${home}/${app.files.lock}`);

function readRecord(files: Files, app: App, path: string): RecordFile {
  const found = readJson(files, path);
  if (found.state !== 'there') return found;
  const { value } = found;
  const fields: Fields = typeof value === 'number' ? { pid: value } : asObject(value);
  const pid = readPid(fields.pid);
  if (pid === null) return { state: 'broken', path, reason: whyNoPid(value, fields.pid) };
  const { argv } = fields;
  return {
    state: 'there',
    record: {
      path,
      pid,
      start: readCount(fields[app.records.start]),
      home: readText(fields[app.records.home]),
      argv: Array.isArray(argv) && argv.every((word) => typeof word === 'string') ? argv : null,
    },
  };
}

/** What the state file of a home says. Never throws, whatever it holds. */
export function readStateFile(files: Files, app: App, home: string): StateFile {
  const path = `${home}/${app.files.state}`;
  const found = readJson(files, path);
  if (found.state !== 'there') return found;
  const fields = asObject(found.value);
  if (found.value !== fields) return { state: 'broken', path, reason: tr('it holds no JSON object') };
  const phase = readText(fields[app.records.phase]);
  return {
    state: 'there',
    gateway: {
      path,
      pid: readPid(fields.pid),
      start: readCount(fields[app.records.start]),
      phase: isPhase(phase) ? phase : null,
      platforms: Object.entries(asObject(fields.platforms)).map(([name, value]) => readPlatform(name, value)),
      exitReason: readText(fields.exit_reason),
      updated: readTime(fields.updated_at),
    },
  };
}

/** What a gateway says of itself as long as it is there. */
export const UP: ReadonlySet<string> = new Set<GatewayPhase>(['starting', 'running', 'degraded', 'draining']);

/** Whether it was written so lately that it says something about now. `now`: milliseconds since 1970. */
export const isOfNow = ({ records }: App, { updated }: Pick<GatewayState, 'updated'>, now: number): boolean =>
  updated !== null && now - updated <= records.staleAfter * 1_000;

type Fields = Record<string, unknown>;

const asObject = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

function readJson(
  files: Files,
  path: string,
): { state: 'there'; value: unknown } | Extract<RecordFile, { state: 'absent' | 'broken' }> {
  const found = files.read(path);
  if (found.state === 'absent') return found;
  if (found.state === 'unreadable') return { state: 'broken', path, reason: found.reason };
  const text = found.bytes.toString('utf8').replace(/^\ufeff/, '');
  // It is taken before it is written: for a moment, or when nobody has finished.
  if (text.trim() === '') return { state: 'broken', path, reason: tr('it is empty') };
  // JSON has no leading zeros; who wrote the bare number did not know.
  if (/^\s*\d+\s*$/.test(text)) return { state: 'there', value: Number(text) };
  try {
    return { state: 'there', value: JSON.parse(text) };
  } catch {
    return { state: 'broken', path, reason: tr('it holds no JSON') };
  }
}

/** The largest number of a process on any system. */
const MAX_PID = 0xffff_ffff;

/** A number, or a text of digits. */
function readPid(value: unknown): number | null {
  const pid = readCount(value);
  return pid !== null && pid >= 1 && pid <= MAX_PID ? pid : null;
}

function readCount(value: unknown): number | null {
  const number = typeof value === 'string' && /^\s*\d{1,16}\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

function whyNoPid(whole: unknown, pid: unknown): string {
  if (typeof whole !== 'number' && asObject(whole) !== whole)
    return tr('it holds no JSON object and no number');
  return pid === undefined
    ? tr('it names no pid')
    : tr('its pid is not valid: {pid}', { pid: JSON.stringify(pid)?.slice(0, 40) });
}

const readText = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

const PHASES: Record<GatewayPhase, true> = {
  starting: true,
  running: true,
  degraded: true,
  draining: true,
  stopped: true,
  startup_failed: true,
};
const isPhase = (word: string | null): word is GatewayPhase => word !== null && Object.hasOwn(PHASES, word);

/** `telegram`, or `code:telegram` where one gateway serves several profiles. */
function readPlatform(key: string, value: unknown): PlatformState {
  const colon = key.indexOf(':');
  const fields = asObject(value);
  return {
    name: key.slice(colon + 1),
    profile: colon < 0 ? null : key.slice(0, colon),
    state: readText(fields.state) ?? 'unknown',
    error: readText(fields.error_message) ?? readText(fields.error_code),
  };
}

const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?$/;

/** ISO 8601, in UTC where no zone is said. Milliseconds since 1970. */
function readTime(value: unknown): number | null {
  const [, day, time, fraction = '', zone = 'Z'] = TIME.exec(typeof value === 'string' ? value : '') ?? [];
  if (day === undefined) return null;
  const at = Date.parse(`${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`);
  return Number.isNaN(at) ? null : at;
}
