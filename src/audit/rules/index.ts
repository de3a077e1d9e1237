import type { Rule } from '../engine.ts';
import {
  definitionDrift,
  definitionMissing,
  definitionOrphan,
  profileWithoutService,
} from './definitions.ts';
import { identityHidden } from './identity-hidden.ts';
import { profileConflict } from './profile-conflict.ts';
import { profileShared } from './profile-shared.ts';
import { profileUnpinned } from './profile-unpinned.ts';
import { replaceInUnit, replaceUnderLaunchd } from './replace.ts';
import { startNotRun } from './start-not-run.ts';
import { syntax } from './syntax.ts';

/** The registry. */
export const rules: readonly Rule[] = [
  profileUnpinned,
  identityHidden,
  profileConflict,
  profileShared,
  replaceUnderLaunchd,
  replaceInUnit,
  startNotRun,
  definitionDrift,
  definitionMissing,
  definitionOrphan,
  profileWithoutService,
  syntax,
];
