import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { processStat } from '../../src/host/process-id.ts';
import { bundleRunner } from '../support/bundle-runner.ts';
import { eventually } from '../support/eventually.ts';
import {
  all,
  IN_PID_NAMESPACE,
  installed,
  pidNamespace,
  requireOrSkip,
  standIn,
} from '../support/requirements.ts';
import { installStandIn } from '../support/stand-in.ts';

const PROJECT = resolve(import.meta.dirname, '../..');

let runner: Awaited<ReturnType<typeof bundleRunner>>;
let reaper: string;
let command: string[];

/** As in a container: unitpin is process 1, and each gateway leaves a process behind that nobody waits for. */
function container(entry: readonly string[], programs: string | null = null) {
  const home = mkdtempSync(join(tmpdir(), 'unitpin-test-'));
  installStandIn(home, { releaseDate: '2026.8.1' });
  for (const name of ['a', 'b']) {
    mkdirSync(join(home, '.hermes/profiles', name), { recursive: true });
    writeFileSync(join(home, '.hermes/profiles', name, 'stand-in.json'), '{"orphan": true}');
  }
  writeFileSync(join(home, 'unitpin.yaml'), 'profiles: { a: enabled, b: enabled }\n');
  const path = programs === null ? [] : ['env', `PATH=${programs}`];
  const [program = '', ...args] = [...IN_PID_NAMESPACE, ...path, ...entry];
  const child = spawn(program, args, {
    cwd: home,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      HERMES_HOME: join(home, '.hermes'),
      XDG_STATE_HOME: join(home, 'state'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  return { ...watch(child), first: () => childrenOf(child.pid ?? 0)[0]?.pid ?? 0 };
}

/** A folder with these programs and nothing else. */
function only(...programs: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'unitpin-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const program of programs)
    symlinkSync(
      execFileSync('/bin/sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim(),
      join(folder, program),
    );
  return folder;
}

function watch(child: ChildProcess) {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk));
  const ended = new Promise<{ code: number | null; text: string }>((done) => {
    child.once('close', (code) => done({ code, text }));
  });
  async function says(what: RegExp): Promise<string> {
    await eventually(() => expect(text).toMatch(what));
    return text;
  }
  return { ended, says };
}

const everybody = () =>
  readdirSync('/proc').flatMap((name) => {
    const stat = /^\d+$/.test(name) ? processStat(Number(name)) : 'absent';
    return typeof stat === 'string' ? [] : [{ pid: Number(name), ...stat }];
  });
const childrenOf = (pid: number) => everybody().filter(({ parent }) => parent === pid);

/** What has ended below a process, and nobody asked how. */
function zombiesBelow(pid: number): number {
  const processes = everybody();
  const below = (parent: number): typeof processes =>
    processes.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid).filter(({ state }) => state === 'Z').length;
}

const nameOf = (pid: number): string => readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
/** Longer than the processes live that are left behind. */
const later = (): Promise<void> => new Promise((done) => setTimeout(done, 1_500));

beforeAll(async () => {
  runner = await bundleRunner(join(PROJECT, 'src/cli/main.ts'), PROJECT);
  // As the package has them.
  mkdirSync(join(runner.folder, 'bin'));
  mkdirSync(join(runner.folder, 'dist/cli'), { recursive: true });
  reaper = join(runner.folder, 'bin/unitpin-reaper');
  copyFileSync(join(PROJECT, 'bin/unitpin-reaper'), reaper);
  symlinkSync(runner.script, join(runner.folder, 'dist/cli/main.js'));
  command = [process.execPath, runner.script, 'supervise'];
});
afterAll(() => runner.remove());

requireOrSkip(all(standIn, pidNamespace), 'as process 1', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'unitpin-reaper reaps what gateways leave behind, passes %s on, and ends as the supervisor does (K-18, K-19)',
    async (signal) => {
      const { says, first, ended } = container([reaper, 'supervise']);
      await says(/^2 of 2 services run$/m);
      await later();
      await eventually(() => expect(zombiesBelow(first())).toBe(0));
      process.kill(first(), signal);
      const { code, text } = await ended;
      expect([code, text.match(/: stopped \(process \d+\): exit 0$/gm)?.length]).toEqual([0, 2]);
      expect(text).not.toContain('warning');
    },
  );

  it('unitpin-reaper keeps the exit code of what is refused', async () => {
    expect(await container([reaper, 'supervise', '--config', '/nowhere.yaml']).ended).toMatchObject({
      code: 2,
    });
  });

  it('unitpin-reaper waits for a supervisor that another one has stopped, and ends as it did', async () => {
    const { says, first, ended } = container([reaper, 'supervise']);
    await says(/^2 of 2 services run$/m);
    const [supervisor] = childrenOf(first());
    process.kill(supervisor?.pid ?? 0, 'SIGKILL');
    expect((await ended).code).toBe(128 + 9);
  });

  it('Node alone says that it reaps nothing; where it can become a shell that does, it is one', async () => {
    const { says, first, ended } = container(command, only('dirname', 'readlink'));
    const text = await says(/^2 of 2 services run$/m);
    const canBecome = 'execve' in process;
    expect([nameOf(first()) === 'sh', /^warning: this is process 1/.test(text)]).toEqual([
      canBecome,
      !canBecome,
    ]);
    await later();
    await eventually(() => expect(zombiesBelow(first())).toBe(canBecome ? 0 : 2));
    process.kill(first(), 'SIGTERM');
    expect((await ended).code).toBe(0);
  });
});

for (const program of ['tini', 'catatonit'])
  requireOrSkip(
    all(standIn, pidNamespace, installed(program, '--version')),
    `with ${program} as process 1`,
    () => {
      it('the supervisor runs below it, which reaps', async () => {
        const { says, first, ended } = container(command, only(program, 'dirname', 'readlink'));
        const text = await says(/^2 of 2 services run$/m);
        expect(text).not.toContain('warning');
        await later();
        await eventually(() => expect(zombiesBelow(first())).toBe(0));
        process.kill(first(), 'SIGTERM');
        expect((await ended).code).toBe(0);
      });
    },
  );
