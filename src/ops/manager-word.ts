import type { ManagedState } from '../model/manager.ts';
import type { ManagerWord } from '../runtime/readiness-look.ts';

/** What a manager says of a service, as readiness asks for it. */
export const managerWord = ({
  name,
  load,
  active,
  detail,
  mainPid,
  controlGroup,
  restarts,
}: ManagedState): ManagerWord => ({
  name,
  load,
  active,
  sub: detail,
  // It is in the detail already.
  result: '',
  mainPid: mainPid ?? 0,
  controlGroup: controlGroup ?? '',
  restarts,
});
