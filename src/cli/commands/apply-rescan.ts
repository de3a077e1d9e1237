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
  if (looksOnly) {
    say(tr('the supervisor (process {pid}) would be told to look again', { pid: supervisor.pid }));
  } else {
    const done = await supervisor.rescan();
    for (const profile of done.added) say(tr('{profile}: new', { profile }));
    for (const profile of done.removed) say(tr('{profile}: not supervised any more', { profile }));
    for (const profile of done.started) say(tr('{profile}: is started', { profile }));
    for (const profile of done.stopped) say(tr('{profile}: stopped', { profile }));
    for (const { profile, because } of done.restarted)
      say(tr('{profile}: restarted: {because}', { profile, because }));
    if (Object.values(done).every((some) => !Array.isArray(some) || some.length === 0))
      say(tr('Nothing to do: the supervisor runs what it should.'));
  }
  if (options.format === 'json') io.out(toJson(applyJson([], looksOnly, null)));
  return { kind: 'ok' };
}
