import type { Rule } from '../engine.ts';
import { command } from './command/index.ts';
import { environment } from './environment/index.ts';
import { ignores } from './ignores/index.ts';
import { job } from './job/index.ts';
import { machine } from './machine/index.ts';
import { policy } from './policy/index.ts';
import { ports } from './ports/index.ts';
import { together } from './together/index.ts';
import { unit } from './unit/index.ts';
import { who } from './who/index.ts';

/** The registry, by what the rules are about. */
export const topics = {
  who,
  command,
  policy,
  environment,
  unit,
  job,
  together,
  ports,
  machine,
  ignores,
};

export const rules: readonly Rule[] = Object.values(topics).flat();
