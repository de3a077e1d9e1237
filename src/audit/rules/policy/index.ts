import type { Rule } from '../../engine.ts';
import { fatalExitLoops } from './fatal-exit-loops.ts';
import { keepAliveAlways } from './keep-alive-always.ts';
import { killModeWrong } from './kill-mode-wrong.ts';
import { killSignalWrong } from './kill-signal-wrong.ts';
import { plannedRestartAlarms } from './planned-restart-alarms.ts';
import { plannedRestartLost } from './planned-restart-lost.ts';
import { reloadMissing } from './reload-missing.ts';
import { restartDelayShort } from './restart-delay-short.ts';
import { restartOff } from './restart-off.ts';
import { serviceTypeWrong } from './service-type-wrong.ts';
import { startLimitParks } from './start-limit-parks.ts';
import { stopAsksManager } from './stop-asks-manager.ts';
import { stopTimeoutLong } from './stop-timeout-long.ts';
import { stopTimeoutShort } from './stop-timeout-short.ts';

export const policy: readonly Rule[] = [
  fatalExitLoops,
  keepAliveAlways,
  killModeWrong,
  killSignalWrong,
  plannedRestartAlarms,
  plannedRestartLost,
  reloadMissing,
  restartDelayShort,
  restartOff,
  serviceTypeWrong,
  startLimitParks,
  stopAsksManager,
  stopTimeoutLong,
  stopTimeoutShort,
];
