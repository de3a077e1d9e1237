import type { Rule } from '../../engine.ts';
import { definitionDrift } from './definition-drift.ts';
import { definitionMissing } from './definition-missing.ts';
import { definitionOrphan } from './definition-orphan.ts';
import { profileWithoutService } from './profile-without-service.ts';

export const together: readonly Rule[] = [
  definitionDrift,
  definitionMissing,
  definitionOrphan,
  profileWithoutService,
];
