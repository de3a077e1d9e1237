import type { ServiceManager } from '../../model/manager.ts';
import type { Step } from '../../model/plan.ts';
import type { Context } from '../context.ts';

/** So many lines tell why something did not start (five of a try are its manager's own); so many bytes of a file hold them. */
const LINES = 20;
const BYTES = 8 * 1024;

/** The end of what a service wrote: its manager's log, else its own. Empty where there is none to be read. */
export async function lastWords(
  { host }: Context,
  manager: ServiceManager,
  { change }: Step,
): Promise<readonly string[]> {
  const lines = await manager.lastLines(change.name, LINES);
  if (lines.length > 0) return lines;
  const found = host.files.tail(change.service.logs.out, BYTES);
  if (found.state !== 'there') return [];
  return found.bytes.toString('utf8').split('\n').filter(Boolean).slice(-LINES);
}
