import type { Rule } from '../../engine.ts';
import { definitionLinked } from './definition-linked.ts';
import { fileMode } from './file-mode.ts';
import { jobDisabled } from './job-disabled.ts';
import { jobKeyObsolete } from './job-key-obsolete.ts';
import { keepAliveContradicted } from './keep-alive-contradicted.ts';
import { labelFileMismatch } from './label-file-mismatch.ts';
import { logDiscarded } from './log-discarded.ts';
import { logFolderMissing } from './log-folder-missing.ts';
import { logTemporary } from './log-temporary.ts';
import { pathNotExpanded } from './path-not-expanded.ts';
import { runAtLoadImplied } from './run-at-load-implied.ts';
import { runAtLoadOff } from './run-at-load-off.ts';
import { sessionTypeNarrow } from './session-type-narrow.ts';
import { supervisorUnannounced } from './supervisor-unannounced.ts';
import { throttleInterval } from './throttle-interval.ts';
import { umaskDecimal } from './umask-decimal.ts';
import { userNameInAgent } from './user-name-in-agent.ts';

export const job: readonly Rule[] = [
  definitionLinked,
  fileMode,
  jobDisabled,
  jobKeyObsolete,
  keepAliveContradicted,
  labelFileMismatch,
  logDiscarded,
  logFolderMissing,
  logTemporary,
  pathNotExpanded,
  runAtLoadImplied,
  runAtLoadOff,
  sessionTypeNarrow,
  supervisorUnannounced,
  throttleInterval,
  umaskDecimal,
  userNameInAgent,
];
