import { join } from 'node:path';
import { packageFolder, readNamedFile } from '../host/package.ts';
import type { App } from '../model/app.ts';
import { checkApp } from './app-schema.ts';

/** A built-in app. The build puts the checked data itself here: parsing and checking cost several ms of each start. */
export function builtInApp(id: string): App {
  const path = join(packageFolder(), 'templates', id, 'app.yaml');
  return checkApp(readNamedFile(path), path);
}
