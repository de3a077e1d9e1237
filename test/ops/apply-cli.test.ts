import { describe, expect, it } from 'vitest';
import { unitpin } from '../support/cli.ts';
import type { Tree } from '../support/home.ts';
import { expectSchema } from '../support/schema.ts';
import { type FakeHost, fails, fakeHost, running } from './fakes.ts';
import { gateway, HERMES } from './fixtures.ts';

const UNITS = 'home/u/.config/systemd/user';
const MANIFEST = 'home/u/.config/unitpin/unitpin.yaml';
const [DEFAULT, CODE, WORK] = ['', '-code', '-work'].map((suffix) => `hermes-gateway${suffix}.service`) as [
  string,
  string,
  string,
];
const PROFILES = { 'home/u/.hermes/profiles/code/x': '', 'home/u/.hermes/profiles/work/x': '' };

const apply = (fake: FakeHost, ...args: string[]) => unitpin(['apply', '--yes', ...args], null, fake.host);
const write = (fake: FakeHost, path: string, text: string) =>
  fake.host.files.writeAtomic(`/${path}`, text, { mode: 0o644 });
const read = ({ host }: FakeHost, path: string): string | null => {
  const found = host.files.read(`/${path}`);
  return found.state === 'there' ? found.bytes.toString('utf8') : null;
};
const pids = ({ units }: FakeHost) =>
  Object.fromEntries([...units].map(([name, { MainPID }]) => [name, MainPID]));
const asked = ({ calls }: FakeHost) => calls.filter((call) => !call.startsWith('show '));

/** Three profiles whose services unitpin has made and started. */
async function threeOfOurs(): Promise<FakeHost> {
  const fake = fakeHost(PROFILES);
  expect((await apply(fake, '--all')).status).toBe(0);
  fake.calls.length = 0;
  return fake;
}

/** Somebody's unit that pins nothing, and runs. */
function oneOfTheirs(tree: Tree = {}): FakeHost {
  const fake = fakeHost({
    [`${UNITS}/${DEFAULT}`]: `[Service]\nExecStart=${HERMES} gateway run\n`,
    ...tree,
  });
  fake.units.set(DEFAULT, running(fake.spawn([HERMES, 'gateway', 'run'], {}, 500)));
  return fake;
}

describe('before anything is done', () => {
  it('--root is for looking', async () => {
    const { status, stdout, stderr } = await unitpin(['apply', '--root', '/mnt']);
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'error: apply works on this machine: --root is for looking at another one\n' +
        '  next: unitpin gen --root /mnt --diff\n',
    });
  });

  it('nobody can confirm, or somebody declines', async () => {
    for (const [answer, message] of [
      [null, 'nobody is there to confirm it; nothing was changed'],
      [false, 'declined; nothing was changed'],
    ] as const) {
      const fake = fakeHost();
      const { status, stdout, stderr } = await unitpin(['apply', '--all'], answer, fake.host);
      expect({ status, stdout, stderr }).toEqual({
        status: 2,
        stdout:
          'create, enable, start  default  hermes-gateway.service\n' +
          '    ~/.config/systemd/user/hermes-gateway.service: profile default has no definition\n' +
          '    start: it is not running\n',
        stderr: `error: ${message}\n  next: unitpin apply --all --yes\n`,
      });
      expect([read(fake, `${UNITS}/${DEFAULT}`), asked(fake)]).toEqual([null, ['show-environment']]);
    }
  });

  it('somebody agrees', async () => {
    const fake = fakeHost();
    const { status, stderr } = await unitpin(['apply', '--all', '--quiet'], true, fake.host);
    expect([status, stderr]).toEqual([0, '']);
  });

  it('nothing has a definition', async () => {
    const { status, stdout, stderr } = await apply(fakeHost(PROFILES));
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: '',
      stderr:
        'No profile of u has a definition (on disk: default, code, work). next: unitpin apply --all, or --profile NAME\n',
    });
  });

  it('the manager of another platform: the plan, and that it cannot be carried out here', async () => {
    const fake = fakeHost();
    const dry = await apply(fake, '--all', '--manager', 'launchd', '--dry-run');
    expect({ status: dry.status, stderr: dry.stderr }).toEqual({
      status: 0,
      stderr: 'next: unitpin apply --manager launchd --all\n',
    });
    const { status, stdout, stderr } = await apply(fake, '--all', '--manager', 'launchd');
    expect({ status, stdout, stderr }).toEqual({
      status: 3,
      stdout: dry.stdout,
      stderr:
        'error: launchd is not the service manager of this host (linux); nothing was changed\n' +
        '  next: write the definitions with: unitpin gen --manager launchd --out DIR\n',
    });
    expect(read(fake, 'home/u/Library/LaunchAgents/ai.hermes.gateway.plist')).toBeNull();
  });

  it('systemd does not take what would be written', async () => {
    const fake = oneOfTheirs();
    fake.checker.says = (paths) =>
      paths
        .filter((path) => path.includes('/new/'))
        .map((path) => `${path}.d/zz-unitpin.conf:4: Unknown key 'Odd' in section [Service], ignoring.\n`)
        .join('');
    const { status, stderr } = await apply(fake);
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr:
        'error: the service manager would not take what is to be written; nothing was changed\n' +
        "  hermes-gateway.service: systemd-analyze verify says: Unknown key 'Odd' in section [Service], ignoring.\n" +
        '  next: unitpin gen --diff\n',
    });
    expect([read(fake, `${UNITS}/${DEFAULT}.d/zz-unitpin.conf`), asked(fake)]).toEqual([
      null,
      ['show-environment'],
    ]);
    expect(fake.checker.asked).toBe(2);
  });

  it('what systemd had to say of their unit already is no reason to stop', async () => {
    const fake = oneOfTheirs();
    fake.checker.says = (paths) =>
      paths.map((path) => `${path}:3: Unknown section 'Odd'. Ignoring.\n`).join('');
    expect((await apply(fake)).status).toBe(0);
  });

  it('one process looks at all that is written', async () => {
    const fake = await threeOfOurs();
    expect(fake.checker.asked).toBe(1);
    fake.checker.asked = 0;
    await apply(fake);
    expect(fake.checker.asked).toBe(0);
  });

  it('--dry-run shows the plan and changes nothing', async () => {
    const fake = oneOfTheirs();
    const { status, stderr, json } = await apply(fake, '--dry-run', '--format', 'json');
    expectSchema('apply', json());
    expect([status, stderr, asked(fake)]).toEqual([0, 'next: unitpin apply\n', ['show-environment']]);
    const args = [
      'apply',
      '--dry-run',
      '--profile',
      'default',
      '--strategy',
      'unit',
      '--force',
      '--no-restart',
    ];
    expect((await unitpin(args, null, fake.host)).stderr).toBe(
      'next: unitpin apply --profile default --strategy unit --force --no-restart\n',
    );
    expect(json()).toMatchObject({
      dryRun: true,
      receipt: null,
      steps: [{ profile: 'default', kind: 'pin by drop-in', actions: ['restart'] }],
    });
    expect(read(fake, `${UNITS}/${DEFAULT}.d/zz-unitpin.conf`)).toBeNull();
  });

  it('no bus', async () => {
    const fake = oneOfTheirs();
    for (const verb of ['show', 'show-environment'])
      fake.answers.set(verb, fails('Failed to connect to bus: No medium found'));
    const { status, stderr } = await apply(fake);
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr:
        'error: no user service manager can be reached: Failed to connect to bus: No medium found\n' +
        '  looked for the bus of uid 1000; it runs while the user is logged in, or lingers\n' +
        '  next: loginctl enable-linger 1000\n',
    });
  });

  it('a file that has changed since the plan stays as it is', async () => {
    const fake = await threeOfOurs();
    const path = `${UNITS}/${CODE}`;
    write(fake, MANIFEST, 'profiles: { code: { environment: { LOG_LEVEL: debug } } }');
    const { exec } = fake.host;
    // The last thing the plan asks for.
    fake.host.exec = async (argv, options) => {
      if (argv.includes('show')) write(fake, path, 'mine');
      return exec(argv, options);
    };
    const { status, stderr } = await apply(fake);
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: `error: /${path} has changed since the plan was made; nothing was changed\n  next: unitpin apply\n`,
    });
    expect(read(fake, path)).toBe('mine');
  });
});

describe('what systemd is asked', () => {
  it.each([1, 20])('costs the same for %i services', async (count) => {
    const names = Array.from({ length: count }, (_, index) => `p${index}`);
    const fake = fakeHost(Object.fromEntries(names.map((name) => [`home/u/.hermes/profiles/${name}/x`, ''])));
    const { status, json } = await apply(fake, '--all', '--format', 'json');
    expectSchema('apply', json());
    expect([status, json<{ ready: [] }>().ready.length]).toEqual([0, count + 1]);
    expect(asked(fake).map((call) => call.split(' ')[0])).toEqual([
      'show-environment',
      'daemon-reload',
      'enable',
      'start',
    ]);
    expect(fake.calls.length).toBeLessThan(20);
  });

  it('nothing, when all is well', async () => {
    const fake = await threeOfOurs();
    const { status, stderr } = await apply(fake);
    expect([status, stderr]).toEqual([0, 'Nothing to do: every service runs its profile.\n']);
    expect(asked(fake)).toEqual(['show-environment']);
  });

  it('level by level, each when the one before is ready', async () => {
    const fake = fakeHost({
      ...PROFILES,
      [MANIFEST]: 'profiles: { default: { dependsOn: [code] }, code: { dependsOn: [work] }, work: enabled }',
    });
    expect((await apply(fake)).status).toBe(0);
    const calls = fake.calls.map((call) => (call.startsWith('show ') ? 'show' : call));
    const once = calls.filter((call, index) => call !== calls[index - 1]);
    expect(once).toEqual([
      'show-environment',
      'show',
      'daemon-reload',
      `enable ${DEFAULT} ${CODE} ${WORK}`,
      `start ${WORK}`,
      'show',
      `start ${CODE}`,
      'show',
      `start ${DEFAULT}`,
      'show',
    ]);
  });

  it('to read a first drop-in that gen wrote, of which systemd does not tell', async () => {
    const fake = oneOfTheirs();
    expect((await unitpin(['gen'], null, fake.host)).status).toBe(0);
    fake.unseen.add(DEFAULT);
    fake.calls.length = 0;
    const { status, stderr } = await apply(fake);
    expect(status, stderr).toBe(0);
    expect(asked(fake)).toContain('daemon-reload');
    expect(fake.processes.get(pids(fake)[DEFAULT]!)?.argv).toContain('default');
  });

  it('after one that was ended a moment ago, whose manager will start it again', async () => {
    const fake = await threeOfOurs();
    write(fake, MANIFEST, 'profiles: { default, code: { environment: { LOG_LEVEL: debug } }, work }');
    const { MainPID } = fake.units.get(WORK)!;
    const ended = fake.processes.get(MainPID)!;
    fake.processes.delete(MainPID);
    fake.units.set(WORK, { ...running(MainPID), ExecMainStartTimestamp: 'Fri 2026-11-20 00:00:00 UTC' });
    let slept = 0;
    fake.events.sleep = () => void (++slept === 3 && fake.processes.set(MainPID, ended));
    const { status, stderr } = await apply(fake);
    expect([status, stderr.split('\n').at(-2)]).toEqual([0, '3 of 3 services run their profile.']);
  });

  it('to restart the one that changed', async () => {
    const fake = await threeOfOurs();
    write(fake, MANIFEST, 'profiles: { default, code: { environment: { LOG_LEVEL: debug } }, work }');
    const before = pids(fake);
    const { status, stderr } = await apply(fake);
    expect([status, stderr.split('\n').at(-2)]).toEqual([0, '3 of 3 services run their profile.']);
    expect(asked(fake)).toEqual(['show-environment', 'daemon-reload', `restart ${CODE}`]);
    expect(pids(fake)).toEqual({ ...before, [CODE]: expect.any(Number) });
    expect(pids(fake)[CODE]).not.toBe(before[CODE]);
  });

  it('to forget failures before a start', async () => {
    const fake = await threeOfOurs();
    fake.processes.delete(pids(fake)[CODE]!);
    fake.units.set(CODE, { ...fake.units.get(CODE)!, ActiveState: 'failed', SubState: 'failed', MainPID: 0 });
    expect((await apply(fake)).status).toBe(0);
    expect(asked(fake)).toEqual(['show-environment', `reset-failed ${CODE}`, `start ${CODE}`]);
  });

  it('to stop and disable, nothing else, what the manifest disables', async () => {
    const fake = await threeOfOurs();
    write(fake, MANIFEST, 'profiles: { default: enabled, code: disabled, work: manual }');
    const { status, stderr } = await apply(fake);
    expect([status, stderr.split('\n').at(-2)]).toEqual([0, '1 of 1 services run their profile.']);
    expect(asked(fake)).toEqual(['show-environment', `stop ${CODE}`, `disable ${CODE}`]);
    expect(read(fake, `${UNITS}/${CODE}`)).not.toBeNull();
  });
});

it('a restart that takes its time: the process of before is not taken for the new one', async () => {
  const fake = await threeOfOurs();
  write(fake, MANIFEST, 'profiles: { default, code: { environment: { LOG_LEVEL: debug } }, work }');
  const old = pids(fake)[CODE];
  const { exec } = fake.host;
  let due = Number.POSITIVE_INFINITY;
  const restart = async (...words: Parameters<typeof exec>) => {
    due = Number.POSITIVE_INFINITY;
    await exec(...words);
  };
  fake.host.exec = async (argv, options) => {
    if (argv[4] !== 'restart') return exec(argv, options);
    due = fake.now() + 3_000;
    fake.events.sleep = () => void (fake.now() >= due && restart(argv, options));
    return { state: 'done', code: 0, stdout: '', stderr: '' };
  };
  const { status, json } = await apply(fake, '--format', 'json');
  const pid = pids(fake)[CODE];
  expect(status).toBe(0);
  expect(pid).not.toBe(old);
  expect(json<{ ready: [] }>().ready).toContainEqual({ unit: CODE, pid, warnings: [] });
});

describe('--no-restart', () => {
  it('waits for nobody that was not restarted, and says so', async () => {
    const fake = oneOfTheirs();
    const start = fake.now();
    const { status, stderr } = await apply(fake, '--no-restart');
    expect(status).toBe(0);
    expect(stderr.split('\n').slice(1)).toEqual([
      '0 of 1 services run their profile.',
      'not restarted: hermes-gateway.service, it runs whatever the sticky file said when it started, not default. next: unitpin restart default',
      '',
    ]);
    expect(asked(fake)).toEqual(['show-environment', 'daemon-reload']);
    expect([fake.now() - start, pids(fake)[DEFAULT]]).toEqual([0, 500]);
    expect((await apply(fake)).status).toBe(0);
    expect(pids(fake)[DEFAULT]).not.toBe(500);
  });
});

describe('a service that does not get ready', () => {
  const debug = (state = '{ environment: { LOG_LEVEL: debug }, readyTimeout: 3 }') =>
    `profiles: { default, code: ${state}, work }`;

  it('gets its old files back, and its old state; the others are left alone', async () => {
    const fake = await threeOfOurs();
    const file = read(fake, `${UNITS}/${CODE}`);
    const written = read(fake, 'home/u/.local/state/unitpin/written.json');
    const before = pids(fake);
    write(fake, MANIFEST, debug());
    fake.broken.add(CODE);
    const { status, stderr } = await apply(fake);
    expect(status).toBe(4);
    expect(stderr.slice(stderr.indexOf('error:'))).toBe(
      'error: 1 service did not get ready\n' +
        `  ${CODE}: it is activating (auto-restart, exit-code); its files are as they were\n` +
        `  receipt: ${receiptOf(stderr)}\n` +
        `  next: unitpin logs ${CODE}\n`,
    );
    expect(asked(fake)).toEqual([
      'show-environment',
      'daemon-reload',
      `restart ${CODE}`,
      expect.stringMatching(/^journalctl .*--lines=20 /),
      'daemon-reload',
      `reset-failed ${CODE}`,
      `restart ${CODE}`,
    ]);
    expect(read(fake, `${UNITS}/${CODE}`)).toBe(file);
    expect(read(fake, 'home/u/.local/state/unitpin/written.json')).toBe(written);
    expect(pids(fake)).toEqual({ ...before, [CODE]: 0 });
  });

  it('goes away again when it is new', async () => {
    const fake = fakeHost();
    fake.broken.add(DEFAULT);
    const { status } = await apply(fake, '--all');
    expect([status, read(fake, `${UNITS}/${DEFAULT}`)]).toEqual([4, null]);
    expect(asked(fake).slice(-3)).toEqual([`disable ${DEFAULT}`, `stop ${DEFAULT}`, 'daemon-reload']);
  });

  it('stops again when it did not run, though nothing was written', async () => {
    const fake = await threeOfOurs();
    await fake.host.exec(['systemctl', 'stop', '--', CODE], { env: {}, timeoutMs: 1 });
    fake.broken.add(CODE);
    const { status } = await apply(fake);
    expect([status, asked(fake).at(-1), fake.units.get(CODE)?.ActiveState]).toEqual([
      4,
      `stop ${CODE}`,
      'inactive',
    ]);
  });

  it('keeps the new files when the old ones ran the wrong profile', async () => {
    const fake = oneOfTheirs();
    fake.broken.add(DEFAULT);
    const { status, stdout, json } = await apply(fake, '--format', 'json');
    expect(status).toBe(5);
    expectSchema('error', json());
    expect(JSON.parse(stdout)).toEqual({
      schema: 1,
      command: 'apply',
      error: {
        code: 'unrestored',
        message: '1 service did not get ready',
        where: null,
        why: expect.stringContaining(
          `${DEFAULT}: it is activating (auto-restart, exit-code); its files are kept: the old ones ran the wrong profile\n  receipt: `,
        ),
        next: `unitpin logs ${DEFAULT}`,
      },
    });
    expect(read(fake, `${UNITS}/${DEFAULT}.d/zz-unitpin.conf`)).toContain('--profile default');
    expect(asked(fake)).toEqual([
      'show-environment',
      'daemon-reload',
      `restart ${DEFAULT}`,
      expect.stringMatching(/^journalctl /),
    ]);
  });

  it('keeps a whole unit that replaced a wrong one, too', async () => {
    const fake = oneOfTheirs();
    fake.broken.add(DEFAULT);
    expect((await apply(fake, '--strategy', 'unit', '--force')).status).toBe(5);
    expect(read(fake, `${UNITS}/${DEFAULT}`)).toContain('--profile default');
  });

  it('gives up a drop-in that only added a variable to a right unit', async () => {
    const fake = oneOfTheirs({
      [`${UNITS}/${DEFAULT}`]: `[Service]\nExecStart=${gateway('default').join(' ')}\n`,
      [MANIFEST]: 'profiles: { default: { environment: { LOG_LEVEL: debug } } }',
    });
    fake.units.set(DEFAULT, running(fake.spawn(gateway('default'), {}, 501)));
    fake.broken.add(DEFAULT);
    expect((await apply(fake)).status).toBe(4);
    expect(read(fake, `${UNITS}/${DEFAULT}.d/zz-unitpin.conf`)).toBeNull();
  });

  it('holds back those that depend on it: they were not begun, and are as they were', async () => {
    const fake = await threeOfOurs();
    const files = [DEFAULT, CODE].map((name) => read(fake, `${UNITS}/${name}`));
    const before = pids(fake);
    const level = 'environment: { LOG_LEVEL: debug }';
    write(
      fake,
      MANIFEST,
      `profiles: { default: { dependsOn: [code], ${level} }, code: { readyTimeout: 3, ${level} }, work }`,
    );
    fake.broken.add(CODE);
    const { status, stderr } = await apply(fake);
    expect(status).toBe(4);
    expect(stderr.slice(stderr.indexOf('error:')).split('\n').slice(0, 3)).toEqual([
      'error: 2 services did not get ready',
      `  ${CODE}: it is activating (auto-restart, exit-code); its files are as they were`,
      `  ${DEFAULT}: not begun, because of ${CODE}; its files are as they were`,
    ]);
    expect([DEFAULT, CODE].map((name) => read(fake, `${UNITS}/${name}`))).toEqual(files);
    expect(pids(fake)).toEqual({ ...before, [CODE]: 0 });
  });
});

describe('the manager refuses in the middle', () => {
  it.each(['daemon-reload', 'enable', 'start'])('%s: all files are as they were', async (verb) => {
    const fake = fakeHost(PROFILES);
    const { exec } = fake.host;
    let refusals = 1;
    fake.host.exec = async (argv, options) =>
      argv[4] === verb && refusals-- > 0 ? fails('Access denied\n') : exec(argv, options);
    const { status, stderr } = await apply(fake, '--all', '--quiet');
    expect(status).toBe(4);
    expect(stderr).toMatch(
      new RegExp(
        `^error: systemctl --user ${verb}.* failed \\(exit 1\\): Access denied\n  all files are as they were\n  next: systemctl --user status\n$`,
      ),
    );
    expect([DEFAULT, CODE, WORK].map((name) => read(fake, `${UNITS}/${name}`))).toEqual([null, null, null]);
    expect([...fake.units.values()].every(({ ActiveState }) => ActiveState === 'inactive')).toBe(true);
  });

  it('what was stopped and disabled before runs again, and at boot', async () => {
    const fake = await threeOfOurs();
    const files = [DEFAULT, CODE].map((name) => read(fake, `${UNITS}/${name}`));
    const level = 'environment: { LOG_LEVEL: debug }';
    write(fake, MANIFEST, `profiles: { default: { ${level} }, code: { state: disabled, ${level} } }`);
    const { exec } = fake.host;
    let refusals = 1;
    fake.host.exec = async (argv, options) =>
      argv[4] === 'restart' && refusals-- > 0 ? fails('Access denied\n') : exec(argv, options);
    expect((await apply(fake)).status).toBe(4);
    expect([DEFAULT, CODE].map((name) => read(fake, `${UNITS}/${name}`))).toEqual(files);
    expect(fake.units.get(CODE)).toMatchObject({ ActiveState: 'active', UnitFileState: 'enabled' });
  });

  it('restart of a unit that ran the wrong profile: the pin stays', async () => {
    const fake = oneOfTheirs();
    fake.answers.set('restart', fails('Access denied\n'));
    const { status, stderr } = await apply(fake, '--quiet');
    expect(status).toBe(5);
    expect(stderr).toContain(`the files of ${DEFAULT} are kept: the old ones ran the wrong profile;`);
    expect(read(fake, `${UNITS}/${DEFAULT}.d/zz-unitpin.conf`)).toContain('--profile default');
  });

  it('and goes on refusing: the files come back, and that is said', async () => {
    const fake = fakeHost();
    fake.answers.set('daemon-reload', fails('Access denied\n'));
    const { status, stderr } = await apply(fake, '--all', '--quiet');
    expect({ status, stderr }).toEqual({
      status: 5,
      stderr:
        'error: systemctl --user daemon-reload failed (exit 1): Access denied; that was while going back\n' +
        '  the files are as they were; the service manager may not have noticed\n' +
        '  next: systemctl --user daemon-reload, then: unitpin apply\n',
    });
    expect(read(fake, `${UNITS}/${DEFAULT}`)).toBeNull();
  });
});

const receiptOf = (stderr: string): string => /kept as (\S+)/.exec(stderr)?.[1] ?? '';

describe('interrupted', () => {
  it.each(['daemon-reload', 'enable', 'start'])('at %s: back to where it began, and 130', async (verb) => {
    const fake = fakeHost(PROFILES);
    const { exec } = fake.host;
    const host = {
      ...fake.host,
      exec: (async (argv, options) => {
        const result = await exec(argv, options);
        if (argv.includes(verb)) process.emit('SIGINT');
        return result;
      }) as typeof exec,
    };
    const { status, stderr } = await unitpin(['apply', '--yes', '--all'], null, host);
    expect(status).toBe(130);
    expect(stderr).toContain('error: interrupted\n  all files are as they were\n');
    expect([DEFAULT, CODE, WORK].map((unit) => read(fake, `${UNITS}/${unit}`))).toEqual([null, null, null]);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });
});
