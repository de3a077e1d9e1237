import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../../src/ops/diagnose/log-lines.ts';
import { unitpin } from '../support/cli.ts';
import fc from '../support/fast-check.ts';
import { makeRoot } from '../support/home.ts';

const NOW = Date.UTC(2026, 10, 20);
const read = (text: string | Buffer) => [...linesOf(Buffer.from(text as string), NOW)];

/** Diagnoses these bytes as a saved log. */
async function diagnose(bytes: Buffer, ...args: string[]) {
  const root = makeRoot({ saved: null });
  const path = join(root, 'saved/gateway.log');
  writeFileSync(path, bytes);
  const result = await unitpin(['diagnose', path, ...args]);
  return { ...result, stdout: result.stdout.replaceAll(path, 'LOG') };
}

const SIGNS = [
  '2026-05-24 21:40:43,871 INFO Replacing existing gateway instance (PID 20) with --replace.',
  '2026-05-24 21:40:43,871 INFO Shutdown context: signal=SIGTERM under_systemd=yes',
  'RuntimeError: Executor shutdown has been called',
  '{"__REALTIME_TIMESTAMP":"1779630030000000","MESSAGE":"Started x.service","USER_UNIT":"x.service"}',
  '{"__REALTIME_TIMESTAMP":"1","MESSAGE":[200,201,10,27],"_SYSTEMD_USER_UNIT":"y.service","_PID":"-3"}',
  '{"timestamp":"x","eventMessage":"(ai.hermes.gateway [1]) Pushing respawn out by 10 seconds"}',
  '{"ts":7,"pid":"8","tag":"gateway.start"}',
  'May 31 21:40:43 h systemd[1]: x.service: Scheduled restart job',
  'May 99 99:99:99 h systemd[1]: x.service: Start request repeated too quickly',
];

describe('whatever stands in a log', () => {
  it('is read to its end, and shown harmless', async () => {
    const part = fc.oneof(
      fc.constantFrom(...SIGNS),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom('\x1b[2J', '\u202e', '\0', '::error::x', '{', '{"', 'null', '{}'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 30 }),
        fc.uint8Array({ maxLength: 40 }),
        async (parts, odd) => {
          const bytes = Buffer.concat([Buffer.from(parts.join('\n')), Buffer.from(odd), Buffer.from('\n')]);
          const { status, stdout, stderr } = await diagnose(bytes);
          expect([0, 1]).toContain(status);
          expect(stderr).toBe('');
          expect(stdout).not.toMatch(/[\0-\x08\x0b-\x1f\x7f\u202e]|^::/m);
          const again = await diagnose(bytes, '--format', 'json');
          expect(again.json()).toMatchObject({ command: 'diagnose' });
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    [
      'a moment that no date can be',
      { __REALTIME_TIMESTAMP: '9'.repeat(25), _SYSTEMD_USER_UNIT: 'x.service' },
    ],
    ['a time that is none', { __REALTIME_TIMESTAMP: { toString: 1 }, USER_UNIT: 'x.service' }],
    ['a unit that has no text', { __REALTIME_TIMESTAMP: '1', USER_UNIT: { toString: 1 } }],
    [
      'a message that has no text',
      { __REALTIME_TIMESTAMP: '1', USER_UNIT: 'x.service', MESSAGE: { toString: 1 } },
    ],
    [
      'a process that has no text',
      { __REALTIME_TIMESTAMP: '1', USER_UNIT: 'x.service', _PID: { toString: 1 } },
    ],
    ['a job that has no text', { eventMessage: '', subsystem: { toString: 1 } }],
    [
      'a supervisor that has no words',
      {
        schema: 1,
        event: 'exited',
        manager: 'supervisor',
        ts: { toString: 1 },
        profile: 7,
        pid: 'x',
        exit: {},
      },
    ],
    ['a moment that has no text', { eventMessage: '(ai.hermes.gateway [1])', timestamp: { toString: 1 } }],
  ])('%s ends nothing', async (_, entry) => {
    const said = JSON.stringify({ MESSAGE: 'Shutdown context: signal=SIGTERM', ...entry });
    const { status, stderr } = await diagnose(Buffer.from(`${said}\n${said}`));
    expect([0, 1]).toContain(status);
    expect(stderr).toBe('');
  });

  it('has as many lines as it has, each bounded, in order of the file', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 200 }), { maxLength: 40 }), (texts) => {
        const all = read(texts.join('\n'));
        const numbers = all.map(({ line }) => line);
        expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
        for (const { text } of all) expect(text.length).toBeLessThanOrEqual(4_096);
      }),
    );
  });

  it('a line of 10 MB is cut off, and no half of a secret is left of it', () => {
    const secret = '123456789:AAFakeFakeFakeFakeFakeFakeFakeFake00';
    for (const before of [4_080, 4_090, 4_095]) {
      const [one, two] = read(`${'x'.repeat(before - 1)} ${secret}${'y'.repeat(10 * 1024 * 1024)}\nnext`);
      expect(one?.text).toBe('x'.repeat(before - 1));
      expect(two?.text).toBe('next');
    }
  });

  it('its times may be wrong, and its lines out of order', async () => {
    const lines = [
      '2026-05-24 21:40:54 INFO Replacing existing gateway instance (PID 2) with --replace.',
      '2026-05-24 21:40:43 INFO Replacing existing gateway instance (PID 1) with --replace.',
      '9999-12-31 23:59:59 INFO Replacing existing gateway instance (PID 3) with --replace.',
      '0000-00-00 00:00:00 INFO Replacing existing gateway instance (PID 4) with --replace.',
    ];
    const { json } = await diagnose(Buffer.from(`${lines.join('\n')}\n`), '--format', 'json');
    const [story] = json<{ stories: { count: number; first: string; last: string }[] }>().stories;
    // What is no time goes on with the line before, as a traceback does, and says the same.
    expect(story).toMatchObject({ count: 3 });
    expect(new Date(story!.first).getTime()).toBeLessThan(new Date(story!.last).getTime());
  });
});

describe('how much there is', () => {
  /** What stands in a line costs no more where there are many, nearly: the square would be a hundredfold. */
  it.each([
    ['of one sign', () => SIGNS[0]!],
    [
      'of many services',
      (n: number) =>
        `{"__REALTIME_TIMESTAMP":"${n}","MESSAGE":"Shutdown context: signal=SIGTERM","_SYSTEMD_USER_UNIT":"x${n}.service","_PID":"${n}"}`,
    ],
    [
      'of one moment',
      (n: number) =>
        `{"__REALTIME_TIMESTAMP":"1","MESSAGE":"Replacing existing gateway instance (PID ${n % 7})","_SYSTEMD_USER_UNIT":"x${n % 3}.service","_PID":"${n % 5}"}`,
    ],
    [
      'of no sign',
      (n: number) => `2026-05-24 21:40:43,871 INFO message ${n} aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa`,
    ],
  ])('%s', async (_, lineOf) => {
    const bytes = Buffer.from(Array.from({ length: 30_000 }, (_, n) => lineOf(n)).join('\n'));
    const { status, stdout } = await diagnose(bytes);
    expect([0, 1]).toContain(status);
    expect(stdout.length).toBeLessThan(20_000);
  });

  it('of a file only its end is read, and it says so', async () => {
    const line = '2026-05-24 21:40:43,871 INFO fine\n';
    const bytes = Buffer.from(line.repeat(Math.ceil((9 * 1024 * 1024) / line.length)));
    const { stdout } = await diagnose(bytes);
    expect(stdout).toMatch(/in part: LOG: only its last 819\d KiB were looked at/);
  });
});
