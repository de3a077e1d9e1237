import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow } from '../../src/host/files.ts';
import { ownProcess } from '../../src/host/process-id.ts';
import {
  endInterrupted,
  type LifecyclePlace,
  openLifecycle,
  readLifecycle,
  withoutEnd,
} from '../../src/store/lifecycle.ts';
import { makeRoot } from '../support/home.ts';
import { bundleScript, startScript } from '../support/script.ts';

const LOG = 'state/lifecycle.jsonl';
const placeOf = (root: string, warnings: string[] = []): LifecyclePlace => ({
  files: filesBelow(root),
  folder: '/state',
  owner: null,
  manager: 'systemd',
  now: () => Date.UTC(2026, 10, 20, 12),
  warn: (message) => warnings.push(message),
});
const linesOf = (root: string, name = LOG) => readLifecycle(readFileSync(join(root, name), 'utf8'));

// G-35
describe('the lifecycle log', () => {
  it('has a line an event, 0600', () => {
    const root = makeRoot({});
    const log = openLifecycle(placeOf(root));
    log.note('ready', 'code', { service: 'hermes-gateway-code.service', pid: 17 });
    log.note('reloaded', null);
    expect(readFileSync(join(root, LOG), 'utf8')).toBe(
      '{"schema":1,"ts":"2026-11-20T12:00:00.000Z","event":"ready","profile":"code","manager":"systemd","service":"hermes-gateway-code.service","pid":17}\n' +
        '{"schema":1,"ts":"2026-11-20T12:00:00.000Z","event":"reloaded","profile":null,"manager":"systemd"}\n',
    );
    expect(statSync(join(root, LOG)).mode & 0o777).toBe(0o600);
  });

  it('holds no secret and no line that does not fit into one write', () => {
    const root = makeRoot({});
    const log = openLifecycle(placeOf(root));
    log.note('failed', 'code', {
      reason: 'it said: token=123456789:AAabcdefghijklmnopqrstuvwxyz0123456789 and went',
      API_SERVER_KEY: 'hunter2hunter2',
      long: 'x'.repeat(5_000),
    });
    log.note(
      'failed',
      'code',
      Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`k${n}`, 'y'.repeat(299)])),
    );
    const text = readFileSync(join(root, LOG), 'utf8');
    expect(text).not.toMatch(/123456789:|hunter2/);
    const [first, second] = linesOf(root);
    expect(first).toMatchObject({ API_SERVER_KEY: '<redacted>', long: `${'x'.repeat(300)}…` });
    expect(second).toMatchObject({ event: 'failed', profile: 'code', cut: true });
    expect(text.split('\n').every((line) => Buffer.byteLength(line) < 4_096)).toBe(true);
  });

  it('that cannot be written is told once, and holds up nothing', () => {
    const root = makeRoot({ 'state/lifecycle.jsonl/x': '' });
    const warnings: string[] = [];
    const log = openLifecycle(placeOf(root, warnings));
    log.note('ready', 'code');
    log.note('ready', 'work');
    expect(warnings).toEqual([
      'the lifecycle log is not written: cannot write /state/lifecycle.jsonl: it is a folder',
    ]);
  });

  it('holds nothing up where it is a FIFO', () => {
    const root = makeRoot({ state: null });
    execFileSync('mkfifo', [join(root, LOG)]);
    const warnings: string[] = [];
    openLifecycle(placeOf(root, warnings)).note('ready', 'code');
    expect(warnings).toEqual([
      'the lifecycle log is not written: cannot write /state/lifecycle.jsonl: it is not a regular file',
    ]);
  });

  it('goes on behind a line that was torn', () => {
    const root = makeRoot({ [LOG]: '{"schema":1,"ev' });
    openLifecycle(placeOf(root)).note('ready', 'a');
    expect(linesOf(root).map(({ profile }) => profile)).toEqual(['a']);
  });

  it('begins anew at 1 MiB, and keeps three', () => {
    const root = makeRoot({
      'state/lifecycle.jsonl.1': 'one',
      'state/lifecycle.jsonl.2': 'two',
      'state/lifecycle.jsonl.3': '3',
    });
    const log = openLifecycle(placeOf(root));
    log.note('ready', 'a');
    appendFileSync(join(root, LOG), `${'{}'.padEnd(1023)}\n`.repeat(1_024));
    log.note('ready', 'b');
    expect(existsSync(join(root, LOG))).toBe(false);
    log.note('ready', 'c');
    expect(linesOf(root).map(({ profile }) => profile)).toEqual(['c']);
    expect(linesOf(root, `${LOG}.1`).map(({ profile }) => profile)).toEqual(['a', 'b']);
    expect([2, 3].map((n) => readFileSync(join(root, `${LOG}.${n}`), 'utf8'))).toEqual(['one', 'two']);
  });

  it('loses nothing when several processes write and begin it anew', async () => {
    const root = makeRoot({ state: null });
    const script = await bundleScript(join(import.meta.dirname, 'lifecycle-script.ts'));
    const [writers, events] = [4, 3_000];
    await Promise.all(
      Array.from({ length: writers }, (_, n) => startScript(script, root, String(n), String(events)).output),
    );
    const names = [LOG, ...[1, 2, 3].map((n) => `${LOG}.${n}`)].filter((name) =>
      existsSync(join(root, name)),
    );
    const texts = names.map((name) => readFileSync(join(root, name), 'utf8'));
    const all = texts.join('').split('\n').filter(Boolean);
    expect(names.length).toBeGreaterThan(1);
    expect(readLifecycle(all.join('\n'))).toHaveLength(all.length);
    expect(new Set(all).size).toBe(writers * events);
    expect(existsSync(join(root, 'state/lifecycle.lock'))).toBe(false);
  });
});

describe('what was begun and has no end', () => {
  const GONE = { ...ownProcess(), start: 1 };
  const line = (event: string, profile: string, by: unknown = GONE): string =>
    `${JSON.stringify({ schema: 1, ts: 't', event, profile, manager: 'systemd', service: `${profile}.service`, by })}\n`;

  it('is what no later event ends', () => {
    const text =
      line('starting', 'a') +
      line('ready', 'a') +
      line('starting', 'b') +
      line('stopping', 'a') +
      line('starting', 'a');
    expect(
      withoutEnd(readLifecycle(`torn\n${text}{"sch`)).map(({ event, profile }) => [event, profile]),
    ).toEqual([
      ['starting', 'b'],
      ['stopping', 'a'],
      ['starting', 'a'],
    ]);
  });

  it.each([null, 3, {}, { pid: 'x' }])('of a line that does not say who (%j) nothing is known', (by) => {
    const entry = {
      schema: 1,
      ts: '2026-11-20T12:00:00.000Z',
      event: 'starting',
      profile: 'a',
      manager: 'systemd',
    };
    const root = makeRoot({ [LOG]: `${JSON.stringify({ ...entry, by })}\n` });
    endInterrupted(placeOf(root));
    expect(linesOf(root).length).toBe(1);
  });

  it('gets one when whoever began it is gone', () => {
    const root = makeRoot({ [LOG]: line('starting', 'gone') + line('starting', 'alive', ownProcess()) });
    endInterrupted(placeOf(root));
    endInterrupted(placeOf(root));
    expect(linesOf(root).slice(2)).toEqual([
      {
        schema: 1,
        ts: '2026-11-20T12:00:00.000Z',
        event: 'interrupted',
        profile: 'gone',
        manager: 'systemd',
        service: 'gone.service',
      },
    ]);
  });
});
