import { describe, expect, it } from 'vitest';
import { filesBelow } from '../../src/host/files.ts';
import { isOfNow, readLockFile, readPidFile, readStateFile } from '../../src/runtime/gateway-files.ts';
import { app } from '../ops/fixtures.ts';
import fc from '../support/fast-check.ts';
import { makeRoot, type Tree } from '../support/home.ts';

const files = (tree: Tree) => filesBelow(makeRoot(tree));
const pidFile = (text: string) => readPidFile(files({ 'h/gateway.pid': text }), app, '/h');
const stateFile = (text: string) => readStateFile(files({ 'h/gateway_state.json': text }), app, '/h');

// G-07
describe('the pid file', () => {
  const path = '/h/gateway.pid';
  const nothing = { path, start: null, home: null, argv: null };

  it.each([
    [
      'as it is written now',
      '{"pid": 77, "kind": "hermes-gateway", "argv": ["hermes", "gateway", "run"], "start_time": 4711, "hermes_home": "/h"}',
      { path, pid: 77, start: 4711, home: '/h', argv: ['hermes', 'gateway', 'run'] },
    ],
    ['a number as text', '{"pid": "77", "start_time": "4711"}', { ...nothing, pid: 77, start: 4711 }],
    ['the bare number of old versions', '77\n', { ...nothing, pid: 77 }],
    ['with zeros in front', '0077', { ...nothing, pid: 77 }],
    ['with a BOM', '\ufeff{"pid": 77}', { ...nothing, pid: 77 }],
    [
      'hundredths of a second',
      '{"pid": 77, "start_time": 176372640012}',
      { ...nothing, pid: 77, start: 176372640012 },
    ],
    ['pid 1, of a container', '{"pid": 1}', { ...nothing, pid: 1 }],
    [
      'other fields that make no sense',
      '{"pid": 77, "start_time": -1, "hermes_home": 5, "argv": [1]}',
      { ...nothing, pid: 77 },
    ],
  ])('%s', (_, text, record) => {
    expect(pidFile(text)).toEqual({ state: 'there', record });
  });

  it.each([
    ['', 'it is empty'],
    [' \n', 'it is empty'],
    ['{"pid": 77', 'it holds no JSON'],
    ['\u0000\u0001', 'it holds no JSON'],
    ['null', 'it holds no JSON object and no number'],
    ['[77]', 'it holds no JSON object and no number'],
    ['"77"', 'it holds no JSON object and no number'],
    ['{}', 'it names no pid'],
    ['-77', 'its pid is not valid: -77'],
    ['0', 'its pid is not valid: 0'],
    ['7.5', 'its pid is not valid: 7.5'],
    ['1e400', 'its pid is not valid: null'],
    ['{"pid": 99999999999999999999}', 'its pid is not valid: 100000000000000000000'],
    ['{"pid": 4294967296}', 'its pid is not valid: 4294967296'],
    ['{"pid": -1}', 'its pid is not valid: -1'],
    ['{"pid": "-1"}', 'its pid is not valid: "-1"'],
    ['{"pid": "77; reboot"}', 'its pid is not valid: "77; reboot"'],
    ['{"pid": true}', 'its pid is not valid: true'],
    ['{"pid": {"a": 1}}', 'its pid is not valid: {"a":1}'],
    ['{"pid": null}', 'its pid is not valid: null'],
  ])('broken: %j', (text, reason) => {
    expect(pidFile(text)).toEqual({ state: 'broken', path, reason });
  });

  it('is absent, or cannot be read', () => {
    expect(readPidFile(files({ 'h/x': '' }), app, '/h')).toEqual({ state: 'absent' });
    expect(readPidFile(files({ 'h/gateway.pid': null }), app, '/h')).toEqual({
      state: 'broken',
      path,
      reason: 'it is not a regular file',
    });
  });

  it('the lock file is read the same way', () => {
    const found = readLockFile(files({ 'h/gateway.lock': '{"pid": 7}' }), app, '/h');
    expect(found).toMatchObject({ state: 'there', record: { path: '/h/gateway.lock', pid: 7 } });
  });
});

describe('the state file', () => {
  it('as it is written', () => {
    const text = JSON.stringify({
      pid: 77,
      start_time: 4711,
      gateway_state: 'degraded',
      exit_reason: null,
      platforms: {
        telegram: { state: 'connected', error_code: null, error_message: null },
        'code:discord': { state: 'retrying', error_code: 'x', error_message: 'no route' },
        odd: 5,
      },
      updated_at: '2026-11-21T15:00:00.123456+00:00',
    });
    expect(stateFile(text)).toEqual({
      state: 'there',
      gateway: {
        path: '/h/gateway_state.json',
        pid: 77,
        start: 4711,
        phase: 'degraded',
        platforms: [
          { name: 'telegram', profile: null, state: 'connected', error: null },
          { name: 'discord', profile: 'code', state: 'retrying', error: 'no route' },
          { name: 'odd', profile: null, state: 'unknown', error: null },
        ],
        exitReason: null,
        updated: Date.UTC(2026, 10, 21, 15, 0, 0, 123),
      },
    });
  });

  it.each([
    ['"2026-11-21T15:00:00Z"', Date.UTC(2026, 10, 21, 15)],
    ['"2026-11-21T15:00:00"', Date.UTC(2026, 10, 21, 15)],
    ['"2026-11-21 15:00:00.5+01:00"', Date.UTC(2026, 10, 21, 14, 0, 0, 500)],
    ['"2026-13-41T15:00:00Z"', null],
    ['"yesterday"', null],
    ['1763737200', null],
    ['null', null],
  ])('updated_at %s', (text, updated) => {
    expect(stateFile(`{"updated_at": ${text}}`)).toMatchObject({ gateway: { updated } });
  });

  it.each(['running', 'starting', 'toString', 'odd', ''])('phase %j', (phase) => {
    const known = phase === 'running' || phase === 'starting';
    expect(stateFile(JSON.stringify({ gateway_state: phase }))).toMatchObject({
      gateway: { phase: known ? phase : null },
    });
  });

  it.each(['5', 'null', '[]', '{', ''])('broken: %j', (text) => {
    expect(stateFile(text)).toMatchObject({ state: 'broken', path: '/h/gateway_state.json' });
  });

  it('says something about now for two minutes', () => {
    expect(isOfNow(app, { updated: 0 }, 120_000)).toBe(true);
    expect(isOfNow(app, { updated: 0 }, 120_001)).toBe(false);
    expect(isOfNow(app, { updated: null }, 0)).toBe(false);
  });
});

it('any bytes and any JSON are read without a throw', () => {
  const tree = makeRoot({ 'h/x': '' });
  const host = filesBelow(tree);
  const read = (bytes: Buffer | string) => {
    for (const name of ['gateway.pid', 'gateway.lock', 'gateway_state.json'])
      host.writeAtomic(`/h/${name}`, Buffer.from(bytes), { mode: 0o600 });
    for (const reader of [readPidFile, readLockFile, readStateFile])
      expect(['there', 'broken']).toContain(reader(host, app, '/h').state);
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => read(Buffer.from(bytes))),
    { numRuns: 50 },
  );
  fc.assert(
    fc.property(
      fc.record(
        {
          pid: fc.jsonValue(),
          start_time: fc.jsonValue(),
          gateway_state: fc.jsonValue(),
          platforms: fc.jsonValue(),
          updated_at: fc.jsonValue(),
        },
        { requiredKeys: [] },
      ),
      (value) => read(JSON.stringify(value)),
    ),
    { numRuns: 50 },
  );
});
