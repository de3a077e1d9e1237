import type { Rule } from '../../engine.ts';
import { installMissing } from './install-missing.ts';
import { installTargetUnreachable } from './install-target-unreachable.ts';
import { keyObsolete } from './key-obsolete.ts';
import { keyTooNew } from './key-too-new.ts';
import { orderingCycle } from './ordering-cycle.ts';
import { requirementMissing } from './requirement-missing.ts';
import { syntax } from './syntax.ts';
import { systemDependencyInUserUnit } from './system-dependency-in-user-unit.ts';
import { unknownKey } from './unknown-key.ts';
import { unknownSection } from './unknown-section.ts';
import { userInUserUnit } from './user-in-user-unit.ts';
import { valueDropped } from './value-dropped.ts';
import { verify } from './verify.ts';

export const unit: readonly Rule[] = [
  installMissing,
  installTargetUnreachable,
  keyObsolete,
  keyTooNew,
  orderingCycle,
  requirementMissing,
  syntax,
  systemDependencyInUserUnit,
  unknownKey,
  unknownSection,
  userInUserUnit,
  valueDropped,
  verify,
];
