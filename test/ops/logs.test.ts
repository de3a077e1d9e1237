import { appendFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unitpin } from '../support/cli.ts';
import type { Tree } from '../support/home.ts';
import { expectSchema } from '../support/schema.ts';
import { type FakeHost, fails, fakeHost } from './fakes.ts';
import { gateway } from './fixtures.ts';

const UNITS = 'home/u/.config/systemd/user';
const CODE = 'hermes-gateway-code.service';
const WORK = 'hermes-gateway-work.service';
const LOG = 'home/u/.hermes/profiles/work/logs/gateway.log';
const NOW = Date.UTC(2026, 10, 20);
/** As the log file of a gateway has it: local time. */
const stamp = (at: number): string => {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replace('T', ' ');
};
const ISO = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:Z| [+-]\d\d:\d\d)/g;

function two(tree: Tree = {}): FakeHost {
  return fakeHost({
    [`${UNITS}/${CODE}`]: `[Service]\nExecStart=${gateway('code').join(' ')}\n`,
    [`${UNITS}/${WORK}`]: `[Service]\nExecStart=${gateway('work').join(' ')}\nStandardOutput=append:/${LOG}\n`,
    'home/u/.hermes/profiles/code/x': '',
    'home/u/.hermes/profiles/work/x': '',
    ...tree,
  });
}
const run = (fake: FakeHost, ...args: string[]) => unitpin(['logs', ...args], null, fake.host);
const wrote = (fake: FakeHost, unit: string, secondsAgo: number, message: string) =>
  fake.journal.push({ unit, at: NOW - secondsAgo * 1_000, message });
const journalctl = ({ calls }: FakeHost) => calls.filter((call) => call.startsWith('journalctl'));

describe('logs', () => {
  it('has the last lines of the journal, harmless and without secrets', async () => {
    const fake = two();
    for (let n = 60; n > 0; n--) wrote(fake, CODE, n, `line ${n}`);
    wrote(fake, CODE, 0, 'TELEGRAM_BOT_TOKEN=12345:abc \u001b[2J::set-output');
    const { status, stdout } = await run(fake, 'code', '--lines', '3');
    expect({ status, stdout: stdout.replace(ISO, 'TIME') }).toEqual({
      status: 0,
      stdout: 'TIME line 2\nTIME line 1\nTIME TELEGRAM_BOT_TOKEN=<redacted> \\u001b[2J::set-output\n',
    });
    expect(journalctl(fake)).toEqual([
      `journalctl --user-unit=${CODE} --output=json --output-fields=MESSAGE,_SYSTEMD_USER_UNIT,USER_UNIT,_SYSTEMD_UNIT,UNIT,_PID --quiet --no-pager --lines=3`,
    ]);
  });

  it('hides a private key over all its lines', async () => {
    const fake = two();
    for (const line of [
      '-----BEGIN RSA PRIVATE KEY-----',
      'MIIEpAIBAAKCAQEA',
      '-----END RSA PRIVATE KEY-----',
      'after',
    ])
      wrote(fake, CODE, 1, line);
    const { stdout } = await run(fake, 'code', '--format', 'json');
    expect(stdout).not.toContain('MIIE');
    expect(JSON.parse(stdout).lines.map(({ text }: { text: string }) => text)).toEqual([
      '<redacted>',
      '<redacted>',
      '<redacted>',
      'after',
    ]);
  });

  it('puts very many lines without a time in order as quickly as those with one', async () => {
    const lines = 60_000;
    const fake = two({ [LOG]: 'no time here\n'.repeat(lines) });
    const { stdout } = await run(fake, 'work', '--lines', String(lines));
    expect(stdout.split('\n')).toHaveLength(lines + 1);
  });

  it('merges several by time, with a column for the profile, from journal and file', async () => {
    const fake = two({
      [LOG]: `${stamp(NOW - 20_000)},000 INFO up\nTraceback\n${stamp(NOW - 5_000)},000 INFO last\n`,
    });
    wrote(fake, CODE, 30, 'first');
    wrote(fake, CODE, 10, 'third');
    const { stdout } = await run(fake, '--all');
    expect(stdout.replace(ISO, 'TIME')).toBe(
      'code  TIME first\n' +
        `work  ${stamp(NOW - 20_000)},000 INFO up\n` +
        'work  TIME Traceback\n' +
        'code  TIME third\n' +
        `work  ${stamp(NOW - 5_000)},000 INFO last\n`,
    );
    const json = (await run(fake, '--all', '--format', 'json')).json<{
      lines: { at: string; path: string }[];
    }>();
    expectSchema('logs', json);
    expect(json.lines.map(({ at, path }) => [at, path])).toEqual([
      ['2026-11-19T23:59:30.000Z', null],
      ['2026-11-19T23:59:40.000Z', `/${LOG}`],
      ['2026-11-19T23:59:40.000Z', `/${LOG}`],
      ['2026-11-19T23:59:50.000Z', null],
      ['2026-11-19T23:59:55.000Z', `/${LOG}`],
    ]);
  });

  it('of a service that was taken back are there as long as its profile is', async () => {
    const fake = fakeHost({ 'home/u/.hermes/profiles/code/x': '' });
    fake.broken.add(CODE);
    wrote(fake, CODE, 1, 'ModuleNotFoundError');
    const failed = await unitpin(['apply', '--profile', 'code', '--yes'], null, fake.host);
    expect(failed.stderr).toContain(`next: unitpin logs ${CODE}\n`);
    for (const name of [CODE, 'code']) {
      const { status, stdout } = await run(fake, name);
      expect([status, stdout.replace(ISO, 'TIME')]).toEqual([0, 'TIME ModuleNotFoundError\n']);
    }
    expect((await run(fake, 'nobody')).status).toBe(2);
  });

  it('--since', async () => {
    const fake = two({ [LOG]: `${stamp(NOW - 20_000)} old\n${stamp(NOW - 5_000)} new\n` });
    expect((await run(fake, 'work', '--since', '10s')).stdout).toBe(`${stamp(NOW - 5_000)} new\n`);
    expect((await run(fake, 'work', '--since', '2026-11-19T23:59:50Z')).stdout).toContain('new');
    await run(fake, 'code', '--since', '1m');
    expect(journalctl(fake).at(-1)).toContain(`--since=@${NOW / 1_000 - 60}`);
    const wrong = await run(fake, 'code', '--since', 'yesterday');
    expect([wrong.status, wrong.stderr.split('\n')[0]]).toEqual([
      2,
      'error: --since is not a point in time: "yesterday"',
    ]);
  });

  it('says what it could not read; the gateway’s own log stands in', async () => {
    const fake = two({ 'home/u/.hermes/profiles/code/logs/gateway.log': `${stamp(NOW)} own\n` });
    fake.answers.set('journalctl', fails('No journal files were opened due to insufficient permissions.'));
    expect((await run(fake, 'code')).stdout).toBe(`${stamp(NOW)} own\n`);
    const bare = two();
    bare.answers.set('journalctl', { state: 'missing' });
    const { status, stdout, stderr } = await run(bare, 'code');
    expect({ status, stdout, stderr }).toEqual({
      status: 3,
      stdout: '',
      stderr: `not read: the journal of ${CODE}: journalctl is not installed\n`,
    });
    const json = (await run(bare, 'code', '--format', 'json')).json();
    expectSchema('logs', json);
    expect((await run(two(), 'code')).stderr).toBe('Nothing was written.\n');
  });

  it('--follow goes on with what is new, whole lines only, also when the file begins anew', async () => {
    const fake = two({ [LOG]: `${stamp(NOW)} zero\n` });
    wrote(fake, CODE, 3, 'one');
    const path = `${fake.root}/${LOG}`;
    const looks = [
      () => wrote(fake, CODE, 0, 'two'),
      () => appendFileSync(path, 'three\nhal'),
      () => appendFileSync(path, 'f\n'),
      () => fake.host.files.writeAtomic(`/${LOG}`, 'anew\n', { mode: 0o600 }),
      () => process.emit('SIGINT'),
    ];
    fake.events.sleep = () => looks.shift()?.();
    const { status, stdout } = await run(fake, '--all', '--follow');
    expect({ status, stdout: stdout.replace(ISO, 'TIME') }).toEqual({
      status: 0,
      stdout:
        'code  TIME one\n' +
        `work  ${stamp(NOW)} zero\n` +
        'code  TIME two\nwork  three\nwork  half\nwork  anew\n',
    });
    expect((await run(fake, 'code', '--follow', '--format', 'json')).status).toBe(2);
  });
});
