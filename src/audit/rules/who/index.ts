import type { Rule } from '../../engine.ts';
import { identityHidden } from './identity-hidden.ts';
import { nameMisleading } from './name-misleading.ts';
import { profileConflict } from './profile-conflict.ts';
import { profileFlagAmbiguous } from './profile-flag-ambiguous.ts';
import { profileShared } from './profile-shared.ts';
import { profileUnpinned } from './profile-unpinned.ts';

export const who: readonly Rule[] = [
  identityHidden,
  nameMisleading,
  profileConflict,
  profileFlagAmbiguous,
  profileShared,
  profileUnpinned,
];
