import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ExecResult } from '../../src/host/exec.ts';
import { filesBelow } from '../../src/host/files.ts';
import { instancePlace } from '../../src/supervisor/instances.ts';
import { unitpin } from '../support/cli.ts';
import { makeRoot, PASSWD, type Tree } from '../support/home.ts';
import { copyIncident } from '../support/incident.ts';
import { expectSchema } from '../support/schema.ts';
import { type FakeHost, fails, fakeHost } from './fakes.ts';
import { gateway } from './fixtures.ts';

const UNITS = 'home/u/.config/systemd/user';
const A = 'hermes-gateway.service';
const B = 'hermes-gateway-code.service';
const NOW = Date.UTC(2026, 10, 20);
const HERMES = '/home/u/.hermes/bin/hermes';

beforeEach(() => {
  vi.stubEnv('TZ', 'Europe/Berlin');
  return () => vi.unstubAllEnvs();
});

/** Two units, of which the default one follows the sticky file to the other's profile. */
function two(tree: Tree = {}): FakeHost {
  return fakeHost({
    [`${UNITS}/${A}`]: `[Service]\nExecStart=${HERMES} gateway run --replace\nRestart=always\n`,
    [`${UNITS}/${B}`]: `[Service]\nExecStart=${gateway('code').join(' ')} --replace\nRestart=always\n`,
    'home/u/.hermes/active_profile': 'code\n',
    'home/u/.hermes/profiles/code/config.yaml': '',
    ...tree,
  });
}
const diagnose = (fake: FakeHost, ...args: string[]) => unitpin(['diagnose', ...args], null, fake.host);
const wrote = (fake: FakeHost, unit: string, secondsAgo: number, message: string): void => {
  fake.journal.push({ unit, at: NOW - secondsAgo * 1_000, message });
};
const journalctl = ({ calls }: FakeHost): string[] => calls.filter((call) => call.startsWith('journalctl'));

/** The fight of the field report, as the journal has it; the fake's has no process numbers. */
function fight(fake: FakeHost): void {
  for (let round = 0; round < 7; round++) {
    const at = 600 - round * 12;
    wrote(fake, A, at, `Replacing existing gateway instance (PID ${100 + round}) with --replace.`);
    wrote(fake, B, at, 'Shutdown context: signal=SIGTERM under_systemd=yes');
    wrote(fake, B, at - 6, `Replacing existing gateway instance (PID ${200 + round}) with --replace.`);
    wrote(fake, A, at - 6, 'Shutdown context: signal=SIGTERM under_systemd=yes');
  }
}

describe('diagnose, on this host', () => {
  it('asks the journal once for all units, and tells the fight with the findings of both', async () => {
    const fake = two();
    fight(fake);
    const { status, stdout, stderr } = await diagnose(fake);
    expect(stderr).toBe('');
    expect(status).toBe(1);
    expect(journalctl(fake)).toHaveLength(1);
    expect(stdout).toContain(`1. ${B} and ${A} run the profile code, and end each\n   other\n`);
    expect(stdout).toContain(`${A} is meant for default, and runs code: its definition does not pin it.`);
    expect(stdout).toContain('the definitions run one profile');
    expect(stdout).toContain(`findings error  profile-shared    ~/.config/systemd/user/${A}:2:11`);
    expect(stdout).toContain('took the place of a running gateway, 7 times, every 12 s, until 00:51:12');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('next: unitpin apply --dry-run');
  });

  it('reads the logs of every profile besides, once what two of them tell', async () => {
    const fake = two({
      'home/u/.hermes/profiles/code/logs/gateway.log':
        '2026-11-20 00:50:00,100 INFO Replacing existing gateway instance (PID 100) with --replace.\n',
      'home/u/.hermes/profiles/code/gateway-starts.log': `${NOW / 1_000 - 30}.25\nodd\n`,
      'home/u/.hermes/logs/gateway-exit-diag.log':
        '{"ts": "2026-11-19T23:40:00Z", "tag": "gateway.start", "pid": 7}\n',
    });
    fight(fake);
    const { json } = await diagnose(fake, '--format', 'json');
    const found = json<{
      timeline: { sign: string; count: number; profile: string }[];
      read: { kind: string; lines: number }[];
    }>();
    expectSchema('diagnose', found);
    expect(found.read.map(({ kind, lines }) => [kind, lines])).toEqual([
      ['journal', 28],
      ['file', 1],
      ['file', 1],
      ['starts', 1],
    ]);
    const sum = (sign: string): number =>
      found.timeline.filter((row) => row.sign === sign).reduce((all, { count }) => all + count, 0);
    expect(sum('took-over')).toBe(14);
    expect(found.timeline.filter(({ sign }) => sign === 'started').map(({ profile }) => profile)).toEqual([
      'default',
      'code',
    ]);
  });

  describe('where a supervisor has run', () => {
    const STATE = 'home/u/.local/state/unitpin';
    const { id } = instancePlace(filesBelow('/nowhere'), '', '/home/u/.hermes');
    const noted = (event: string, profile: string, extra: object = {}): string =>
      `${JSON.stringify({ schema: 1, ts: '2026-11-19T23:50:00.000Z', event, profile, manager: 'supervisor', instance: id, ...extra })}\n`;
    async function told(lines: string[], ...args: string[]) {
      const fake = fakeHost({
        'home/u/.hermes/profiles/code/config.yaml': '',
        'home/u/.hermes/logs/gateway.log': '',
        [`${STATE}/supervisor/${id}/logs/code.log`]:
          '2026-11-20 00:50:01,000 WARNING Shutdown context: signal=SIGTERM under_systemd=no\n',
        [`${STATE}/supervisor/${id}/logs/default.log`]: 'Hermes Gateway Starting...\n',
        [`${STATE}/lifecycle.jsonl`]: lines.join(''),
      });
      const { json } = await diagnose(fake, '--format', 'json', ...args);
      const found = json<{
        stories: { id: string; title: string; evidence: { text: string }[] }[];
        timeline: {
          sign: string;
          profile: string | null;
          event: { code: number | null; signal: string | null };
        }[];
        read: { path: string; lines: number }[];
      }>();
      expectSchema('diagnose', found);
      return {
        stories: found.stories.map(({ id: story, evidence }) => `${story}: ${evidence[0]?.text}`),
        titles: found.stories.map(({ title }) => title),
        timeline: found.timeline.map(({ sign, profile, event }) =>
          [profile, sign, event.code ?? event.signal].filter((one) => one !== null).join(' '),
        ),
        read: found.read.map(({ path, lines: count }) => `${path.replace(/^.*\//, '')} ${count}`),
      };
    }

    it('reads what it noted, and what its services wrote where they have no log of their own', async () => {
      const { stories, timeline, read } = await told([
        // Another manager has a log of its own; another supervisor, another home; and no profile has such a name.
        noted('stopping', 'code', { manager: 'systemd' }),
        noted('failed', 'default', { exit: 'exit 78', instance: '0badf00d' }),
        noted('exited', '\u001b[31m', { exit: 'exit 1' }),
        noted('starting', 'code'),
        // At one moment, and yet no echoes of each other.
        noted('ready', 'default', { pid: 7 }),
        noted('ready', 'code', { pid: 8 }),
        noted('exited', 'code', { pid: 8, exit: 'SIGKILL' }),
        noted('exited', 'code', { exit: 'exit 1' }),
        noted('exited', 'code', { exit: 'exit 2' }),
        noted('stopping', 'code', { pid: 9 }),
        noted('stopped', 'code', { pid: 9, exit: 'SIGKILL', reason: 'killed', cause: 'time-out' }),
      ]);
      expect(stories).toEqual(['killed-at-stop: stopped: SIGKILL; killed']);
      expect(timeline).toEqual([
        'exited 1',
        'default unit-started',
        'code unit-started',
        'code exited SIGKILL',
        'code exited 1',
        'code exited 2',
        'code stop-requested',
        'code stop-timed-out SIGKILL',
        'code signalled SIGTERM',
      ]);
      expect(read).toEqual(['gateway.log 0', 'lifecycle.jsonl 9', 'code.log 1']);
    });

    it.each<[string, string[], string[]]>([
      [
        'an exit code that nobody mends',
        [noted('failed', 'code', { pid: 7, exit: 'exit 78', last: 'ERROR no token' })],
        ['fatal-exit: failed: exit 78; ERROR no token'],
      ],
      [
        'a crash loop',
        [noted('parked', 'code', { reason: '6 runs in a row ended early', cause: 'loop' })],
        ['start-limit: parked: 6 runs in a row ended early'],
      ],
      [
        'somebody else runs the profile',
        [noted('starting', 'code'), noted('failed', 'code', { reason: 'process 7 runs this profile' })],
        ['start-failed: failed: process 7 runs this profile'],
      ],
      [
        'a program that is gone',
        [noted('failed', 'code', { reason: 'cannot start /x: ENOENT', cause: 'not-executed' })],
        ['program-missing: failed: cannot start /x: ENOENT'],
      ],
      ['a second Ctrl-C', [noted('stopped', 'code', { reason: 'killed', cause: 'hurry' })], []],
      [
        'an end that nobody saw, and what the gateway wrote before',
        [noted('exited', 'code', { exit: null, last: 'exit 78 of git is ignored' })],
        [],
      ],
    ])('%s', async (_, lines, stories) => {
      expect((await told(lines)).stories).toEqual(stories);
    });

    it('of the profile that was asked for, and of no other', async () => {
      const ends = (profile: string) => noted('failed', profile, { exit: 'exit 78' });
      const { titles } = await told([ends('default'), ends('code')], '--profile', 'code');
      expect(titles).toEqual(['the gateway of code says that it cannot run as it is configured']);
    });
  });

  it('reads on in the log that was rotated away last', async () => {
    const log = 'home/u/.hermes/profiles/code/logs/gateway.log';
    const fake = two({
      [`${log}.1`]: '2026-11-19 00:40:00,100 INFO Gateway started\n',
      [log]: `${executor}\n`,
    });
    const { json } = await diagnose(fake, '--profile', 'code', '--format', 'json');
    const { timeline } = json<{ timeline: { sign: string; profile: string }[] }>();
    expect(timeline.map(({ sign, profile }) => [sign, profile])).toEqual([
      ['started', 'code'],
      ['executor-shut', 'code'],
    ]);
  });

  it('looks at seven days, or what --since says', async () => {
    const fake = two();
    wrote(fake, B, 3 * 3_600, 'bind on address ("127.0.0.1"): Address already in use');
    expect((await diagnose(fake)).status).toBe(1);
    expect(journalctl(fake)[0]).toContain(`--since=@${NOW / 1_000 - 7 * 86_400}`);
    const late = await diagnose(fake, '--since', '1h');
    expect(late.status).toBe(0);
    expect(late.stdout).toContain('No known sign of trouble since 2026-11-20 00:00:00 +01:00.');
    expect((await diagnose(fake, '--since', 'noon')).status).toBe(2);
  });

  it('keeps to the profiles named', async () => {
    const fake = two({ 'home/u/.hermes/profiles/work/logs/gateway.log': `${executor}\n` });
    fight(fake);
    const work = await diagnose(fake, '--profile', 'work');
    expect(work.stdout).toContain('1. the gateway of work runs, and does no work');
    expect(work.stdout).not.toContain(A);
    expect(work.stdout.trimEnd().split('\n').at(-1)).toBe('next: unitpin restart work');
    const unknown = await diagnose(fake, '--profile', 'nobody');
    expect(unknown).toMatchObject({ status: 2 });
    expect(unknown.stderr).toContain('there is no profile "nobody"');
  });

  it('with nothing wrong says so, and what it does not prove', async () => {
    const fake = two();
    wrote(fake, B, 60, 'Connected to Telegram (polling mode)');
    const { status, stdout } = await diagnose(fake);
    expect(status).toBe(0);
    expect(stdout).toContain('No known sign of trouble since');
    expect(stdout).toContain('unitpin status asks it');
    expect((await diagnose(fake, '--quiet')).stdout).toBe('');
  });

  it('does not take for a quiet journal what is none', async () => {
    const fake = two();
    fake.answers.set('journalctl', { state: 'done', code: 0, stdout: 'Usage: journalctl\n{}\n', stderr: '' });
    const { status, stdout } = await diagnose(fake);
    expect(status).toBe(3);
    expect(stdout).toContain('not read: the journal of the user: what journalctl answered is no journal');
  });

  it('that can read nothing is 3, and says why', async () => {
    const fake = two();
    fake.answers.set('journalctl', fails('No journal files were opened due to insufficient permissions.'));
    const { status, stdout } = await diagnose(fake);
    expect(status).toBe(3);
    expect(stdout).toContain('Nothing could be read.');
    expect(stdout).toContain('not read: the journal of the user: No journal files were opened');
    expect(stdout).toContain('next: unitpin status');
    const empty = await diagnose(fakeHost());
    expect(empty.status).toBe(3);
    expect(empty.stdout).toContain('No service is known here, and no gateway has left a log.');
  });
});

const executor = '2026-11-19 15:34:12 ERROR RuntimeError: Executor shutdown has been called';

describe('diagnose, on macOS', () => {
  const LABEL = 'ai.hermes.gateway-code';
  const throttled = (second: number): string =>
    JSON.stringify({
      timestamp: `2026-11-19 20:00:${String(second).padStart(2, '0')}.000000+0000`,
      eventMessage: `[gui/1000/${LABEL} [31]:] Service only ran for 0 seconds. Pushing respawn out by 10 seconds.`,
    });

  function mac(answer: ExecResult): FakeHost & { asked: string[][] } {
    const fake = fakeHost({
      [`home/u/Library/LaunchAgents/${LABEL}.plist`]: `<plist version="1.0"><dict><key>Label</key><string>${LABEL}</string>
<key>ProgramArguments</key><array><string>${HERMES}</string><string>gateway</string><string>start</string></array></dict></plist>`,
      'home/u/.hermes/profiles/code/config.yaml': '',
    });
    const asked: string[][] = [];
    fake.host.platform = 'darwin';
    fake.host.exec = async (argv) => {
      asked.push([...argv]);
      if (argv[0] === 'log') return answer;
      return { state: 'done', code: 113, stdout: '', stderr: 'Could not find service' };
    };
    return { ...fake, asked };
  }

  it('asks its log once, for a day, about the jobs of the app', async () => {
    const stdout = `${[1, 11, 21].map(throttled).join('\n')}\n{"count":3,"finished":1}\n`;
    const fake = mac({ state: 'done', code: 0, stdout, stderr: '' });
    const found = await diagnose(fake);
    expect(fake.asked.filter(([program]) => program === 'log')).toEqual([
      [
        'log',
        'show',
        '--style',
        'ndjson',
        '--start',
        `@${NOW / 1_000 - 86_400}`,
        '--predicate',
        'process == "launchd" AND (eventMessage CONTAINS "ai.hermes.gateway" OR subsystem CONTAINS "ai.hermes.gateway")',
      ],
    ]);
    expect(found.status).toBe(1);
    expect(found.stdout).toContain(`1. launchd starts ${LABEL} again and again, and each run ends at once`);
    expect(found.stdout).toContain('findings error  start-not-run');
    expect(found.stdout).toContain("in part: macOS' log: only its last 24 hours were looked at");
  });

  it('takes what came until the time was up, and says so', async () => {
    const some = mac({ state: 'timeout', stdout: `${throttled(1)}\n${throttled(11)}\n{"timest`, stderr: '' });
    const { stdout } = await diagnose(some, '--since', '2d');
    expect(stdout).toContain('again and again');
    expect(stdout).toContain("in part: macOS' log: log did not finish within 30 s");
    const none = await diagnose(mac({ state: 'timeout', stdout: '', stderr: '' }));
    expect(none).toMatchObject({ status: 3 });
    expect(none.stdout).toContain("not read: macOS' log: log did not answer within 30 s");
  });
});

describe('diagnose, of files', () => {
  it('of another root tells its story from its logs alone, and asks nobody', async () => {
    const { root, cleanup } = copyIncident('004-two-profiles');
    try {
      const { status, stdout } = await unitpin(['diagnose', '--root', root]);
      expect(status).toBe(1);
      expect(stdout).toContain('run the profile code, and end each\n   other\n');
      expect(stdout).toContain(`next: unitpin audit --root ${root} --fix --diff\n`);
    } finally {
      cleanup();
    }
  });

  it('says on which machine to go on, where no definition was sent', async () => {
    const root = makeRoot({ 'etc/passwd': PASSWD, 'x/gateway-work.log': `${executor}\n` });
    const { status, stdout } = await unitpin(['diagnose', `${root}/x`]);
    expect(status).toBe(1);
    expect(stdout).toContain('not judged: the definitions: no definition is among the files');
    expect(stdout).toContain('next, where it runs: unitpin restart work\n');
  });

  it('a file that is not there, or --all, is wrong usage', async () => {
    expect(await unitpin(['diagnose', '/nowhere/at.log'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('/nowhere/at.log is not there'),
    });
    expect((await unitpin(['diagnose', '--all'])).status).toBe(2);
  });
});
