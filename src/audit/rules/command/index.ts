import type { Rule } from '../../engine.ts';
import { replaceInUnit } from './replace-in-unit.ts';
import { replaceUnderLaunchd } from './replace-under-launchd.ts';
import { startNotRun } from './start-not-run.ts';

export const command: readonly Rule[] = [replaceInUnit, replaceUnderLaunchd, startNotRun];
