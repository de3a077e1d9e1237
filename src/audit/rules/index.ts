import type { Rule } from '../engine.ts';
import { command } from './command/index.ts';
import { environment } from './environment/index.ts';
import { job } from './job/index.ts';
import { machine } from './machine/index.ts';
import { policy } from './policy/index.ts';
import { ports } from './ports/index.ts';
import { together } from './together/index.ts';
import { unit } from './unit/index.ts';
import { who } from './who/index.ts';

/** The registry. */
export const rules: readonly Rule[] = [
  ...who,
  ...command,
  ...policy,
  ...environment,
  ...unit,
  ...job,
  ...together,
  ...ports,
  ...machine,
];
