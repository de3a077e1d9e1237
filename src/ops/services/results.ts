import type { Failure } from '../../host/failure.ts';
import type { ServiceManager } from '../../model/manager.ts';
import type { ServiceResult } from '../../model/service-result.ts';
import type { ReadinessResult } from '../../runtime/readiness.ts';
import { sayAll } from '../../runtime/readiness-text.ts';
import { tr } from '../../texts/tr.ts';
import type { Verb } from './may-run.ts';
import type { Owned } from './owned.ts';
import { plain, type Sight } from './sight.ts';

/** Lines of the log that a failure shows: five of each try are its manager's own. */
const LAST_LINES = 20;

/** What became of the services that were begun. `said`: what their manager refused them with. */
export async function toResults(
  groups: readonly [ServiceManager, readonly Owned[]][],
  ofUnit: ReadonlyMap<string, Sight>,
  { ready, failed }: ReadinessResult,
  said: ReadonlyMap<Owned, Failure>,
  verb: Verb,
): Promise<[Owned, ServiceResult][]> {
  const well = ready.flatMap(({ unit, pid, warnings }): [Owned, ServiceResult][] => {
    const sight = ofUnit.get(unit);
    if (!sight) return [];
    const outcome = verb === 'start' || sight.state.mainPid === null ? 'started' : 'restarted';
    const told = warnings.map((warning) => sayAll([warning]));
    return [[sight.one, { ...plain(sight), outcome, pid, warnings: told }]];
  });
  const ill = failed.map(async ({ unit, missing }): Promise<[Owned, ServiceResult][]> => {
    const sight = ofUnit.get(unit);
    const manager = groups.find(([, members]) => sight && members.includes(sight.one))?.[0];
    if (!sight || !manager) return [];
    const refusal = said.get(sight.one);
    const reason = refusal
      ? tr('{missing}; {message}', { missing: sayAll(missing), message: refusal.message })
      : sayAll(missing);
    const lines = await manager.lastLines(unit, LAST_LINES);
    const next = refusal?.next ?? `unitpin logs ${sight.one.profile}`;
    return [[sight.one, { ...plain(sight), outcome: 'failed', pid: null, reason, next, lines }]];
  });
  return [...well, ...(await Promise.all(ill)).flat()];
}
