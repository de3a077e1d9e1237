import type { Control } from './control.ts';
import { findJobFile, readJob } from './job-file.ts';
import { printJob } from './launchctl.ts';

/** A line of a log is seldom longer. Bytes. */
const LINE = 2_048;

/**
 * The last lines that a job wrote, oldest first: of the one of its two log files that was written last. Where it names
 * none, launchd throws away what it says.
 */
export async function lastLinesOfJob(control: Control, label: string, lines: number): Promise<string[]> {
  const { files } = control.host;
  const path = findJobFile(control, label, await printJob(control, { label, scope: control.scope }));
  if (path === null) return [];
  const logs = readJob(control, path)
    .places.filter(({ what }) => what === 'log')
    .map((place) => ({ path: place.path, written: files.stat(place.path).modified ?? 0 }))
    .sort((a, b) => b.written - a.written);
  const found = logs[0] ? files.tail(logs[0].path, lines * LINE) : null;
  if (found?.state !== 'there') return [];
  return found.bytes.toString('utf8').split('\n').filter(Boolean).slice(-lines);
}
