import { toJson } from '../../report/display.ts';
import type { SupervisorClient } from '../../supervisor/client.ts';
import { tr } from '../../texts/tr.ts';
import type { Outcome } from '../exit.ts';
import type { Io } from '../io.ts';
import type { ApplyOptions } from './apply.ts';
import { applyJson } from './apply-json.ts';
import { isLook } from './apply-plan.ts';

/** A supervisor has no definitions: it is told to look at unitpin.yaml and the profiles again. */
export async function rescan(supervisor: SupervisorClient, options: ApplyOptions, io: Io): Promise<Outcome> {
  const looksOnly = isLook(options);
  const say = (line: string): void => (options.quiet ? undefined : io.err(line));
  const { added, removed, restarted } = looksOnly
    ? { added: [], removed: [], restarted: [] }
    : await supervisor.rescan();
  if (looksOnly)
    say(tr('the supervisor (process {pid}) would be told to look again', { pid: supervisor.pid }));
  for (const profile of added) say(tr('{profile}: new', { profile }));
  for (const profile of removed) say(tr('{profile}: not supervised any more', { profile }));
  for (const { profile, because } of restarted)
    say(tr('{profile}: restarted: {because}', { profile, because }));
  if (!looksOnly && added.length + removed.length + restarted.length === 0)
    say(tr('Nothing to do: the supervisor runs what it should.'));
  if (options.format === 'json') io.out(toJson(applyJson([], looksOnly, null)));
  return { kind: 'ok' };
}
