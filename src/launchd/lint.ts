import type { Exec } from '../host/exec.ts';
import { Failure } from '../host/failure.ts';
import { tr } from '../texts/tr.ts';

/** Milliseconds. */
const TIMEOUT = 60_000;

/** What `plutil -lint` says about property lists that it cannot read, by path. Null: it is not installed. */
export async function lintPlists(
  exec: Exec,
  paths: readonly string[],
  path: string | undefined,
): Promise<Map<string, string> | null> {
  if (paths.length === 0) return new Map();
  const env = { PATH: [...(path ? [path] : []), '/usr/bin:/bin'].join(':'), LC_ALL: 'C' };
  const result = await exec(['plutil', '-lint', '--', ...paths], { env, timeoutMs: TIMEOUT });
  if (result.state === 'missing') return null;
  if (result.state === 'timeout') throw new Failure('host', tr('plutil -lint did not answer'));
  const lines = `${result.stdout}\n${result.stderr}`.split('\n');
  return new Map(
    paths.flatMap((one) => {
      const said = lines.find((line) => line.startsWith(`${one}: `))?.slice(one.length + 2);
      return said === undefined || said === 'OK' ? [] : [[one, said]];
    }),
  );
}
