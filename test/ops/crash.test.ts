import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exclusively } from '../../src/ops/exclusive.ts';
import { interruptedCommands } from '../../src/ops/undo/unfinished.ts';
import { readLifecycle, withoutEnd } from '../../src/store/lifecycle.ts';
import { lastWritten, sha256 } from '../../src/store/store.ts';
import { bundleRunner } from '../support/bundle-runner.ts';
import { unitpin } from '../support/cli.ts';

import { openMachine, saveMachine } from './crash/machine.ts';
import { fakeHost, running, type Unit } from './fakes.ts';
import { contextOf, HERMES } from './fixtures.ts';

// What each service of the machine is before, and what apply wants of it:
const CODE = 'hermes-gateway-code.service'; //   ours, runs: its environment changes
const WORK = 'hermes-gateway-work.service'; //   not there: made, enabled, started
const DEFAULT = 'hermes-gateway.service'; //     somebody else's, runs, pins nothing: pinned, restarted, never taken back
const OFF = 'hermes-gateway-off.service'; //     ours, runs: stopped and disabled
const SIDE = 'hermes-gateway-side.service'; //   ours, runs: nothing
const UNITS = 'home/u/.config/systemd/user';
const PIN = `${DEFAULT}.d/zz-unitpin.conf`;
const MANIFEST = 'home/u/.config/unitpin/unitpin.yaml';
const STATE = 'home/u/.local/state/unitpin';
const FILES = [CODE, WORK, DEFAULT, PIN, OFF, SIDE];

/** The machine before, and the files of it when apply has come to its end. */
let template: string;
let before: Record<string, string | null>;
let after: Record<string, string | null>;
let runner: { script: string; remove: () => void } | undefined;

const read = (root: string, path: string): string | null =>
  existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : null;
const filesOf = (root: string) =>
  Object.fromEntries(FILES.map((name) => [name, read(root, `${UNITS}/${name}`)]));

interface Ended {
  killed: boolean;
  status: number;
  stderr: string;
  effects: string[];
}

/** Runs a command line on a machine in a process of its own, which ends itself with SIGKILL at that effect. */
function inProcess(root: string, killAt: number, how: 'whole' | 'torn', ...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [runner?.script ?? '', root, String(killAt), how, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
  });
  return new Promise((resolve, reject) => {
    child.once('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve({ killed: true, status: -1, stderr: '', effects: [] });
      else if (code === 0) resolve({ killed: false, ...(JSON.parse(text) as Omit<Ended, 'killed'>) });
      else reject(new Error(`the runner ended with ${code}`));
    });
  });
}

const APPLY = ['apply', '--yes', '--quiet'];
const copies: string[] = [];
function copyOf(root: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'unitpin-test-'));
  copies.push(copy);
  cpSync(root, copy, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  return copy;
}

beforeAll(async () => {
  runner = await bundleRunner(
    join(import.meta.dirname, 'crash/crash-script.ts'),
    resolve(import.meta.dirname, '../..'),
  );
  template = mkdtempSync(join(tmpdir(), 'unitpin-test-'));
  copies.push(template);
  const tree: Record<string, string> = {
    'etc/passwd': 'root:x:0:0:root:/root:/bin/bash\nu:x:1000:1000::/home/u:/bin/bash\n',
    'home/u/.hermes/bin/hermes': '',
    'proc/net/tcp': '  sl  local_address rem_address   st\n',
    'run/systemd/system/x': '',
    [`${UNITS}/${DEFAULT}`]: `[Service]\nExecStart=${HERMES} gateway run\n`,
    [MANIFEST]: JSON.stringify({ profiles: { code: 'enabled', off: 'enabled', side: 'enabled' } }),
  };
  for (const profile of ['code', 'work', 'off', 'side']) tree[`home/u/.hermes/profiles/${profile}/x`] = '';
  const made = fakeHost({}, template);
  for (const [path, text] of Object.entries(tree))
    made.host.files.writeAtomic(`/${path}`, text, { mode: path.includes('/bin/') ? 0o755 : 0o644 });
  made.units.set(DEFAULT, { ...running(made.spawn([HERMES, 'gateway', 'run'])), UnitFileState: 'disabled' });
  expect(await unitpin(APPLY, null, made.host)).toMatchObject({ status: 0, stderr: '' });
  saveMachine(made);
  writeFileSync(
    join(template, MANIFEST),
    JSON.stringify({
      profiles: {
        default: 'enabled',
        code: { environment: { LOG_LEVEL: 'debug' } },
        work: 'enabled',
        off: 'disabled',
        side: 'enabled',
      },
    }),
  );
  before = filesOf(template);
});

afterAll(() => {
  runner?.remove();
  for (const copy of copies) rmSync(copy, { recursive: true, force: true });
});

const isUp = (unit: Unit | undefined): boolean => unit?.ActiveState === 'active';
const leftovers = (root: string): string[] =>
  [UNITS, `${UNITS}/${DEFAULT}.d`]
    .flatMap((folder) => (existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : []))
    .filter((name) => name.endsWith('.tmp'));

/** What a killed apply has left behind: every file whole, every old one backed up that is not there any more. */
function expectNothingLost(root: string): string {
  const now = filesOf(root);
  for (const name of FILES) expect([before[name], after[name]], name).toContain(now[name]);
  const changed = FILES.filter((name) => now[name] !== before[name]);
  for (const name of changed.filter((one) => before[one] !== null)) {
    const backups = readdirSync(join(root, STATE, 'backups'), { recursive: true, encoding: 'utf8' });
    const texts = backups
      .map((path) => join(STATE, 'backups', path))
      .filter((path) => !readdirSafe(join(root, path)))
      .map((path) => read(root, path));
    expect(texts, name).toContain(before[name]);
  }
  return `${changed.length} new`;
}

function readdirSafe(path: string): boolean {
  try {
    readdirSync(path);
    return true;
  } catch {
    return false;
  }
}

/** What a machine must be like when what was interrupted has been brought in order. */
function expectInOrder(root: string, told: readonly string[]): string {
  const { units, host } = openMachine(root);
  const now = filesOf(root);
  expect(leftovers(root)).toEqual([]);
  expect(host.files.list(`/${STATE}/journal`).filter(({ name }) => name.endsWith('.jsonl'))).toEqual([]);
  for (const name of FILES) expect([before[name], after[name]], name).toContain(now[name]);
  // The one whose old definition ran the wrong profile may keep its pin; the others go one way together.
  const ways = [CODE, WORK, OFF]
    .filter((name) => before[name] !== after[name])
    .map((name) => now[name] === after[name]);
  expect(new Set(ways).size, 'half of it').toBe(1);
  const isForward = ways[0]!;
  for (const name of [CODE, DEFAULT, SIDE]) expect(isUp(units.get(name)), `${name} is up`).toBe(true);
  expect(isUp(units.get(OFF)), OFF).toBe(!isForward);
  expect(isUp(units.get(WORK)), WORK).toBe(isForward);
  expect([units.get(OFF)?.UnitFileState, units.get(WORK)?.UnitFileState ?? 'disabled']).toEqual(
    isForward ? ['disabled', 'enabled'] : ['enabled', 'disabled'],
  );
  for (const [path, hash] of lastWritten(host.files, `/${STATE}`)) {
    expect(hash, path).toBe(sha256(readFileSync(join(root, path))));
  }
  expect(withoutEnd(readLifecycle(read(root, `${STATE}/lifecycle.jsonl`) ?? ''))).toEqual([]);
  const pin = now[PIN] === null ? 'no pin' : 'pin';
  return `${told.length === 0 ? 'nothing to do' : isForward ? 'finished' : 'undone'}, ${pin}`;
}

async function bringInOrder(root: string): Promise<string[]> {
  const machine = openMachine(root);
  const told: string[] = [];
  await exclusively(
    await contextOf(machine),
    (line) => told.push(line),
    () => undefined,
  );
  saveMachine(machine);
  return told;
}

/** All of them, a few at a time. After a failure no other is begun, and those under way are waited for. */
async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await work(items[index]!).catch((error) => {
        next = items.length;
        throw error;
      });
    }
  };
  const lanes = Array.from({ length: Math.min(4, availableParallelism()) }, lane);
  const failed = (await Promise.allSettled(lanes)).find(({ status }) => status === 'rejected');
  if (failed) throw (failed as PromiseRejectedResult).reason;
  return results;
}

describe('an apply that is killed', () => {
  it('anywhere: loses nothing, and is finished or undone', async () => {
    const whole = copyOf(template);
    const full = await inProcess(whole, 0, 'whole', ...APPLY);
    expect(full).toMatchObject({ status: 0, stderr: '' });
    after = filesOf(whole);
    expect(FILES.filter((name) => before[name] !== after[name])).toEqual([CODE, WORK, PIN]);

    const cases = full.effects.flatMap((effect, index) => {
      // One torn line of the lifecycle log is like the other.
      const isTorn = /^(write|append .*(journal|planned))/.test(effect);
      const torn = isTorn ? (['whole', 'torn'] as const) : (['whole'] as const);
      return torn.map((how) => ({ effect, at: index + 1, how }));
    });
    const rows = await each(cases, async ({ effect, at, how }) => {
      const root = copyOf(template);
      expect((await inProcess(root, at, how, ...APPLY)).killed).toBe(true);
      const seen = expectNothingLost(root);
      const looking = interruptedCommands(await contextOf(openMachine(root)));
      const told = await bringInOrder(root);
      const state = expectInOrder(root, told);
      expect(looking.length > 0, 'who only looks is told').toBe(told.length > 0);
      expect(await bringInOrder(root)).toEqual([]);
      const machine = openMachine(root);
      expect((await unitpin(APPLY, null, machine.host)).status).toBe(0);
      expect(filesOf(root)).toEqual(after);
      expect([CODE, WORK, DEFAULT, SIDE, OFF].map((name) => isUp(machine.units.get(name)))).toEqual([
        true,
        true,
        true,
        true,
        false,
      ]);
      rmSync(root, { recursive: true, force: true });
      return [String(at), how === 'torn' ? 'in' : 'before', effect, seen, state];
    });
    print(['n', 'killed', 'at', 'files', 'afterwards'], rows);
    expect(new Set(rows.map(([, , , , state]) => state))).toEqual(
      new Set([
        'nothing to do, no pin',
        'undone, no pin',
        'undone, pin',
        'finished, pin',
        'nothing to do, pin',
      ]),
    );
  });

  it('and killed again while that is brought in order', async () => {
    const whole = copyOf(template);
    const { effects } = await inProcess(whole, 0, 'whole', ...APPLY);
    after = filesOf(whole);
    const at = (pattern: RegExp): number => effects.findIndex((effect) => pattern.test(effect)) + 1;
    const points = [at(/write .*work\.service/), at(/systemctl disable/), at(/systemctl start/)];
    // A command that is refused, after what was left has been brought in order.
    const RESUME = ['rollback', '--yes', '--quiet', 'no-such-id'];
    const cases: { root: string; first: number; effect: string; again: number; how: 'whole' | 'torn' }[] = [];
    for (const first of points) {
      const root = copyOf(template);
      expect((await inProcess(root, first, 'whole', ...APPLY)).killed).toBe(true);
      const resumed = await inProcess(copyOf(root), 0, 'whole', ...RESUME);
      expect(resumed.status).toBe(2);
      for (const [index, effect] of resumed.effects.entries()) {
        const how = /^(write|append)/.test(effect) ? 'torn' : 'whole';
        cases.push({ root, first, effect, again: index + 1, how });
      }
    }
    const rows = await each(cases, async ({ root: killed, first, effect, again, how }) => {
      const root = copyOf(killed);
      expect((await inProcess(root, again, how, ...RESUME)).killed).toBe(true);
      const seen = expectNothingLost(root);
      const state = expectInOrder(root, await bringInOrder(root));
      rmSync(root, { recursive: true, force: true });
      return [effects[first - 1]!, String(again), how === 'torn' ? 'in' : 'before', effect, seen, state];
    });
    print(['killed before', 'n', 'again', 'at', 'files', 'afterwards'], rows);
  });

  it('while it gives a service back that did not get ready', async () => {
    const broken = copyOf(template);
    const machine = openMachine(broken);
    machine.broken.add(WORK);
    saveMachine(machine);
    const whole = copyOf(broken);
    const { effects, status } = await inProcess(whole, 0, 'whole', ...APPLY);
    expect(status).toBe(4);
    after = filesOf(whole);
    expect(after[WORK]).toBeNull();
    const from = effects.findIndex((effect) => /jsonl failed$/.test(effect)) + 1;
    expect(from).toBeGreaterThan(0);
    const cases = effects.slice(from).map((effect, index) => ({ effect, at: from + index + 1 }));
    const rows = await each(cases, async ({ effect, at }) => {
      const root = copyOf(broken);
      const how = /^(write|append)/.test(effect) ? 'torn' : 'whole';
      expect((await inProcess(root, at, how, ...APPLY)).killed).toBe(true);
      await bringInOrder(root);
      expect(filesOf(root)).toEqual(after);
      const { units } = openMachine(root);
      expect([CODE, DEFAULT, SIDE, OFF].map((name) => isUp(units.get(name)))).toEqual([
        true,
        true,
        true,
        false,
      ]);
      expect([isUp(units.get(WORK)), units.get(WORK)!.UnitFileState]).toEqual([false, 'disabled']);
      expect(withoutEnd(readLifecycle(read(root, `${STATE}/lifecycle.jsonl`) ?? ''))).toEqual([]);
      rmSync(root, { recursive: true, force: true });
      return [String(at), how === 'torn' ? 'in' : 'before', effect];
    });
    print(['n', 'killed', 'at'], rows);
  });
});

describe('two at once', () => {
  it('the second one is told who is at it, and changes nothing', async () => {
    const root = copyOf(template);
    const [one, other] = [openMachine(root), openMachine(root)];
    let told: { status: number; stderr: string } | null = null;
    const sleep = one.host.clock.sleep;
    const host = {
      ...one.host,
      clock: {
        ...one.host.clock,
        async sleep(ms: number) {
          told ??= await unitpin(APPLY, null, other.host);
          await sleep(ms);
        },
      },
    };
    expect((await unitpin(APPLY, null, host)).status).toBe(0);
    expect(told).toMatchObject({
      status: 3,
      stderr: `error: another command is running: an apply of 2026-11-20 00:00:00 UTC (process ${process.pid}); nothing was changed\n  at /${STATE}/apply.lock\n  next: wait until it has finished, then run this again\n`,
    });
    expect(other.calls.filter((call) => !call.startsWith('show'))).toEqual([]);
  });
});

/** The table is a result, too. */
function print(head: readonly string[], rows: readonly (readonly string[])[]): void {
  process.stdout.write(`\n${tableOf(head, rows)}\n`);
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
