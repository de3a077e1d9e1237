import { eventOf, type SignReader, signReader } from '../../diagnose/find-events.ts';
import { LAUNCHD_SIGNS } from '../../launchd/signs.ts';
import { readUnifiedLog } from '../../launchd/unified-log.ts';
import type { LogEvent, LogSource, ReadSource, UnreadSource } from '../../model/diagnosis.ts';
import { timeOf } from '../../model/log-time.ts';
import { isProfileName } from '../../model/profile-home.ts';
import type { Subject } from '../../model/subject.ts';
import { readJournal } from '../../systemd/journal.ts';
import { SYSTEMD_SIGNS } from '../../systemd/signs.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { busOf } from '../manager.ts';
import type { LogPlace } from './diagnose-files.ts';
import { linesOf, type ReadLine } from './log-lines.ts';

/** Without --since a host is asked for so much. Milliseconds. */
export const DAYS = 7 * 86_400_000;
/** macOS' log takes many seconds a day. Milliseconds. */
const DAY = 86_400_000;
/** Entries of a journal, of all units together. */
const ENTRIES = 20_000;
/** Of a file no more than its end is read, and of all together no more than that. Bytes. */
const FILE = 8 * 1024 * 1024;
const TOGETHER = 32 * 1024 * 1024;

type Reader = ReturnType<typeof sourceReader>;

/** Reads one source after the other, and keeps what has a sign. `since`: milliseconds since 1970. */
export function sourceReader({ host, app }: Context, since: number | null) {
  const read: ReadSource[] = [];
  const unread: UnreadSource[] = [];
  const events: LogEvent[] = [];
  const signOf = signReader({ service: app.logSigns, manager: [...SYSTEMD_SIGNS, ...LAUNCHD_SIGNS] });
  let room = TOGETHER;

  function take(
    source: LogSource,
    lines: Iterable<ReadLine>,
    profile: string | null,
    cut: string | null,
    whole = false,
    eventIn: SignReader = signOf,
  ): void {
    const known: ReadSource = { ...source, lines: 0, first: null, last: null, cut };
    const index = read.push(known) - 1;
    const from = events.length;
    const units = new Set<string>();
    for (const { line, ...rest } of lines) {
      known.lines++;
      const { at, service } = rest;
      if (at !== null) {
        known.first = Math.min(known.first ?? at, at);
        known.last = Math.max(known.last ?? at, at);
        if (since !== null && at < since) continue;
      }
      if (service !== null && units.size < 2) units.add(service);
      const said = rest.noted?.profile;
      const event = eventIn({
        ...rest,
        profile: said && isProfileName(said, app) ? said : profile,
        source: index,
        line: whole ? line : null,
      });
      // A traceback ends with what its first line said.
      if (event && !isEcho(event, events[events.length - 1])) events.push(event);
    }
    // A journal that was saved as text names the unit only where systemd speaks.
    const [only, ...others] = units;
    if (only === undefined || others.length > 0) return;
    for (let at = from; at < events.length; at++) {
      const event = events[at];
      if (event) events[at] = { ...event, service: event.service ?? only };
    }
  }

  return {
    take,
    cannot: (source: LogSource, reason: string) => unread.push({ ...source, state: 'unreadable', reason }),
    file({ kind, path, profile, instance }: LogPlace, named: boolean): void {
      const source: LogSource = { kind, path, scope: null };
      const most = Math.min(FILE, room);
      const { size } = host.files.stat(path);
      const found = host.files.tail(path, most);
      if (found.state === 'absent') {
        if (named) unread.push({ ...source, state: 'absent', reason: tr('it is not there') });
        return;
      }
      if (found.state === 'unreadable') {
        unread.push({ ...source, state: 'unreadable', reason: found.reason });
        return;
      }
      room -= found.bytes.length;
      const isWhole = size !== null && size <= found.bytes.length;
      const cut = isWhole
        ? null
        : tr('only its last {count} KiB were looked at', { count: Math.ceil(found.bytes.length / 1024) });
      const lines = linesOf(found.bytes, host.clock.now());
      // The app's ledger of its starts has no words.
      if (kind === 'starts') take(source, startLines(lines), profile, cut, isWhole, started);
      else take(source, instance === undefined ? lines : linesBy(instance, lines), profile, cut, isWhole);
    },
    result: () => ({ events, read, unread }),
  };
}

/** What another supervisor of the account noted is about another home. */
function* linesBy(instance: string, lines: Iterable<ReadLine>): Generator<ReadLine> {
  for (const line of lines) if (line.noted?.instance === instance) yield line;
}

const isEcho = (event: LogEvent, before: LogEvent | undefined): boolean =>
  before?.source === event.source &&
  before.sign === event.sign &&
  before.at === event.at &&
  before.service === event.service &&
  before.profile === event.profile &&
  before.code === event.code &&
  before.signal === event.signal &&
  timeOf(event.text) === null;

const started: SignReader = (line) => eventOf(line, { id: 'started' });

/** Seconds since 1970, a line each. */
const SECONDS = /^\d{9,11}(\.\d+)?$/;

function* startLines(lines: Iterable<ReadLine>): Generator<ReadLine> {
  for (const line of lines) if (SECONDS.test(line.text)) yield { ...line, at: Number(line.text) * 1_000 };
}

/** What the managers tell: one process for all units of a scope, one for all jobs. `since`: null where nobody asked. */
export async function readManagers(
  context: Context,
  subjects: readonly Subject[],
  since: number | null,
  reader: Reader,
): Promise<void> {
  const { host, app } = context;
  if (host.platform === 'darwin') {
    const start = since ?? host.clock.now() - DAY;
    const source: LogSource = { kind: 'unified-log', path: null, scope: null };
    const found = await readUnifiedLog(host, { part: app.naming.label, since: start });
    if (found.state === 'unreadable') reader.cannot(source, found.reason);
    else
      reader.take(
        source,
        found.lines.map(({ label, ...line }) => ({ ...line, service: label, byManager: true, line: 0 })),
        null,
        found.cut ?? (since === null ? tr('only its last 24 hours were looked at') : null),
      );
    return;
  }
  if (host.platform !== 'linux') return;
  await Promise.all(
    (['user', 'system'] as const).map(async (scope) => {
      const units = subjects.flatMap(({ definition }) =>
        definition.manager === 'systemd' && !definition.template && definition.scope === scope
          ? [definition.name]
          : [],
      );
      if (units.length === 0) return;
      const source: LogSource = { kind: 'journal', path: null, scope };
      const asked = { units, lines: ENTRIES, since: since ?? host.clock.now() - DAYS, cursor: null };
      const found = await readJournal(busOf({ ...context, scope }), asked);
      if (found.state === 'unreadable') return reader.cannot(source, found.reason);
      const cut =
        found.lines.length < ENTRIES
          ? null
          : tr('only its last {entries} entries were looked at', { entries: ENTRIES });
      reader.take(
        source,
        found.lines.map(({ unit, ...line }) => ({ ...line, service: unit, line: 0 })),
        null,
        cut,
      );
    }),
  );
}
