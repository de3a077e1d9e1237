import type { Rule } from '../../engine.ts';
import { lockRemoved } from './lock-removed.ts';
import { loginShell } from './login-shell.ts';
import { placeholderLeft } from './placeholder-left.ts';
import { programByName } from './program-by-name.ts';
import { programMissing } from './program-missing.ts';
import { programUnstable } from './program-unstable.ts';
import { replaceInUnit } from './replace-in-unit.ts';
import { replaceUnderLaunchd } from './replace-under-launchd.ts';
import { shellSyntax } from './shell-syntax.ts';
import { startNotRun } from './start-not-run.ts';
import { wrapperIsMain } from './wrapper-is-main.ts';

export const command: readonly Rule[] = [
  lockRemoved,
  loginShell,
  placeholderLeft,
  programByName,
  programMissing,
  programUnstable,
  replaceInUnit,
  replaceUnderLaunchd,
  shellSyntax,
  startNotRun,
  wrapperIsMain,
];
