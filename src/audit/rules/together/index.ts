import type { Rule } from '../../engine.ts';
import { definitionDrift } from './definition-drift.ts';
import { definitionMisplaced } from './definition-misplaced.ts';
import { definitionMissing } from './definition-missing.ts';
import { definitionOrphan } from './definition-orphan.ts';
import { dropinHidesUpdate } from './dropin-hides-update.ts';
import { labelDuplicate } from './label-duplicate.ts';
import { logShared } from './log-shared.ts';
import { migratedAway } from './migrated-away.ts';
import { multiplexerConflict } from './multiplexer-conflict.ts';
import { nameUnknown } from './name-unknown.ts';
import { profileWithoutService } from './profile-without-service.ts';
import { rewrittenAtBoot } from './rewritten-at-boot.ts';
import { scopeDuplicate } from './scope-duplicate.ts';
import { tokenShared } from './token-shared.ts';
import { wantsDangling } from './wants-dangling.ts';

export const together: readonly Rule[] = [
  definitionDrift,
  definitionMisplaced,
  definitionMissing,
  definitionOrphan,
  dropinHidesUpdate,
  labelDuplicate,
  logShared,
  migratedAway,
  multiplexerConflict,
  nameUnknown,
  profileWithoutService,
  rewrittenAtBoot,
  scopeDuplicate,
  tokenShared,
  wantsDangling,
];
