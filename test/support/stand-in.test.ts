import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';
import { requireOrSkip, standIn } from './requirements.ts';
import { installStandIn } from './stand-in.ts';

/** An account's home with the stand-in, profile `code` beside the default one, and what runs there. */
function account(options?: { releaseDate?: string }) {
  const home = mkdtempSync(join(tmpdir(), 'unitpin-stand-in-'));
  const { python } = installStandIn(home, options);
  const root = join(home, '.hermes');
  const code = join(root, 'profiles/code');
  mkdirSync(code, { recursive: true });
  const running: ChildProcess[] = [];
  onTestFinished(async () => {
    for (const child of running) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(home, { recursive: true });
  });

  const words = (args: string) => ['-m', 'hermes_cli.main', ...args.split(' ')];
  const environment = (more: Record<string, string>) => ({ HOME: home, PATH: '/usr/bin:/bin', ...more });
  return {
    root,
    code,
    python,
    /** Starts a gateway and goes on. */
    start(args: string, env: Record<string, string> = {}): ChildProcess {
      const child = spawn(python, words(args), { cwd: home, env: environment(env), stdio: 'ignore' });
      running.push(child);
      return child;
    },
    /** Starts one that is expected to end by itself. */
    run(args: string, env: Record<string, string> = {}) {
      return spawnSync(python, words(args), {
        cwd: home,
        env: environment(env),
        encoding: 'utf8',
        timeout: 10_000,
      });
    },
  };
}

const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const state = (home: string) => json(join(home, 'gateway_state.json'));
const becomes = (home: string, wanted: string) =>
  eventually(() => expect(state(home).gateway_state).toBe(wanted));
const knobs = (home: string, value: object) =>
  writeFileSync(join(home, 'stand-in.json'), JSON.stringify(value));
async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'exit');
  return child.exitCode;
}

requireOrSkip(standIn, 'the stand-in gateway', () => {
  it('has the command line, pid file and lock of the real one', async () => {
    const { start, root, python } = account();
    const child = start('--profile default gateway run --replace');
    await becomes(root, 'running');
    const cmdline = readFileSync(`/proc/${child.pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    expect(cmdline).toEqual([
      python,
      ...'-m hermes_cli.main --profile default gateway run --replace'.split(' '),
    ]);
    const ticks = Number(readFileSync(`/proc/${child.pid}/stat`, 'utf8').replace(/.*\) /, '').split(' ')[19]);
    const record = { pid: child.pid, kind: 'hermes-gateway', start_time: ticks, hermes_home: root };
    expect(json(join(root, 'gateway.pid'))).toMatchObject({
      ...record,
      argv: ['hermes', 'gateway', 'run', '--replace'],
    });
    expect(json(join(root, 'gateway.lock'))).toMatchObject(record);
  });

  it.each([
    ['the flag', 'sticky', '-p default gateway run', {}, 'root'],
    ['the sticky file', 'sticky', 'gateway run', {}, 'code'],
    ['a flag after --, which is none', 'sticky', 'gateway run -- -p default', {}, null],
    ['a home below profiles/', '', 'gateway run', { HERMES_HOME: 'code' }, 'code'],
    ['the sticky file, against the root home', 'sticky', 'gateway run', { HERMES_HOME: 'root' }, 'code'],
    ['an old version and a marker', 'sticky', 'gateway run', { HERMES_SUPERVISED_CHILD: '1' }, 'code'],
    ['a new version and a marker', 'sticky new', 'gateway run', { HERMES_SUPERVISED_CHILD: '1' }, 'root'],
    ['systemd, which is no marker', 'sticky new', 'gateway run', { INVOCATION_ID: 'x' }, 'code'],
    ['nothing at all', '', 'gateway run', {}, 'root'],
  ] as const)('goes by %s', (_, setting, args, env, expected) => {
    const { run, root, code } = account(setting.includes('new') ? { releaseDate: '2026.10.1' } : {});
    if (setting.includes('sticky')) writeFileSync(join(root, 'active_profile'), 'code\n');
    // Ends at once and leaves its state in the home it found.
    for (const home of [root, code]) knobs(home, { exitCode: 78 });
    const homes: Record<string, string> = { root, code };
    const resolved = Object.fromEntries(
      Object.entries(env).map(([key, value]) => [key, homes[value] ?? value]),
    );
    const { status } = run(args, resolved);
    expect(status).toBe(expected === null ? 2 : 78);
    if (expected !== null) expect(state(homes[expected]!).hermes_home).toBe(homes[expected]);
  });

  it('refuses a profile that is not there', () => {
    const { status, stderr } = account().run('--profile nope gateway run');
    expect({ status, stderr }).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("'nope' does not exist"),
    });
  });

  it('gives way to --replace, and to nothing else', async () => {
    const { start, run, root } = account();
    const first = start('gateway run');
    await becomes(root, 'running');
    const refused = run('gateway run');
    expect({ status: refused.status, stderr: refused.stderr }).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`already running (PID ${first.pid})`),
    });
    const second = start('gateway run --replace');
    expect(await exitOf(first)).toBe(0);
    await eventually(() => expect(json(join(root, 'gateway.pid')).pid).toBe(second.pid));
  });

  it('lets one of two through that start together', async () => {
    const { start, root } = account();
    // Longer than a busy machine may keep one of them from starting.
    knobs(root, { startDelayMs: 1500 });
    const both = [start('gateway run --replace'), start('gateway run --replace')];
    expect(await Promise.race(both.map(exitOf))).toBe(1);
    await becomes(root, 'running');
    expect(readFileSync(join(root, 'logs/gateway.log'), 'utf8')).toMatch(
      /Another gateway instance \(PID \d+\)/,
    );
  });

  it.each([
    ['SIGTERM', 1],
    ['SIGUSR1', 75],
  ] as const)('exits after %s with %i', async (signal, status) => {
    const { start, root } = account();
    const child = start('gateway run');
    await becomes(root, 'running');
    child.kill(signal);
    expect(await exitOf(child)).toBe(status);
    expect(state(root).gateway_state).toBe('stopped');
  });

  it('exits with 0 after a SIGTERM that was announced', async () => {
    const { start, root } = account();
    const child = start('gateway run');
    await becomes(root, 'running');
    const { pid, start_time } = json(join(root, 'gateway.pid'));
    const marker = { target_pid: pid, target_start_time: start_time };
    writeFileSync(join(root, '.gateway-planned-stop.json'), JSON.stringify(marker));
    child.kill('SIGTERM');
    expect(await exitOf(child)).toBe(0);
  });

  it('answers /health when it has a key, and goes on without a port', async () => {
    const { start, root, code } = account();
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const port = String((listener.address() as AddressInfo).port);
    onTestFinished(() => void listener.close());
    const env = { API_SERVER_KEY: 'a-key-of-sixteen-and-more', API_SERVER_PORT: port };
    start('-p code gateway run', env);
    await becomes(code, 'degraded');
    listener.close();
    await once(listener, 'close');
    start('-p default gateway run', env);
    await becomes(root, 'running');
    const answer = await fetch(`http://127.0.0.1:${port}/health`);
    expect(await answer.json()).toEqual({ status: 'ok', platform: 'hermes-agent' });
  });
});
