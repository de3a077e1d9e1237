import type { Health } from '../../model/gateway.ts';
import type { ServiceState } from '../../model/service.ts';
import type { Condition, Drift, ManagerAnswer } from '../../model/status.ts';
import { managerState } from '../../texts/manager-state.ts';
import { tr } from '../../texts/tr.ts';

interface Evidence {
  wanted: ServiceState | null;
  hasDefinition: boolean;
  managed: ManagerAnswer | null;
  health: Health;
  drift: readonly Drift[];
}

/** How a service is, all things considered, and why it is not well. */
export function conditionOf(evidence: Evidence): { condition: Condition; reasons: string[] } {
  const { managed, health, drift } = evidence;
  const reasons = Object.values(health.levels).flatMap(({ answer, reason }) =>
    reason !== null && (answer === 'not' || answer === 'degraded') ? [reason] : [],
  );
  if (health.verdict === 'stopped') return stopped(evidence, reasons);
  // Whatever else it does, it does not do it for this profile.
  if (drift.some(({ kind }) => kind === 'running')) return { condition: 'sick', reasons };
  // It was asked, and gave no answer in time: the state file says whether that is a moment or for good.
  if (health.verdict === 'unknown' && health.url !== null && health.levels.http.reason !== null) {
    const isFresh = health.levels.state.answer === 'well';
    return {
      condition: isFresh ? ('degraded' as const) : ('sick' as const),
      reasons: [...reasons, health.levels.http.reason],
    };
  }
  if (health.verdict === 'unknown') {
    const { answer, reason } = health.levels.http;
    return unknown(managed, [...reasons, ...(answer === 'unknown' && reason !== null ? [reason] : [])]);
  }
  return { condition: health.verdict, reasons: health.verdict === 'well' ? [] : reasons };
}

function stopped({ wanted, hasDefinition, managed }: Evidence, reasons: string[]) {
  const more = managed?.detail == null ? '' : tr(' ({text})', { text: managed.detail });
  const said = managed ? [managerState(managed.state) + more] : [];
  // The manager goes on trying, or has given up: somebody wants it to run.
  const isTried = managed?.up === 'coming' || managed?.state === 'failed';
  const isMeant = wanted === 'enabled' || (wanted === null && managed?.enabled === true);
  if (managed?.up === 'up') {
    return {
      condition: 'sick' as const,
      reasons: [
        tr('its manager says {state}, and no gateway of this profile runs', { state: managed.state }),
        ...reasons,
      ],
    };
  }
  if (!hasDefinition && wanted === 'enabled') {
    return { condition: 'down' as const, reasons: [tr('unitpin.yaml enables it, and it has no definition')] };
  }
  if (isTried || isMeant) {
    const why = said.map((text) => tr('its manager says: {text}', { text }));
    return { condition: 'down' as const, reasons: why.length > 0 ? why : reasons };
  }
  return { condition: 'off' as const, reasons: [] };
}

/** Nobody could look at its process; what the manager says still counts. */
function unknown(managed: ManagerAnswer | null, reasons: string[]) {
  if (managed === null || managed.up === 'up') return { condition: 'unknown' as const, reasons };
  const down = managed.enabled === true || managed.state === 'failed' || managed.up === 'coming';
  return { condition: down ? ('down' as const) : ('off' as const), reasons: down ? [managed.state] : [] };
}
