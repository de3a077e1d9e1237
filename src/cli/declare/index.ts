import { apply } from './apply.ts';
import { audit } from './audit.ts';
import { completion } from './completion.ts';
import type { Declared } from './declare.ts';
import { diagnose } from './diagnose.ts';
import { explain } from './explain.ts';
import { gen } from './gen.ts';
import { history } from './history.ts';
import { init } from './init.ts';
import { logs } from './logs.ts';
import { ports } from './ports.ts';
import { remove } from './remove.ts';
import { restart } from './restart.ts';
import { rollback } from './rollback.ts';
import { rules } from './rules.ts';
import { show } from './show.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { stop } from './stop.ts';
import { supervise } from './supervise.ts';

/** Every command, in the order in which help names them. */
export const commands: readonly Declared[] = [
  init,
  audit,
  gen,
  apply,
  show,
  status,
  start,
  stop,
  restart,
  logs,
  diagnose,
  remove,
  ports,
  supervise,
  history,
  rollback,
  rules,
  explain,
  completion,
];
