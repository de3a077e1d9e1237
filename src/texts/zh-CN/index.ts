import { cli } from './cli.ts';
import { fill } from './fill.ts';
import { fleet } from './fleet.ts';
import { help } from './help.ts';
import { host } from './host.ts';
import { launchd } from './launchd.ts';
import { ops } from './ops.ts';
import { report } from './report.ts';
import { runtime } from './runtime.ts';
import { store } from './store.ts';
import { supervisor } from './supervisor.ts';
import { systemd } from './systemd.ts';
import { words } from './words.ts';

/**
 * Everything that is said, in Simplified Chinese, room by room; what two rooms say stands with the first. Words and style:
 * docs/zh-CN/glossary.md. What the rules and `diagnose` say has catalogues of its own.
 */
export const zhCN = {
  ...cli,
  ...fleet,
  ...host,
  ...launchd,
  ...ops,
  ...report,
  ...runtime,
  ...store,
  ...supervisor,
  ...systemd,
  ...help,
  ...words,
};

export { fill };

/** The texts that there are. Another language is another `Record<English, string>`. */
export type English = keyof typeof zhCN;
