import { timeOf } from '../model/log-time.ts';
import { tr } from '../texts/tr.ts';
import type { Launchd } from './launchctl.ts';
import { jobNamedIn } from './signs.ts';

/** One line of macOS' log about a job. */
export interface UnifiedLine {
  /** Milliseconds since 1970. */
  at: number | null;
  label: string;
  /** Of the job's process, where the line names it. */
  pid: number | null;
  text: string;
}

/** What was found; `cut`: why it may not be all. Or why nothing could be read. */
export type UnifiedRead =
  | { state: 'there'; lines: UnifiedLine[]; cut: string | null }
  | { state: 'unreadable'; reason: string };

/** log(1) goes through files of many megabytes. Milliseconds. */
const TIMEOUT = 30_000;

/**
 * What launchd wrote to macOS' log about jobs whose label holds `part`, since a moment (milliseconds since 1970): one
 * process, see log(1).
 */
export async function readUnifiedLog(
  { exec, environment }: Pick<Launchd, 'exec' | 'environment'>,
  { part, since }: { part: string; since: number },
): Promise<UnifiedRead> {
  const quoted = part.replace(/["\\]/g, '\\$&');
  const argv = [
    'log',
    'show',
    '--style',
    'ndjson',
    // Seconds since 1970 are the one form without a zone.
    '--start',
    `@${Math.floor(since / 1_000)}`,
    '--predicate',
    `process == "launchd" AND (eventMessage CONTAINS "${quoted}" OR subsystem CONTAINS "${quoted}")`,
  ];
  const result = await exec(argv, { env: environment, timeoutMs: TIMEOUT });
  if (result.state === 'missing') return { state: 'unreadable', reason: tr('log is not installed') };
  const said = result.stderr.trim().split('\n')[0] ?? '';
  if (result.state === 'done' && result.code !== 0)
    return { state: 'unreadable', reason: said || tr('log ended with {code}', { code: result.code }) };
  const lines = result.stdout.split('\n').flatMap((line) => savedUnifiedLine(line) ?? []);
  if (result.state === 'timeout' && lines.length === 0)
    return {
      state: 'unreadable',
      reason: tr('log did not answer within {timeout} s', { timeout: TIMEOUT / 1_000 }),
    };
  const cut =
    result.state === 'timeout'
      ? tr('log did not finish within {timeout} s', { timeout: TIMEOUT / 1_000 })
      : null;
  return { state: 'there', lines, cut };
}

/** The line in an entry of `log show --style ndjson`: none where it is about no job; null where it is no such entry. */
export function savedUnifiedLine(json: string): UnifiedLine[] | null {
  let entry: Record<string, unknown> | null;
  try {
    entry = JSON.parse(json) as Record<string, unknown> | null;
  } catch {
    return null;
  }
  if (entry === null || typeof entry !== 'object' || typeof entry.eventMessage !== 'string') return null;
  const text = entry.eventMessage;
  // Newer ones keep the job out of the message.
  const job = jobNamedIn(text) ?? jobNamedIn(`(${plain(entry.subsystem)})`);
  return job === null ? [] : [{ at: timeOf(plain(entry.timestamp)), ...job, text }];
}

/** Saved logs may hold anything, also what has no text (`{"toString":1}`). */
const plain = (field: unknown): string => (typeof field === 'string' ? field : '');
