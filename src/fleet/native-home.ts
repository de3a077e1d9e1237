import { win32 } from 'node:path';
import type { App } from '../model/app.ts';
import type { Account } from '../model/service.ts';

/** What the rule for the root home looks at. */
interface Machine {
  platform: NodeJS.Platform;
  environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The root home that the app's rule gives: below the account's home; on Windows below the first of its folders for
 * programs' data that the environment names.
 */
export function nativeHome({ platform, environment }: Machine, account: Account, app: App): string {
  const { windows, default: folder } = app.home;
  const folders = platform === 'win32' && windows ? windows.variables.map((name) => environment[name]) : [];
  const data = folders.find((path) => path && win32.isAbsolute(path));
  return data && windows
    ? `${withSlashes(data)}/${windows.folder}`
    : `${withSlashes(account.home)}/${folder}`;
}

/** Windows takes `/` as well as `\`; paths of Windows are written with `/` here, others stay as they are. */
export const withSlashes = (path: string): string =>
  /^([A-Za-z]:[\\/]|\\\\)/.test(path) ? path.replaceAll('\\', '/').replace(/(?<=[^:/])\/+$/, '') : path;
