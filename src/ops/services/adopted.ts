import type { ServiceResult } from '../../model/service-result.ts';
import { readEndpoint } from '../../runtime/endpoint.ts';
import { givenBy } from '../../runtime/given.ts';
import { checkHealth } from '../../runtime/health.ts';
import { liveness } from '../../runtime/liveness.ts';
import { sourcesIn } from '../../runtime/sources.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import type { Owned } from './owned.ts';
import { plain, type Sight } from './sight.ts';

/** A gateway answers in a few milliseconds. */
const HEALTH = { timeoutMs: 1_000, deadlineMs: 2_000 };

/**
 * Services that run their profile already. They are left as they are; one that runs and does not do its work is told, and
 * left to a restart that somebody asks for.
 */
export async function adopt(context: Context, sights: readonly Sight[]): Promise<[Owned, ServiceResult][]> {
  const { host, app, account } = context;
  const alive = liveness(
    host,
    app,
    account,
    sights.map(({ one }) => one),
  );
  const requests = sights.flatMap(({ one: { name, profile, home, judged } }) => {
    const process = alive.get(home);
    const environment = givenBy(app, judged.definition);
    const endpoint = readEndpoint(app, sourcesIn(host.files, app, home, environment, app.endpoint.config));
    return process ? [{ id: name, profile, home, endpoint, process }] : [];
  });
  const health = await checkHealth(host, app, requests, HEALTH);
  return sights.map((sight) => {
    const found = health.get(sight.one.name);
    const reasons = Object.values(found?.levels ?? {}).flatMap(({ answer, reason }) =>
      reason !== null && (answer === 'not' || answer === 'degraded') ? [reason] : [],
    );
    if (found?.verdict === 'sick') {
      const reason = tr('it runs, and does not do its work: {reasons}', { reasons: reasons.join(tr('; ')) });
      const next = `unitpin restart ${sight.one.profile}`;
      return [sight.one, { ...plain(sight), outcome: 'failed', reason, next }];
    }
    // Not to know is no reason to call it sick.
    const http = found?.levels.http;
    const unknown = found?.verdict === 'unknown' && http?.answer === 'unknown' ? [http.reason ?? ''] : [];
    const warnings = found?.verdict === 'degraded' ? reasons : unknown;
    return [sight.one, { ...plain(sight), outcome: 'already-running', warnings }];
  });
}
