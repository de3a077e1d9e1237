import type { Texts } from '../en/index.ts';
import { command } from './command.ts';
import { environment } from './environment.ts';
import { ignores } from './ignores.ts';
import { job } from './job.ts';
import { machine } from './machine.ts';
import { policy } from './policy.ts';
import { ports } from './ports.ts';
import { together } from './together.ts';
import { unit } from './unit.ts';
import { who } from './who.ts';

/** Everything the rules say, in Simplified Chinese. Words and style: docs/zh-CN/glossary.md. */
export const zhCN: Texts = {
  ...who,
  ...command,
  ...policy,
  ...environment,
  ...unit,
  ...job,
  ...together,
  ...ports,
  ...machine,
  ...ignores,
};
