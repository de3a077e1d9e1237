import { Failure } from '../host/failure.ts';
import { builtInApps, isFolder, readNamedFile } from '../host/package.ts';
import type { App } from '../model/app.ts';
import type { Location } from '../model/location.ts';
import { tr } from '../texts/tr.ts';
import { builtInApp } from './built-in-app.ts';

/** Whether it is the path of an `app.yaml` or of its folder, not the name of a built-in app. */
export const isAppPath = (nameOrPath: string): boolean =>
  nameOrPath.includes('/') || nameOrPath.endsWith('.yaml');

/**
 * Loads an app: the name of a built-in one, or the path of an `app.yaml` or of its folder. Built-in ones are checked against the schema
 * by the tests, so that a start does not pay for it; a file of the user's is checked here.
 * `at`: the place that names it, where it is not the command line.
 * @throws Failure (usage) naming file, line, column and key.
 */
export async function loadApp(nameOrPath: string, at?: Location): Promise<App> {
  if (isAppPath(nameOrPath)) {
    const { checkApp } = await import('./app-schema.ts');
    const path = isFolder(nameOrPath) ? `${nameOrPath.replace(/\/+$/, '')}/app.yaml` : nameOrPath;
    return checkApp(readNamedFile(path, at), path);
  }
  if (!builtInApps().includes(nameOrPath)) {
    throw new Failure('usage', tr('no app is called {nameOrPath}', { nameOrPath }), {
      ...(at && { where: at }),
      next: tr('use --app with one of: {known}; or with the path of an app.yaml', {
        known: builtInApps().join(tr(', ')),
      }),
    });
  }
  return builtInApp(nameOrPath);
}
