import { basename } from 'node:path';
import { Failure } from '../../host/failure.ts';
import type { Host } from '../../host/host.ts';
import { withScratch } from '../../host/scratch.ts';
import { lintPlists } from '../../launchd/lint.ts';
import { type Definition, isLoneDropIn } from '../../model/definition.ts';
import type { Verified } from '../../model/verified.ts';
import { type VerifyMessage, type VerifyRequest, verifyUnits } from '../../systemd/verify.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';

type Scope = VerifyRequest['scope'];
export const SCOPES: readonly Scope[] = ['user', 'system'];
export const scopeOf = ({ scope }: Pick<Definition, 'scope'>): Scope =>
  scope === 'system' ? 'system' : 'user';

/**
 * What the managers' own checkers say about these definitions: `systemd-analyze verify` in both modes, and on macOS
 * `plutil -lint`. With `named` files nothing is known about the machine they are for.
 * @throws Failure (host) when there is no checker here
 */
export async function verifyDefinitions(
  context: Context,
  definitions: readonly Definition[],
  named: boolean,
): Promise<Verified[]> {
  const { host } = context;
  const units = definitions.filter(({ manager }) => manager === 'systemd');
  const jobs = definitions.filter(({ manager }) => manager === 'launchd');
  const onMac = host.platform === 'darwin';
  if (jobs.length > 0 && units.length === 0 && !onMac)
    throw noChecker('plutil', tr('property lists are checked on macOS'));
  const known = host.live && !named;
  const said = await withScratch(new Map(), async (folder) => {
    const all: Verified[] = [];
    for (const scope of SCOPES) {
      const here = units.filter((one) => scopeOf(one) === scope);
      const messages: VerifyMessage[] = [];
      for (const recursive of ['no', 'yes'] as const) {
        const home = known ? context.account.home : folder;
        const request = {
          scope,
          home,
          runtime: folder,
          recursive,
          environment: known ? host.environment : pathOf(host),
        };
        const found = await verifyUnits(host.exec, { ...request, paths: pathsOf(host, here) });
        if (found === null)
          throw noChecker('systemd-analyze', tr('without --verify the audit does not need it'));
        messages.push(...found);
      }
      all.push(...told(host, messages, here));
    }
    return all;
  });
  if (onMac) said.push(...(await lint(host, jobs)));
  const once = new Map(said.map((one) => [`${one.definition} ${one.location?.line} ${one.message}`, one]));
  // Programs and units that another machine has are not missing.
  const elsewhere = /is not executable: No such file|^Unit \S+ not found\.$/;
  return [...once.values()].filter(({ message }) => known || !elsewhere.test(message));
}

const noChecker = (program: string, next: string): Failure =>
  new Failure('host', tr('--verify needs {program}, which is not installed here', { program }), { next });

/** Of the caller's environment what finds programs. */
export const pathOf = ({ environment: { PATH } }: Host) => ({ PATH });

const outside = ({ files: { root } }: Host, path: string): string => (root === '/' ? path : root + path);
const inside = ({ files: { root } }: Host, path: string): string =>
  root !== '/' && path.startsWith(`${root}/`) ? path.slice(root.length) : path;

/** The main files. One drop-in by itself cannot be checked. */
const pathsOf = (host: Host, definitions: readonly Definition[]): string[] =>
  [...new Set(definitions.filter((one) => !isLoneDropIn(one)).map(({ path }) => path))].map((path) =>
    outside(host, path),
  );

/** The messages about these definitions; all others are about units they need, which nobody asked about. */
function told(
  host: Host,
  messages: readonly VerifyMessage[],
  definitions: readonly Definition[],
): Verified[] {
  return messages.flatMap(({ at, unit, message, fatal }): Verified[] => {
    const path = at && inside(host, at.path);
    const about = definitions.find(
      (one) =>
        (path !== null && one.sources.has(path)) ||
        one.name === unit ||
        (unit !== null && basename(one.path) === unit),
    );
    if (!about) return [];
    const location = at && path !== null ? { path, line: at.line, column: 1 } : null;
    return [{ definition: about.id, by: 'systemd-analyze verify', message, location, fatal }];
  });
}

async function lint(host: Host, jobs: readonly Definition[]): Promise<Verified[]> {
  const paths = jobs.map(({ path }) => outside(host, path));
  const found = await lintPlists(host.exec, paths, host.environment.PATH);
  if (found === null) throw noChecker('plutil', tr('it is part of macOS'));
  return jobs.flatMap((job): Verified[] => {
    const message = found.get(outside(host, job.path));
    if (message === undefined) return [];
    return [{ definition: job.id, by: 'plutil -lint', message, location: null, fatal: true }];
  });
}
