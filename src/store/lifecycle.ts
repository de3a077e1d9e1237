import type { Files } from '../host/files.ts';
import { isGone, isProcessId, ownProcess } from '../host/process-id.ts';
import { redactValue } from '../model/redact.ts';
import { tr } from '../texts/tr.ts';
import { takeLock } from './lock.ts';

/**
 * What happens to a service. Each `starting` has an end: `ready`, `degraded`, `failed`, `rolled-back` or `interrupted`;
 * each `stopping` has `stopped`, `failed`, `rolled-back` or `interrupted`.
 */
export type LifecycleEvent =
  | 'planned'
  | 'written'
  | 'reloaded'
  | 'starting'
  | 'ready'
  | 'degraded'
  | 'failed'
  | 'rolled-back'
  | 'interrupted'
  | 'adopted'
  | 'port-assigned'
  | 'stopping'
  | 'stopped'
  | 'exited'
  | 'parked'
  | 'enabled'
  | 'disabled'
  | 'removed';

const ENDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['starting', new Set(['ready', 'degraded', 'failed', 'rolled-back', 'interrupted'])],
  ['stopping', new Set(['stopped', 'failed', 'rolled-back', 'interrupted'])],
]);

/** One line of the log. What an event adds (`service`, `pid`, `port`, `reason` …) stands beside. */
export interface LifecycleLine {
  schema: 1;
  /** ISO 8601, UTC. */
  ts: string;
  event: LifecycleEvent;
  /** Null for what concerns all services at once. */
  profile: string | null;
  manager: string;
  [extra: string]: unknown;
}

type Extra = Readonly<Record<string, string | number | boolean | null>>;

/** What happened to the services of this account, for people and programs to read later on. */
export interface Lifecycle {
  /** Never throws: a log that cannot be written is told once and holds up nothing. */
  note(event: LifecycleEvent, profile: string | null, extra?: Extra): void;
}

export interface LifecyclePlace {
  files: Files;
  /** The state folder. */
  folder: string;
  owner: { uid: number; gid: number } | null;
  manager: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Told at most once. */
  warn: (message: string) => void;
}

/** A pipe or file takes so much in one write without others in between, whatever the file system. Bytes. */
const LONGEST_LINE = 4_000;
const LONGEST_VALUE = 300;
/** The log begins anew when it has so many bytes; so many old ones are kept (`lifecycle.jsonl.1`, the newest, …). */
const LARGEST = 1024 * 1024;
const KEPT = 3;

export const lifecyclePath = (folder: string): string => `${folder}/lifecycle.jsonl`;

export function openLifecycle(place: LifecyclePlace): Lifecycle {
  const { files, folder, owner, manager, now, warn } = place;
  const path = lifecyclePath(folder);
  let isBroken = false;
  let isFirst = true;
  return {
    note(event, profile, extra = {}) {
      try {
        const at = new Date(now()).toISOString();
        // Whether something that has no end is still under way is a question about the process that began it.
        const by = ENDS.has(event) ? { by: ownProcess() } : {};
        const line = lineOf({ schema: 1, ts: at, event, profile, manager, ...hidden(extra), ...by });
        const size = files.append(path, isFirst && endsTorn(files, path) ? `\n${line}` : line, {
          sync: false,
          ...(owner && { owner }),
        });
        isFirst = false;
        if (size >= LARGEST) rotate(place, path);
      } catch (error) {
        if (!isBroken)
          warn(tr('the lifecycle log is not written: {message}', { message: (error as Error).message }));
        isBroken = true;
      }
    },
  };
}

/** Whether the last writer was ended in the middle of its line: the next one must not become a part of it. */
function endsTorn(files: Files, path: string): boolean {
  const found = files.tail(path, 1);
  return found.state === 'there' && found.bytes.length > 0;
}

function hidden(extra: Extra): Extra {
  return Object.fromEntries(
    Object.entries(extra).map(([name, value]) => [
      name,
      typeof value === 'string' ? shortened(redactValue(name, value)) : value,
    ]),
  );
}

const shortened = (text: string): string =>
  text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;

/** What would not fit goes without what it adds. */
function lineOf(entry: LifecycleLine): string {
  const whole = `${JSON.stringify(entry)}\n`;
  if (Buffer.byteLength(whole) <= LONGEST_LINE) return whole;
  const { schema, ts, event, profile, manager, by } = entry;
  return `${JSON.stringify({ schema, ts, event, profile, manager, cut: true, ...(by !== undefined && { by }) })}\n`;
}

/** One process at a time; whoever comes second has nothing to do, and looks again. */
function rotate({ files, folder, owner }: LifecyclePlace, path: string): void {
  const taken = takeLock({ files, folder, name: 'lifecycle.lock', owner });
  if (!('release' in taken)) return;
  try {
    const found = files.read(path);
    if (found.state !== 'there' || found.bytes.length < LARGEST) return;
    for (let n = KEPT; n > 1; n--) {
      if (files.kind(`${path}.${n - 1}`) === 'file') files.rename(`${path}.${n - 1}`, `${path}.${n}`);
    }
    files.rename(path, `${path}.1`);
  } finally {
    taken.release();
  }
}

/** The lines of a log, oldest first; what is no line of one (torn by the end of its writer, say) is left out. */
export function readLifecycle(text: string): LifecycleLine[] {
  return text.split('\n').flatMap((line) => {
    try {
      const entry = JSON.parse(line) as LifecycleLine | null;
      return entry?.schema === 1 && typeof entry.event === 'string' ? [entry] : [];
    } catch {
      return [];
    }
  });
}

/** What was begun and has no end: the last event of its kind for a profile. */
export function withoutEnd(lines: readonly LifecycleLine[]): LifecycleLine[] {
  const open = new Map<string, LifecycleLine>();
  for (const line of lines) {
    const { event, profile, manager } = line;
    for (const [begin, ends] of ENDS) {
      const key = `${begin} ${manager} ${profile}`;
      if (event === begin) open.set(key, line);
      else if (ends.has(event)) open.delete(key);
    }
  }
  return [...open.values()];
}

/** So far back a beginning is looked for. Bytes. */
const RECENT = 64 * 1024;

/** Writes the missing ends of what dead processes had begun. */
export function endInterrupted(place: LifecyclePlace): void {
  const found = place.files.tail(lifecyclePath(place.folder), RECENT);
  if (found.state !== 'there') return;
  for (const line of withoutEnd(readLifecycle(found.bytes.toString('utf8')))) {
    if (!isProcessId(line.by) || !isGone(line.by)) continue;
    const service = typeof line.service === 'string' ? { service: line.service } : {};
    openLifecycle({ ...place, manager: line.manager }).note('interrupted', line.profile, service);
  }
}
