import type { Files } from '../host/files.ts';
import type { App, LogSign } from '../model/app.ts';
import type { LevelHealth } from '../model/gateway.ts';
import { timeOf } from '../model/log-time.ts';
import type { SignId } from '../model/sign.ts';
import { type English, tr } from '../texts/tr.ts';

/** Of a log, no more than its end is looked at. Bytes. */
const TAIL = 64 * 1024;

/**
 * Whether the end of a gateway's log says that it is "alive but an empty shell". Only lines that were written after
 * the process was started count; a line without a time has that of the one before.
 * @param startedAt when the process was started, in milliseconds since 1970; null: not known. Asked where there is a sign
 */
export function logSigns(files: Files, app: App, path: string, startedAt: () => number | null): LevelHealth {
  const found = files.tail(path, TAIL);
  if (found.state === 'absent') return { answer: 'none', reason: tr('it has no log') };
  if (found.state === 'unreadable') return { answer: 'unknown', reason: path + tr(': ') + found.reason };
  const text = found.bytes.toString('utf8');
  const signs = app.logSigns.filter(({ health, pattern }) => health && new RegExp(pattern).test(text));
  if (signs.length === 0) return { answer: 'well', reason: null };
  const since = startedAt();
  const seen = signs.flatMap((sign) => lastLine(text, sign, since) ?? []);
  const dated = seen.filter(({ dated }) => dated);
  const worst = dated.find(({ health }) => health.answer === 'not') ?? dated[0];
  if (worst) return { answer: worst.health.answer, reason: `${worst.says}${tr(': ')}${worst.line}` };
  const [old] = seen;
  if (!old) return { answer: 'well', reason: null };
  return { answer: 'unknown', reason: tr('its log says, nobody knows when: {line}', { line: old.line }) };
}

/** What a sign means for the gateway, unless the app has words of its own. */
const MEANS: Partial<Record<SignId, English>> = {
  'executor-shut': 'its executor is shut down: it runs, and does no work',
  'pool-shut': 'its executor is shut down: it runs, and does no work',
  'connection-lost': 'it has lost the connection to a platform',
  'token-conflict': 'another gateway fetches the messages of the same bot',
};

interface Seen {
  health: NonNullable<LogSign['health']>;
  /** What it means for the gateway. */
  says: string;
  line: string;
  /** Whether it is certain that this process wrote it. */
  dated: boolean;
}

/** The last line with the sign, unless it is of an earlier process or a later line takes it back. */
function lastLine(text: string, { id, pattern: sign, health }: LogSign, since: number | null): Seen | null {
  if (!health) return null;
  const pattern = new RegExp(sign);
  const until = health.until === undefined ? null : new RegExp(health.until);
  const says = health.says ?? tr(MEANS[id] ?? 'its log shows that not all is well');
  let at: number | null = null;
  let seen: Seen | null = null;
  for (const line of text.split('\n')) {
    at = timeOf(line) ?? at;
    // Lines tell whole seconds.
    if (since !== null && at !== null && at + 1_000 <= since) continue;
    if (pattern.test(line)) seen = { health, says, line: line.trim(), dated: since !== null && at !== null };
    else if (until?.test(line)) seen = null;
  }
  return seen;
}
