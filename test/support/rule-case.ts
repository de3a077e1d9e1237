import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Exec } from '../../src/host/exec.ts';
import { type Host, openHost } from '../../src/host/host.ts';
import { fakeProcesses } from './fake-processes.ts';

/** What a file system in git cannot say about a fixture, and what a live host would answer: its `case.json`. */
interface Case {
  /** Further arguments of the command line. */
  args?: string[];
  /** Permission bits by path, octal. */
  modes?: Record<string, string>;
  /** Symbolic links by path. */
  links?: Record<string, string>;
  /** Folders that are empty. */
  folders?: string[];
  /** Makes the host a live one. What programs answer, by the start of their command line; all others are not installed. */
  answers?: { argv: string[]; stdout?: string; stderr?: string; code?: number; timeout?: true }[];
  /** The caller's environment on a live host. */
  environment?: Record<string, string>;
  platform?: NodeJS.Platform;
  /** Running processes of a live host. */
  processes?: { pid: number; argv: string[]; environment?: Record<string, string>; controlGroup?: string }[];
}

/**
 * A fixture as a command line would meet it: with an `etc/passwd` it is a whole host, else a folder of definitions. It is
 * a copy, gone after the test.
 */
export function ruleCase(folder: string): { args: string[]; host: Host | undefined } {
  const root = mkdtempSync(join(tmpdir(), 'unitpin-rule-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  cpSync(folder, root, { recursive: true, verbatimSymlinks: true });
  const about = join(root, 'case.json');
  const given: Case = existsSync(about) ? JSON.parse(readFileSync(about, 'utf8')) : {};
  rmSync(about, { force: true });
  for (const path of given.folders ?? []) mkdirSync(join(root, path), { recursive: true });
  for (const [path, target] of Object.entries(given.links ?? {})) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(target, join(root, path));
  }
  for (const [path, mode] of Object.entries(given.modes ?? {}))
    chmodSync(join(root, path), Number.parseInt(mode, 8));

  const { args = [], answers } = given;
  if (!existsSync(join(root, 'etc/passwd'))) return { args: [root, ...args], host: undefined };
  if (!answers) return { args: ['--root', root, ...args], host: undefined };
  return { args, host: liveHost(root, given) };
}

function liveHost(
  root: string,
  { answers = [], platform = 'linux', processes = [], environment = {} }: Case,
): Host {
  const exec: Exec = async (argv) => {
    const answer = answers.find((one) => one.argv.every((word, index) => argv[index] === word));
    if (!answer) return { state: 'missing' };
    const { stdout = '', stderr = '', code = 0, timeout = false } = answer;
    if (timeout) return { state: 'timeout', stdout, stderr };
    return { state: 'done', code, stdout, stderr };
  };
  return {
    ...openHost(root),
    live: true,
    platform,
    exec,
    caller: { name: 'u', uid: 1000, gid: 1000, home: '/home/u' },
    environment,
    processes: fakeProcesses(
      new Map(
        processes.map((one) => [
          one.pid,
          { ...one, environment: new Map(Object.entries(one.environment ?? {})) },
        ]),
      ),
    ),
  };
}
