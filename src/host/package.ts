import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tr } from '../texts/tr.ts';
import { Failure, type FailureDetail } from './failure.ts';
import { filesBelow } from './files.ts';

/**
 * The folder of the installed package: it holds `templates` and `docs`. A bundle lies at another depth than its sources.
 * @throws Failure (host) when no folder from `start` upwards holds them: a bundle that was moved alone.
 */
export function packageFolder(start = dirname(fileURLToPath(import.meta.url))): string {
  let folder = start;
  while (!existsSync(join(folder, 'templates'))) {
    const above = dirname(folder);
    if (above === folder)
      throw new Failure('host', tr('unitpin is not whole: its folder `templates` is missing'), {
        where: start,
        why: tr('the program needs the files of its package beside it'),
        next: 'npm install --global unitpin',
      });
    folder = above;
  }
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

/** Whether a path that the user named is a folder. */
export const isFolder = (path: string): boolean => filesBelow('/').kind(resolve(path)) === 'dir';

/** The rules that have a page, by name. */
export const rulePages = (): string[] =>
  readdirSync(join(packageFolder(), 'docs', 'rules'))
    .filter((file) => /^[a-z-]+\.md$/.test(file))
    .map((file) => file.slice(0, -'.md'.length))
    .sort();

/** Where the schema of `unitpin.yaml` is, for editors. */
export const manifestSchema = (): string => join(packageFolder(), 'docs', 'schema', 'unitpin.schema.json');

/** The script that completes command lines in a shell. */
export const completionScript = (shell: 'bash' | 'zsh' | 'fish'): string =>
  readFileSync(
    join(packageFolder(), 'completions', shell === 'zsh' ? '_unitpin' : `unitpin.${shell}`),
    'utf8',
  );

/** The page of a rule in a language (`en`, or the name of a folder in docs); empty where there is none. */
export function rulePage(rule: string, language: string): string {
  const path = join(packageFolder(), 'docs', language === 'en' ? '' : language, 'rules', `${rule}.md`);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/**
 * The text of a file that the user named on the command line, or in another file, at `where`.
 * @throws Failure (usage) when it cannot be read.
 */
export function readNamedFile(path: string, where: FailureDetail['where'] = path): string {
  const found = filesBelow('/').read(resolve(path));
  if (found.state === 'there') return found.bytes.toString('utf8');
  const message =
    found.state === 'absent'
      ? tr('{path} is not there', { path })
      : tr('{path} cannot be read: {reason}', { path, reason: found.reason });
  throw new Failure('usage', message, { where });
}
