import { jobNamedIn } from '../../launchd/signs.ts';
import { savedUnifiedLine } from '../../launchd/unified-log.ts';
import { timeOf } from '../../model/log-time.ts';
import { type SupervisorLine, supervisorLines } from '../../supervisor/signs.ts';
import { savedLines } from '../../systemd/journal.ts';
import { unitNamedIn } from '../../systemd/signs.ts';

/** A line as far as its own form tells. */
export interface ReadLine {
  at: number | null;
  text: string;
  service: string | null;
  /** Of a supervisor's line, which says itself what it means. */
  noted?: SupervisorLine['noted'];
  pid: number | null;
  byManager: boolean;
  /** Its number, from 1; of the whole file or of the part that was read. */
  line: number;
}

/** What is longer is cut off: a sign stands at the beginning. Bytes; JSON has to be whole. */
const LONGEST = 4_096;
const LONGEST_JSON = 256 * 1024;

/**
 * The lines of a log, whatever wrote it: a gateway; `journalctl` (short, short-iso, json); `log show` (its own style,
 * ndjson); a supervisor; JSON by lines. What is not understood is a line without a time.
 * @param now for dates without a year; milliseconds since 1970
 */
export function* linesOf(bytes: Buffer, now: number): Generator<ReadLine> {
  let at: number | null = null;
  let line = 0;
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(0x0a, start);
    const stop = end < 0 ? bytes.length : end;
    line++;
    const most = bytes[start] === 0x7b ? LONGEST_JSON : LONGEST;
    const text = textOf(bytes, start, stop, most);
    start = stop + 1;
    if (text === '') continue;
    for (const read of understood(text, now)) {
      at = read.at ?? at;
      yield { ...read, at, line };
    }
  }
}

function textOf(bytes: Buffer, start: number, stop: number, most: number): string {
  if (stop - start <= most) return bytes.toString('utf8', start, stop).trimEnd();
  // Half a secret would not be known for one.
  return bytes
    .toString('utf8', start, start + Math.min(most, LONGEST))
    .replace(/\S*$/, '')
    .trimEnd();
}

type Understood = Omit<ReadLine, 'line'>;

const PLAIN = { service: null, pid: null, byManager: false };

function understood(text: string, now: number): Understood[] {
  if (text.startsWith('{')) return fromJson(text);
  return [fromLogShow(text) ?? fromJournal(text, now) ?? { ...PLAIN, at: timeOf(text), text }];
}

function fromJson(text: string): Understood[] {
  const journal = savedLines(text);
  if (journal !== null) return journal.map(({ unit, ...line }) => ({ ...line, service: unit }));
  const unified = savedUnifiedLine(text);
  if (unified !== null)
    return unified.map(({ label, ...line }) => ({ ...line, service: label, byManager: true }));
  const supervisor = supervisorLines(text);
  if (supervisor !== null) return supervisor.map((line) => ({ ...line, service: null, byManager: true }));
  try {
    const entry = JSON.parse(text) as Record<string, unknown> | null;
    const stamp = [entry?.ts, entry?.time, entry?.timestamp].find((one) => typeof one === 'string');
    const pid = entry?.pid;
    return [
      {
        ...PLAIN,
        at: timeOf(String(stamp ?? '')),
        pid: Number.isSafeInteger(pid) ? (pid as number) : null,
        text,
      },
    ];
  } catch {
    return [{ ...PLAIN, at: null, text }];
  }
}

/** `2026-09-20 08:34:52.101946-0700 0x1f2b  Default  0x0  1  0  launchd: (label [16874]) …` */
function fromLogShow(text: string): Understood | null {
  const said = /^\d{4}-\d\d-\d\d \S{12,25} +0x[0-9a-f]+ +\w+ +0x[0-9a-f]+ +\d+ +\d+ +([\w.-]+): (.*)$/s.exec(
    text,
  );
  if (!said) return null;
  const job = said[1] === 'launchd' ? jobNamedIn(said[2] ?? '') : null;
  return {
    at: timeOf(text),
    text: said[2] ?? '',
    service: job?.label ?? null,
    pid: job?.pid ?? null,
    byManager: job !== null,
  };
}

/** `May 24 21:40:37 host python[48213]: …`, and the same with an ISO 8601 time: journalctl -o short, -o short-iso. */
function fromJournal(text: string, now: number): Understood | null {
  const said =
    /^(\d{4}-\d\d-\d\dT[\d:.,]{8,15}(?:Z|[+-]\d\d:?\d\d)|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)?) \S+ ([^\s[\]:]+)(?:\[(\d+)\])?: (.*)$/s.exec(
      text,
    );
  if (!said) return null;
  const [, stamp = '', program, pid, message = ''] = said;
  const byManager = program === 'systemd';
  return {
    at: timeOf(stamp) ?? timeWithoutYear(stamp, now),
    text: message.replace(/^([\w:.@\\-]+\.service): /, byManager ? '' : '$&'),
    service: byManager ? unitNamedIn(message) : null,
    pid: byManager || pid === undefined ? null : Number(pid),
    byManager,
  };
}

/** The last such day before tomorrow, in local time. */
function timeWithoutYear(stamp: string, now: number): number | null {
  const year = new Date(now).getFullYear();
  const times = [year, year - 1].map((one) => Date.parse(`${stamp.replace(/\s+/, ' ')} ${one}`));
  return times.find((time) => time <= now + 86_400_000) ?? null;
}
