import { basename, dirname } from 'node:path';
import { withScratch } from '../../host/scratch.ts';
import { lintPlists } from '../../launchd/lint.ts';
import { type Definition, isLoneDropIn } from '../../model/definition.ts';
import { type VerifyMessage, verifyUnits } from '../../systemd/verify.ts';
import type { Context } from '../context.ts';
import { pathOf, SCOPES, scopeOf } from './verify.ts';

/** A definition, and what is about to be written for it. */
export interface Rewrite {
  id: string;
  manager: Definition['manager'];
  name: string;
  scope: Definition['scope'];
  /** The main file. */
  path: string;
  /** Its files as they are, by path; empty for a new one. */
  before: ReadonlyMap<string, string | Buffer>;
  after: ReadonlyMap<string, Buffer>;
}

/**
 * What the managers' checkers say about the new files that they do not say about the old ones, by definition. They look
 * at copies in a folder of our own. One process when they have nothing to say; nothing where they are not installed.
 */
export async function newMessages(
  context: Context,
  rewrites: readonly Rewrite[],
): Promise<Map<string, { by: string; message: string }>> {
  const result = new Map<string, { by: string; message: string }>();
  const { host } = context;
  if (rewrites.length === 0) return result;
  const files = new Map<string, Buffer>();
  for (const [index, one] of rewrites.entries()) {
    const all = new Map([...one.before, ...one.after]);
    for (const [path, bytes] of all) files.set(`new/${index}/${copyName(one, path)}`, Buffer.from(bytes));
    for (const [path, bytes] of one.before)
      files.set(`old/${index}/${copyName(one, path)}`, Buffer.from(bytes));
  }
  await withScratch(files, async (folder) => {
    for (const scope of SCOPES) {
      const here = [...rewrites.entries()].filter(
        ([, one]) => one.manager === 'systemd' && scopeOf(one) === scope && !isLoneDropIn(one),
      );
      const ask = async (which: 'new' | 'old', asked: typeof here) => {
        const paths = asked.map(([index, { name }]) => `${folder}/${which}/${index}/${name}`);
        const home = host.live ? context.account.home : `${folder}/${which}`;
        const environment = host.live ? host.environment : pathOf(host);
        const request = { scope, home, runtime: folder, recursive: 'yes' as const, environment };
        const said = await verifyUnits(host.exec, { ...request, paths });
        return asked.map(([index, one]) => ({
          one,
          said: about(`${folder}/${which}/${index}/`, one, said ?? []),
        }));
      };
      const now = (await ask('new', here)).filter(({ said }) => said.length > 0);
      if (now.length === 0) continue;
      const changed = new Set(now.map(({ one }) => one));
      const then = await ask(
        'old',
        here.filter(([, one]) => changed.has(one) && one.before.size > 0),
      );
      for (const { one, said } of now) {
        const known = then.find((other) => other.one === one)?.said ?? [];
        const message = said.find((text) => !known.includes(text));
        if (message !== undefined) result.set(one.id, { by: 'systemd-analyze verify', message });
      }
    }
    if (host.platform !== 'darwin') return;
    const jobs = [...rewrites.entries()].filter(([, { manager }]) => manager === 'launchd');
    const pathOfCopy = (index: number, one: Rewrite) => `${folder}/new/${index}/${copyName(one, one.path)}`;
    const paths = jobs.map(([index, one]) => pathOfCopy(index, one));
    const found = await lintPlists(host.exec, paths, host.environment.PATH);
    for (const [index, one] of jobs) {
      const message = found?.get(pathOfCopy(index, one));
      if (message !== undefined) result.set(one.id, { by: 'plutil -lint', message });
    }
  });
  return result;
}

/** Where the copy of a file lies: drop-ins in a folder of their unit. */
const copyName = ({ path: main }: Rewrite, path: string): string =>
  path === main ? basename(path) : `${basename(dirname(path))}/${basename(path)}`;

/** The messages about one unit. Line numbers move; they do not count. */
function about(folder: string, { name, path: main }: Rewrite, messages: readonly VerifyMessage[]): string[] {
  return messages
    .filter(({ at, unit }) => at?.path.startsWith(folder) || unit === name || unit === basename(main))
    .map(({ message }) => message.replaceAll(folder, ''));
}
