import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openHost } from '../../src/host/host.ts';
import { ownProcess } from '../../src/host/process-id.ts';
import {
  changeLedger,
  inForce,
  type KnownPorts,
  readLedger,
  reservePorts,
} from '../../src/ops/ports/port-ledger.ts';
import { candidatePort } from '../../src/runtime/allocate.ts';
import { type LedgerEntry, parseLedger } from '../../src/runtime/ledger.ts';
import { makeRoot } from '../support/home.ts';
import { bundleScript, startScript } from '../support/script.ts';

const SCRIPT = join(import.meta.dirname, 'port-ledger-script.ts');
const GONE = { ...ownProcess(), pid: 4_194_999 };
const NOTHING: KnownPorts = {
  reserved: new Set(),
  said: new Map(),
  carried: new Map(),
  isOwn: () => false,
};

/** What the script knows. */
const THEIRS = { ...NOTHING, reserved: new Set(Array.from({ length: 2000 }, (_, i) => 24_000 + i)) };

/** A state folder, and as many homes of profiles. */
function stateWith(count: number) {
  const root = makeRoot({ state: null });
  const homes = Array.from({ length: count }, (_, i) => join(root, `profiles/p${i}`));
  for (const home of homes) mkdirSync(home, { recursive: true });
  const folder = join(root, 'state');
  const place = { host: openHost(undefined), folder, owner: null };
  return { folder, homes, place, file: join(folder, 'ports.json') };
}

const request = (home: string) => ({
  app: 'hermes',
  profile: 'p',
  home,
  host: '127.0.0.1',
  configured: 8642,
  keeps: false,
  carried: null,
});
const entry = (home: string, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  app: 'hermes',
  profile: 'p',
  home,
  port: 30_000,
  instead: 8642,
  at: '2026-11-20T00:00:00.000Z',
  pending: null,
  ...more,
});
const entriesIn = (file: string) => parseLedger(readFileSync(file, 'utf8'), file);

// G-16
describe('several processes', () => {
  it('8 that want 50 ports each at once get 400 different ones, none of them reserved (B-10)', async () => {
    const { folder, homes, file } = stateWith(400);
    const script = await bundleScript(SCRIPT);
    const all = Array.from({ length: 8 }, (_, i) =>
      startScript(script, folder, 'keep', ...homes.slice(i * 50, i * 50 + 50)),
    );
    const outputs = await Promise.all(all.map(({ output }) => output));
    const ports = outputs.flatMap((text) => JSON.parse(text) as number[]);
    expect(ports.length).toBe(400);
    expect(new Set(ports).size).toBe(400);
    expect(ports.filter((port) => port >= 24_000 && port < 26_000)).toEqual([]);
    const kept = entriesIn(file);
    expect(new Set(kept.map(({ port }) => port))).toEqual(new Set(ports));
    expect(new Set(kept.map(({ home }) => home))).toEqual(new Set(homes));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(join(folder, 'ports.lock'))).toBe(false);
  });

  it('one that is killed between allocation and start leaks nothing, and blocks nobody', async () => {
    const { folder, homes, file, place } = stateWith(2);
    const [first = '', second = ''] = homes;
    const script = await bundleScript(SCRIPT);
    const killed = startScript(script, folder, 'hang', first);
    const [port] = JSON.parse(await killed.printed()) as number[];
    expect(entriesIn(file)).toMatchObject([{ home: first, port, pending: { pid: killed.child.pid } }]);
    // As long as it runs, the port is its own.
    const other = await reservePorts(place, [{ ...request(second), carried: port ?? 0 }], NOTHING, {
      pending: false,
    });
    expect(other.get(second)).not.toBe(port);
    killed.child.kill('SIGKILL');
    await killed.output;
    await changeLedger(place, new Map(), async (ledger) => ({ result: null, ledger }));
    expect(entriesIn(file).map(({ home }) => home)).toEqual([second]);
    const again = await reservePorts(place, [request(first)], THEIRS, { pending: false });
    expect(again.get(first)).toBe(port);
  });

  it('killed at any moment, they leave a ledger that is whole, and a lock that is no obstacle', async () => {
    const { folder, homes, file, place } = stateWith(80);
    const script = await bundleScript(SCRIPT);
    const all = [0, 1, 2, 3].map((i) =>
      startScript(script, folder, 'hang', ...homes.slice(i * 20, i * 20 + 20)),
    );
    const [one] = all;
    await one?.printed();
    for (const { child } of all) child.kill('SIGKILL');
    await Promise.all(all.map(({ output }) => output));
    const given = await reservePorts(place, homes.map(request), NOTHING, { pending: false });
    expect(new Set(given.values()).size).toBe(80);
    expect(entriesIn(file).filter(({ pending }) => pending !== null)).toEqual([]);
  });
});

describe('what still counts', () => {
  const { files } = openHost(undefined);

  it('not the entry of a home that is gone, nor a reservation of an ended process that nothing carries (B-29)', () => {
    const { homes } = stateWith(4);
    const [there = '', gone = '', carried = '', waiting = ''] = homes;
    rmSync(gone, { recursive: true });
    const pending = { port: 30_002, pending: GONE };
    const ledger = [
      entry(there),
      entry(gone, { port: 30_001 }),
      entry(carried, pending),
      entry(waiting, { port: 30_003, pending: ownProcess() }),
    ];
    expect(inForce(files, ledger, new Map([[carried, 30_002]]))).toEqual([
      entry(there),
      entry(carried, { ...pending, pending: null }),
      entry(waiting, { port: 30_003, pending: ownProcess() }),
    ]);
    expect(inForce(files, [entry(carried, pending)], new Map([[carried, 30_009]]))).toEqual([]);
  });

  it('a home that cannot be looked at is not gone, nor is a process of another host', () => {
    const { homes } = stateWith(1);
    const [home = ''] = homes;
    const stat = (path: string) => ({ ...files.stat(path), kind: 'unknown' as const });
    const unknown = { ...files, stat };
    expect(inForce(unknown, [entry('/not/to/be/seen')], new Map())).toHaveLength(1);
    const elsewhere = entry(home, { pending: { ...GONE, host: 'elsewhere' } });
    expect(inForce(files, [elsewhere], new Map())).toEqual([elsewhere]);
  });
});

describe('the file', () => {
  it('stays the same, to the byte and the time, where nothing changes', async () => {
    const { homes, place, file } = stateWith(2);
    await reservePorts(place, homes.map(request), NOTHING, { pending: false });
    const before = [readFileSync(file, 'utf8'), statSync(file).mtimeMs, statSync(file).ino];
    await reservePorts(place, homes.map(request), NOTHING, { pending: false });
    await reservePorts(place, homes.map(request), NOTHING, { pending: true });
    expect([readFileSync(file, 'utf8'), statSync(file).mtimeMs, statSync(file).ino]).toEqual(before);
  });

  it('that is broken is neither read as empty nor written over', async () => {
    const { homes, place, folder, file } = stateWith(1);
    for (const text of ['', '{}', '{"schema":1,"ports":[{}]}']) {
      writeFileSync(file, text);
      await expect(reservePorts(place, homes.map(request), NOTHING, { pending: false })).rejects.toThrow(
        file,
      );
      expect(() => readLedger(place.host.files, folder)).toThrow(file);
      expect(readFileSync(file, 'utf8')).toBe(text);
      expect(existsSync(join(folder, 'ports.lock'))).toBe(false);
    }
  });

  it('keeps its last port for a profile that comes again', async () => {
    const { homes, place } = stateWith(2);
    const [first = '', second = ''] = homes;
    const reserved = new Set([candidatePort(first)]);
    const one = await reservePorts(place, [request(first)], { ...NOTHING, reserved }, { pending: false });
    expect(one.get(first)).toBe(candidatePort(first) + 1);
    await reservePorts(place, [request(second)], NOTHING, { pending: false });
    const again = await reservePorts(place, [request(first)], NOTHING, { pending: false });
    expect(again).toEqual(one);
  });
});
