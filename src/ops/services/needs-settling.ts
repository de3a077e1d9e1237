import type { Identity } from '../../model/identity.ts';
import type { ManagedState } from '../../model/manager.ts';
import type { Service } from '../../model/service.ts';
import type { PlacedGateway } from '../../runtime/running.ts';
import type { Judged } from '../judge.ts';

/** A service that is about to be started or restarted. */
export interface Beginning {
  service: Pick<Service, 'profile' | 'root'>;
  /** The id of its definition; null where it has none yet. */
  id: string | null;
  /** Whether its text is unitpin's as a whole, drop-ins included. */
  ours: boolean;
  /** What the manager said before. */
  state: ManagedState | null;
}

/** What else there is on this host before it begins. */
export interface Surroundings {
  definitions: readonly Pick<Judged, 'definition' | 'identity'>[];
  /** The gateways that run, its own among them. */
  gateways: readonly Pick<PlacedGateway, 'pid' | 'identity' | 'controlGroup'>[];
}

/**
 * Whether a service has to be watched for a while when it is ready, because something could end its process: another
 * definition or process that runs the same profile, or may; an unrest that was there before; a text that somebody else
 * has the last word over. Where there is none of it, nobody is left who would.
 */
export function needsSettling(
  { service, id, ours, state }: Beginning,
  { definitions, gateways }: Surroundings,
): boolean {
  if (!ours || !wasCalm(state)) return true;
  const isOwn = ({ pid, controlGroup }: (typeof gateways)[number]): boolean =>
    pid === state?.mainPid || (state?.controlGroup != null && controlGroup === state.controlGroup);
  return (
    definitions.some(({ definition, identity }) => definition.id !== id && mayRunIt(identity, service)) ||
    gateways.some((one) => !isOwn(one) && mayRunIt(one.identity, service))
  );
}

/** Neither failing nor restarting, and not ended by a failure. A manager that says nothing of it has seen nothing. */
const wasCalm = (state: ManagedState | null): boolean =>
  state === null ||
  ((state.active === 'active' || state.active === 'inactive') &&
    (state.restarts ?? 0) === 0 &&
    state.lastExit === null);

/** Only what is pinned to another profile, or to one of another root home, surely does not. */
function mayRunIt({ kind, profile, root }: Identity, service: Beginning['service']): boolean {
  if (kind === 'foreign') return false;
  const isElsewhere = root !== null && root !== service.root;
  return kind !== 'pinned' || profile === null || (profile === service.profile && !isElsewhere);
}
