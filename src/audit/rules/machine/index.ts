import type { Rule } from '../../engine.ts';
import { busUnreachable } from './bus-unreachable.ts';
import { ghostUnit } from './ghost-unit.ts';
import { labelDisabled } from './label-disabled.ts';
import { launchdRefused } from './launchd-refused.ts';
import { lingerOff } from './linger-off.ts';
import { loadedDiffers } from './loaded-differs.ts';
import { notEnabled } from './not-enabled.ts';
import { notLoaded } from './not-loaded.ts';
import { notRunning } from './not-running.ts';
import { processOutside } from './process-outside.ts';
import { reloadNeeded } from './reload-needed.ts';
import { restartStorm } from './restart-storm.ts';
import { runningDiffers } from './running-differs.ts';
import { unitMasked } from './unit-masked.ts';

export const machine: readonly Rule[] = [
  busUnreachable,
  ghostUnit,
  labelDisabled,
  launchdRefused,
  lingerOff,
  loadedDiffers,
  notEnabled,
  notLoaded,
  notRunning,
  processOutside,
  reloadNeeded,
  restartStorm,
  runningDiffers,
  unitMasked,
];
