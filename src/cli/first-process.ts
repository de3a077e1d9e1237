import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inOurPlace } from '../host/in-our-place.ts';
import { packageFolder } from '../host/package.ts';
import { tr } from '../texts/tr.ts';
import { run } from './run.ts';

/** What reaps all that comes to be below it (PR_SET_CHILD_SUBREAPER), also where it is not process 1 itself. */
const REAPERS = [
  ['tini', '-s', '--'],
  ['catatonit', '--'],
];

/**
 * Runs a command line as process 1 of a container, where everything that loses its parent becomes our child, and Node reaps
 * only what it has started itself. Where this Node can become another program, a shell that reaps takes its place (from
 * 22.15 on); else the command runs again below a reaper, which has all but what others bring into the container.
 */
export async function runFirst(args: readonly string[]): Promise<number> {
  becomeShell(args);
  const self = [process.execPath, ...process.execArgv, process.argv[1] ?? '', ...args];
  for (const reaper of REAPERS) {
    const code = await inOurPlace([...reaper, ...self]);
    if (code !== null) return code;
  }
  process.stderr.write(
    tr(
      'warning: this is process 1, and no reaper is installed (tini, catatonit): what gateways leave behind stays as zombies\n  next: run the container with --init, or start it with unitpin-reaper\n',
    ),
  );
  return run(args);
}

/** Comes back only where that cannot be. */
function becomeShell(args: readonly string[]): void {
  // Newer than its types here.
  type Execve = (file: string, args: string[], env: NodeJS.ProcessEnv) => never;
  const { execve } = process as NodeJS.Process & { execve?: Execve };
  const script = join(packageFolder(), 'bin', 'unitpin-reaper');
  if (!execve || !existsSync('/bin/sh') || !existsSync(script)) return;
  execve('/bin/sh', ['sh', script, ...args], { ...process.env, UNITPIN_NODE: process.execPath });
}
