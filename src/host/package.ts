import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from './failure.ts';
import { filesBelow } from './files.ts';

/** The folder of the installed package: it holds `templates` and `docs`. A bundle lies at another depth than its sources. */
export function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'templates'))) folder = dirname(folder);
  return folder;
}

export function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as { version: string })
    .version;
}

/** Names of the apps that come with the package. */
export function builtInApps(): string[] {
  const folder = join(packageFolder(), 'templates');
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'app.yaml')));
}

/** The page of a rule; empty where there is none. */
export function rulePage(rule: string): string {
  const path = join(packageFolder(), 'docs', 'rules', `${rule}.md`);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/**
 * The text of a file that the user named on the command line.
 * @throws Failure (usage) when it cannot be read.
 */
export function readNamedFile(path: string): string {
  const found = filesBelow('/').read(resolve(path));
  if (found.state === 'there') return found.bytes.toString('utf8');
  const reason = found.state === 'absent' ? 'is not there' : `cannot be read: ${found.reason}`;
  throw new Failure('usage', `${path} ${reason}`, { where: path });
}
