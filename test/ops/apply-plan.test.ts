import { readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow } from '../../src/host/files.ts';
import { unitpin } from '../support/cli.ts';
import { makeRoot, type Tree } from '../support/home.ts';
import { expectSchema } from '../support/schema.ts';
import { type FakeHost, fails, fakeHost, running } from './fakes.ts';
import { gateway, HERMES } from './fixtures.ts';

const UNITS = 'home/u/.config/systemd/user';
const MANIFEST = 'home/u/.config/unitpin/unitpin.yaml';
const ROOT = 'home/u/.hermes';
const [DEFAULT, CODE, WORK] = ['', '-code', '-work'].map((suffix) => `hermes-gateway${suffix}.service`) as [
  string,
  string,
  string,
];
const PROFILES = { [`${ROOT}/profiles/code/x`]: '', [`${ROOT}/profiles/work/x`]: '' };
/** `--max-failures` and the like wait for one service only so long. */
const QUICK = 'readyTimeout: 3';

const apply = (fake: FakeHost, ...args: string[]) => unitpin(['apply', '--yes', ...args], null, fake.host);
const write = (fake: FakeHost, path: string, text: string) =>
  fake.host.files.writeAtomic(`/${path}`, text, { mode: 0o644 });
const read = ({ host }: FakeHost, path: string): string | null => {
  const found = host.files.read(`/${path}`);
  return found.state === 'there' ? found.bytes.toString('utf8') : null;
};
const asked = ({ calls }: FakeHost) =>
  calls.filter((call) => !call.startsWith('show ') && !call.startsWith('journalctl'));
const pids = ({ units }: FakeHost) =>
  Object.fromEntries([...units].map(([name, { MainPID }]) => [name, MainPID]));

async function threeOfOurs(tree: Tree = {}): Promise<FakeHost> {
  const fake = fakeHost({ ...PROFILES, ...tree });
  expect((await apply(fake, '--all')).status).toBe(0);
  fake.calls.length = 0;
  return fake;
}

/** A folder below which fakes and command agree what a path is. */
const planIn = (fake: FakeHost): string => `/plans/${fake.root.split('-').at(-1)}.json`;

/** Saves a plan. The command line reads it from this machine, and writes it to the fake one. */
async function save(fake: FakeHost, ...args: string[]): Promise<{ path: string; text: string }> {
  const inside = planIn(fake);
  const { status, stderr } = await apply(fake, '--plan-out', inside, ...args);
  expect([status, stderr.split('\n').at(-2)]).toEqual([
    0,
    `the plan is saved; nothing was changed. next: unitpin apply ${inside}`,
  ]);
  const path = join(fake.root, inside);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  return { path, text: readFileSync(path, 'utf8') };
}

describe('a plan that was saved', () => {
  const DEBUG = 'profiles: { default, code: { environment: { LOG_LEVEL: debug } }, work }';

  it('changes nothing, and holds no secret', async () => {
    const theirs = `[Service]\nEnvironment=BOT_TOKEN=s3cr3t-value\nExecStart=${HERMES} gateway run --api-key s3cr3t-too\n`;
    const fake = fakeHost({ [`${UNITS}/${DEFAULT}`]: theirs });
    const { text } = await save(fake, '--strategy', 'unit', '--force');
    expectSchema('plan', JSON.parse(text));
    expect(text).not.toContain('s3cr3t');
    expect(text).toContain('"<redacted>"');
    expect([read(fake, `${UNITS}/${DEFAULT}`), asked(fake)]).toEqual([theirs, ['show-environment']]);
  });

  it('is carried out as it is, without a question', async () => {
    const fake = await threeOfOurs();
    write(fake, MANIFEST, DEBUG);
    const { path } = await save(fake);
    const before = pids(fake);
    fake.calls.length = 0;
    const { status, stdout, stderr } = await unitpin(['apply', path], null, fake.host);
    expect([status, stdout.split('\n')[2], stderr.split('\n').at(-2)]).toEqual([
      0,
      'update, restart  code  hermes-gateway-code.service',
      '3 of 3 services run their profile.',
    ]);
    expect(asked(fake)).toEqual(['show-environment', 'daemon-reload', `restart ${CODE}`]);
    expect(pids(fake)).toEqual({ ...before, [CODE]: expect.any(Number) });
    expect(read(fake, `${UNITS}/${CODE}`)).toContain('LOG_LEVEL');
    // It was for a world that is not there any more.
    expect((await unitpin(['apply', path], null, fake.host)).status).toBe(3);
  });

  it('keeps what was asked for: these profiles, in this way', async () => {
    const fake = await threeOfOurs();
    write(fake, MANIFEST, DEBUG);
    const { path, text } = await save(fake, '--profile', 'code', '--no-restart');
    expect(JSON.parse(text).request).toMatchObject({ profile: ['code'], restart: false });
    const before = pids(fake);
    expect((await unitpin(['apply', path], null, fake.host)).status).toBe(0);
    expect(pids(fake)).toEqual(before);
    expect(read(fake, `${UNITS}/${CODE}`)).toContain('LOG_LEVEL');
  });

  it.each<[string, (fake: FakeHost) => void, string]>([
    [
      'a file was edited',
      (fake) => write(fake, `${UNITS}/${CODE}`, `${read(fake, `${UNITS}/${CODE}`)}# mine\n`),
      `code: /${UNITS}/${CODE} has changed`,
    ],
    [
      'a drop-in came',
      (fake) => write(fake, `${UNITS}/${CODE}.d/10-mine.conf`, '[Service]\nNice=5\n'),
      `code: /${UNITS}/${CODE}.d/10-mine.conf is new`,
    ],
    [
      'another unitpin wrote',
      (fake) => write(fake, 'home/u/.local/state/unitpin/written.json', '{}'),
      `code: what unitpin last wrote to /${UNITS}/${CODE} is another thing now`,
    ],
    [
      'the manifest says something else',
      (fake) => write(fake, MANIFEST, DEBUG.replace('debug', 'info')),
      'code: what should be there is something else now',
    ],
    [
      'it has started anew',
      (fake) => fake.units.set(CODE, running(fake.spawn(gateway('code')))),
      'code: running: was active, process 1002, pinned code; is active, process 1005, pinned code',
    ],
    [
      'it was disabled',
      (fake) => fake.units.set(CODE, { ...fake.units.get(CODE)!, UnitFileState: 'disabled' }),
      'code: loaded: was loaded, starts by itself; is loaded, does not start by itself',
    ],
    [
      'there is one service more',
      (fake) => write(fake, MANIFEST, DEBUG.replace('work }', 'work, more }')),
      'more: is among the services now',
    ],
    [
      'there is one service less',
      (fake) => write(fake, MANIFEST, DEBUG.replace(', work }', ' }')),
      'work: is not among the services any more',
    ],
  ])('is refused when the world has moved: %s', async (_, move, told) => {
    const fake = await threeOfOurs({ [`${ROOT}/profiles/more/x`]: '' });
    expect((await apply(fake, '--all')).status).toBe(0);
    write(fake, MANIFEST, DEBUG);
    const { path } = await save(fake);
    move(fake);
    const files = [DEFAULT, CODE, WORK].map((name) => read(fake, `${UNITS}/${name}`));
    fake.calls.length = 0;
    const { status, stderr } = await unitpin(['apply', path], null, fake.host);
    expect(status).toBe(3);
    expect(stderr.split('\n')[0]).toBe(
      `error: ${path} was made for another state of things; nothing was changed`,
    );
    expect(stderr).toContain(`  ${told}\n`);
    expect(stderr).toContain('next: look at what would be done now: unitpin apply --dry-run\n');
    expect(asked(fake)).toEqual(['show-environment']);
    expect([DEFAULT, CODE, WORK].map((name) => read(fake, `${UNITS}/${name}`))).toEqual(files);
  });

  it("is not somebody else's to carry out", async () => {
    const fake = await threeOfOurs();
    write(fake, MANIFEST, DEBUG);
    const { path } = await save(fake);
    const other = { ...fake.host, caller: { ...fake.host.caller, uid: 1001, name: 'v' } };
    const { status, stderr } = await unitpin(['apply', path], null, other);
    expect([status, stderr]).toEqual([
      3,
      expect.stringContaining(
        `  it is for u (uid 1000)\n  next: unitpin apply --as-user u ${path} (as root)\n`,
      ),
    ]);
  });

  it('made with --as-user is carried out with --as-user', async () => {
    const fake = await threeOfOurs();
    write(fake, MANIFEST, DEBUG);
    const { path } = await save(fake, '--as-user', 'u');
    const { status, stderr } = await unitpin(['apply', '--yes', '--as-user', 'u', path], null, fake.host);
    expect([status, stderr.split('\n').at(-2)]).toEqual([0, '3 of 3 services run their profile.']);
  });

  it('takes no options of its own', async () => {
    const fake = await threeOfOurs();
    const { path } = await save(fake);
    const { status, stderr } = await unitpin(['apply', path, '--profile', 'code'], null, fake.host);
    expect([status, stderr.split('\n')[0]]).toEqual([
      2,
      'error: --profile does not go with a plan: it has its own',
    ]);
    expect((await unitpin(['apply', path, '--plan-out', 'x'], null, fake.host)).status).toBe(2);
  });

  it.each([
    ['no plan at all', 'a: 1\n', 'is not a plan'],
    ['no JSON', '{', ''],
    ['a step that is none', '{"schema":1,"command":"plan","at":"","steps":[{}]}', ''],
  ])('has to be one: %s', async (_, text, told) => {
    const fake = fakeHost();
    const root = makeRoot({ 'plan.json': text });
    const { status, stderr } = await unitpin(['apply', join(root, 'plan.json')], null, fake.host);
    expect([status, stderr]).toEqual([2, expect.stringContaining(told)]);
    expect(asked(fake)).toEqual([]);
  });

  it('overwrites plans, and nothing else', async () => {
    const fake = await threeOfOurs({ 'plans/mine': 'mine' });
    await save(fake);
    await save(fake);
    const { status, stderr } = await apply(fake, '--plan-out', '/plans/mine');
    expect([status, stderr]).toEqual([
      2,
      'error: /plans/mine is there, and is not a plan; it is left as it is\n',
    ]);
    expect(read(fake, 'plans/mine')).toBe('mine');
  });
});

describe('a definition of ours whose profile is gone', () => {
  const gone = (fake: FakeHost) => {
    const { files } = fake.host;
    files.remove(`/${ROOT}/profiles/work/x`);
    files.removeFolder(`/${ROOT}/profiles/work`);
  };

  it('is stopped, disabled and taken away, with a receipt', async () => {
    const fake = await threeOfOurs();
    const text = read(fake, `${UNITS}/${WORK}`);
    const before = pids(fake);
    gone(fake);
    const dry = await apply(fake, '--dry-run');
    expect([dry.status, dry.stdout]).toEqual([
      0,
      'none  default  hermes-gateway.service\n    up to date\n' +
        'none  code  hermes-gateway-code.service\n    up to date\n' +
        'remove orphan, disable, stop  work  hermes-gateway-work.service\n' +
        `    ~/.config/systemd/user/${WORK}: profile work is gone: /${ROOT}/profiles/work is not there any more\n` +
        '    stop: its profile is gone\n',
    ]);
    fake.calls.length = 0;
    const { status, stderr } = await apply(fake);
    const [, receipt] = /removed 1 definition of profiles that are gone; kept as (\S+)\n/.exec(stderr) ?? [];
    expect([status, receipt]).toEqual([0, expect.any(String)]);
    expect(stderr.split('\n').at(-2)).toBe('2 of 2 services run their profile.');
    expect(asked(fake)).toEqual([
      'show-environment',
      `stop ${WORK}`,
      `disable ${WORK}`,
      `reset-failed ${WORK}`,
      'daemon-reload',
    ]);
    expect(read(fake, `${UNITS}/${WORK}`)).toBeNull();
    expect(read(fake, `home/u/.local/state/unitpin/backups/${receipt}/0`)).toBe(text);
    expect(pids(fake)).toEqual({ ...before, [WORK]: 0 });
    fake.calls.length = 0;
    expect((await apply(fake)).stderr).toBe('Nothing to do: every service runs its profile.\n');
  });

  it('stays where it was edited, where only others are named, and where its disk may be missing', async () => {
    const fake = await threeOfOurs();
    gone(fake);
    expect((await apply(fake, '--profile', 'code')).stderr).toContain('Nothing to do');
    write(fake, `${UNITS}/${WORK}`, `${read(fake, `${UNITS}/${WORK}`)}# mine\n`);
    expect((await apply(fake)).stderr).toContain('Nothing to do');
    expect(read(fake, `${UNITS}/${WORK}`)).toContain('# mine');
  });

  it('comes back when the manager does not let it go', async () => {
    const fake = await threeOfOurs();
    gone(fake);
    fake.answers.set('disable', fails('Access denied\n'));
    const { status, stderr } = await apply(fake, '--quiet');
    expect([status, stderr]).toEqual([4, expect.stringContaining('Access denied\n  all is as it was\n')]);
    expect(read(fake, `${UNITS}/${WORK}`)).not.toBeNull();
    expect(fake.units.get(WORK)).toMatchObject({ ActiveState: 'active', UnitFileState: 'enabled' });
  });
});

describe('a gateway that serves all profiles', () => {
  const told = { [`${ROOT}/config.yaml`]: 'gateway:\n  multiplex_profiles: true\n' };

  it('is told to: the others need an opt-in', async () => {
    const fake = fakeHost({ ...PROFILES, ...told });
    const { status, stderr } = await apply(fake, '--all');
    const reason = (profile: string) =>
      `${profile}: the gateway of the default profile is told to serve every profile (/${ROOT}/config.yaml:2); for one of its own, set gateway.standalone: true in /${ROOT}/profiles/${profile}/config.yaml`;
    expect({ status, stderr: stderr.slice(stderr.indexOf('error:')) }).toEqual({
      status: 3,
      stderr:
        'error: 2 of 3 services cannot be brought in order; nothing was changed\n' +
        `  ${reason('code')}\n  ${reason('work')}\n` +
        '  next: mend these, or apply the others by name: unitpin apply --profile default\n',
    });
    expect(asked(fake)).toEqual(['show-environment']);
  });

  it('and they have it', async () => {
    const standalone = 'gateway: { standalone: true }\n';
    const fake = fakeHost({
      ...told,
      [`${ROOT}/profiles/code/config.yaml`]: standalone,
      [`${ROOT}/profiles/work/config.yaml`]: standalone,
    });
    expect((await apply(fake, '--all')).status).toBe(0);
  });

  it('or they have services already', async () => {
    const fake = await threeOfOurs();
    write(fake, `${ROOT}/config.yaml`, told[`${ROOT}/config.yaml`]!);
    expect((await apply(fake)).status).toBe(0);
  });

  it.each([
    [true, 3],
    [false, 0],
  ])('nobody has told it, it runs (%s) and says that it does', async (runs, expected) => {
    const fake = fakeHost(PROFILES);
    expect((await apply(fake, '--profile', 'default')).status).toBe(0);
    const pid = runs ? pids(fake)[DEFAULT] : 4711;
    const state = { pid, gateway_state: 'running', served_profiles: ['default', 'code'] };
    write(fake, `${ROOT}/gateway_state.json`, JSON.stringify(state));
    const { status, stderr } = await apply(fake, '--profile', 'code');
    expect(status).toBe(expected);
    if (expected === 3)
      expect(stderr).toContain('the gateway of the default profile runs, and serves code already; for one');
  });
});

describe('files that are not ours to write', () => {
  const OURS = `/${UNITS}/${CODE}`;
  const FOLDER = `/${UNITS}`;

  it.each<[string, (fake: FakeHost) => void, string]>([
    [
      "another one's file",
      ({ permissions }) => permissions.set(OURS, { uid: 0 }),
      `${OURS} belongs to uid 0, not to u: chown u ${OURS}, or pin it by a drop-in: --strategy dropin`,
    ],
    [
      'a read-only file',
      ({ permissions }) => permissions.set(OURS, { mode: 0o444 }),
      `${OURS} is read-only: chmod u+w ${OURS}, or pin it by a drop-in: --strategy dropin`,
    ],
    [
      "another one's folder",
      ({ permissions }) => permissions.set(FOLDER, { uid: 0 }),
      `${FOLDER} belongs to uid 0, not to u: chown u ${FOLDER}`,
    ],
    [
      'a read-only folder',
      ({ permissions }) => permissions.set(FOLDER, { mode: 0o555 }),
      `${FOLDER} is read-only: chmod u+w ${FOLDER}`,
    ],
    [
      'a folder that all may write to',
      ({ permissions }) => permissions.set(FOLDER, { mode: 0o777 }),
      `others may write to ${FOLDER}, and exchange what is in it: chmod go-w ${FOLDER}`,
    ],
    [
      'a folder that a group may write to',
      ({ permissions }) => permissions.set(FOLDER, { mode: 0o775, gid: 100 }),
      `others may write to ${FOLDER}, and exchange what is in it: chmod go-w ${FOLDER}`,
    ],
  ])('%s: refused, with the reason', async (_, make, reason) => {
    const fake = await threeOfOurs();
    write(fake, MANIFEST, 'profiles: { default, code: { environment: { LOG_LEVEL: debug } }, work }');
    make(fake);
    const { status, stderr } = await apply(fake);
    expect([status, stderr]).toEqual([3, expect.stringContaining(`  code: ${reason}\n`)]);
    expect(asked(fake)).toEqual(['show-environment']);
  });

  it("the account's own group may write", async () => {
    const fake = await threeOfOurs({ 'etc/group': 'root:x:0:\nu:x:1000:\n' });
    write(fake, MANIFEST, 'profiles: { default, code: { environment: { LOG_LEVEL: debug } }, work }');
    fake.permissions.set(FOLDER, { mode: 0o775 });
    expect((await apply(fake)).status).toBe(0);
  });

  /** As home-manager makes them. */
  function inStore(strategyTree: Tree = {}): FakeHost {
    const text = `[Service]\nExecStart=${HERMES} gateway run\n`;
    const fake = fakeHost({
      [`nix/store/abc-unit/${DEFAULT}`]: text,
      [`${UNITS}/x.conf`]: '',
      ...strategyTree,
    });
    symlinkSync(`/nix/store/abc-unit/${DEFAULT}`, join(fake.root, UNITS, DEFAULT));
    return fake;
  }

  it('a unit in the store of Nix is pinned by a drop-in', async () => {
    const fake = inStore();
    const { status, stdout } = await apply(fake, '--dry-run');
    expect([status, stdout.split('\n')[0]]).toEqual([
      0,
      'pin by drop-in, enable, start  default  hermes-gateway.service',
    ]);
  });

  it('and not replaced whole', async () => {
    const { status, stderr } = await apply(inStore(), '--strategy', 'unit', '--force');
    expect([status, stderr]).toEqual([
      3,
      expect.stringContaining(
        `/${UNITS}/${DEFAULT} is managed by Nix (/nix/store/abc-unit/${DEFAULT}): change it there, or pin it by a drop-in: --strategy dropin\n`,
      ),
    ]);
  });
});

describe('before anything is begun', () => {
  it('the program cannot be executed, or is gone', async () => {
    const fake = await threeOfOurs();
    write(fake, MANIFEST, 'profiles: { default, code: { environment: { LOG_LEVEL: debug } }, work }');
    fake.permissions.set(HERMES, { mode: 0o644 });
    const { status, stderr } = await apply(fake);
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr:
        'error: these services could not start; nothing was changed\n' +
        `  code: its program ${HERMES} is not executable. next: install Hermes Agent, or name its program: unitpin apply --bin PATH\n` +
        '  next: install Hermes Agent, or name its program: unitpin apply --bin PATH\n',
    });
    expect(asked(fake)).toEqual(['show-environment']);
  });

  it('somebody runs the profile by hand: nobody is ended', async () => {
    const fake = fakeHost(PROFILES);
    const pid = fake.spawn(gateway('code'), { HERMES_HOME: `/${ROOT}/profiles/code` });
    const { status, stderr } = await apply(fake, '--all');
    expect([status, stderr]).toEqual([
      3,
      'error: these services could not start; nothing was changed\n' +
        `  code: process ${pid} in /${pid} runs it outside of its service: the two would end each other. next: end it where it was started (kill ${pid}), then: unitpin apply\n` +
        `  next: end it where it was started (kill ${pid}), then: unitpin apply\n`,
    ]);
    expect(fake.processes.has(pid)).toBe(true);
    const dry = await apply(fake, '--all', '--dry-run');
    expect([dry.status, dry.stderr]).toEqual([
      0,
      expect.stringContaining(`warning: code: process ${pid} in /${pid} runs it outside of its service`),
    ]);
  });

  it('another apply is under way', async () => {
    const fake = fakeHost();
    let second: Awaited<ReturnType<typeof apply>> | null = null;
    const { exec } = fake.host;
    const host = {
      ...fake.host,
      exec: (async (argv, options) => {
        if (argv.includes('daemon-reload')) second = await apply(fake, '--all');
        return exec(argv, options);
      }) as typeof exec,
    };
    const { status } = await unitpin(['apply', '--yes', '--all'], null, host);
    expect(status).toBe(0);
    expect(second).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(
        /^error: another command is running: an apply of 2026-11-20 .* \(process \d+\); nothing was changed\n/,
      ),
    });
  });
});

describe('lingering', () => {
  const OFF = { 'var/lib/systemd/x': '' };
  const WARNING =
    'warning: lingering is off: services end when u logs out, and do not start at boot. next: unitpin apply --enable-linger\n';

  it('is off: that is told', async () => {
    const { status, stderr } = await apply(fakeHost(OFF), '--all');
    expect([status, stderr]).toEqual([0, expect.stringContaining(WARNING)]);
  });

  it('is turned on when asked', async () => {
    const fake = fakeHost(OFF);
    const { status, stderr } = await apply(fake, '--all', '--enable-linger');
    expect([status, stderr.split('\n')[0]]).toEqual([
      0,
      'services of u now go on without a login, and start at boot',
    ]);
    expect(asked(fake)).toContain('loginctl --no-ask-password enable-linger u');
    const again = await apply(fake);
    expect(again.stderr).toBe('Nothing to do: every service runs its profile.\n');
  });

  it('cannot be turned on', async () => {
    const fake = fakeHost(OFF);
    fake.answers.set('loginctl', fails('Could not enable linger: Access denied\n'));
    const { status, stderr } = await apply(fake, '--all', '--enable-linger');
    expect([status, stderr]).toEqual([
      3,
      'error: loginctl enable-linger u failed: Could not enable linger: Access denied\n' +
        '  without it services end when the user logs out, and do not start at boot\n' +
        '  next: sudo loginctl enable-linger u\n',
    ]);
    expect(read(fake, `${UNITS}/${DEFAULT}`)).toBeNull();
  });

  it('brings the manager that was not there', async () => {
    const fake = fakeHost(OFF);
    const { exec } = fake.host;
    let polls = 0;
    fake.host.exec = async (argv, options) => {
      const on = filesBelow(fake.root).kind('/var/lib/systemd/linger/u') === 'file';
      if (on) polls++;
      const reachable = on && polls > 4;
      return argv[0] === 'systemctl' && !reachable
        ? fails('Failed to connect to bus: No medium found')
        : exec(argv, options);
    };
    expect((await apply(fake, '--all')).status).toBe(3);
    expect((await apply(fake, '--all', '--enable-linger')).status).toBe(0);
  });
});

describe('--max-failures', () => {
  const CHAIN = `profiles: { default: { dependsOn: [code], ${QUICK} }, code: { ${QUICK} }, work: { dependsOn: [more], ${QUICK} }, more: { ${QUICK} } }`;

  async function chain(...args: string[]) {
    const fake = fakeHost({ ...PROFILES, [`${ROOT}/profiles/more/x`]: '', [MANIFEST]: CHAIN });
    fake.broken.add(CODE);
    const result = await apply(fake, ...args);
    const up = [...fake.units]
      .filter(([, { ActiveState }]) => ActiveState === 'active')
      .map(([name]) => name);
    return { fake, ...result, up: up.sort() };
  }

  it('one is enough by itself: no further level is begun', async () => {
    const { status, up, fake } = await chain();
    expect([status, up]).toEqual([4, ['hermes-gateway-more.service']]);
    expect(read(fake, `${UNITS}/${WORK}`)).toBeNull();
  });

  it('more: what does not depend on it goes on', async () => {
    const { status, up, stderr, fake } = await chain('--max-failures', '2');
    expect([status, up]).toEqual([4, ['hermes-gateway-more.service', WORK]]);
    expect(stderr).toContain(`  ${DEFAULT}: not begun, because of ${CODE}; its files are as they were\n`);
    expect([read(fake, `${UNITS}/${DEFAULT}`), read(fake, `${UNITS}/${CODE}`)]).toEqual([null, null]);
  });

  it.each(['0', '-1', 'x', '1.5'])('%s is none, and is told before all else', async (value) => {
    for (const more of [[], ['--dry-run']]) {
      const fake = fakeHost();
      const { status, stdout, stderr } = await apply(fake, '--all', `--max-failures=${value}`, ...more);
      expect({ status, stdout, stderr, calls: fake.calls }).toEqual({
        status: 2,
        stdout: '',
        stderr: `error: --max-failures takes a whole number, 1 or more: ${JSON.stringify(value)} is not one\n`,
        calls: [],
      });
    }
  });
});

describe('what is told', () => {
  it('why it did not start: the end of its log, without secrets', async () => {
    const fake = await threeOfOurs();
    write(
      fake,
      MANIFEST,
      `profiles: { default, code: { environment: { LOG_LEVEL: debug }, ${QUICK} }, work }`,
    );
    fake.broken.add(CODE);
    for (const message of ['first', 'API_KEY=abcdef123456', 'Traceback: \u001b[31mno module'])
      fake.journal.push({ unit: CODE, at: fake.now(), message });
    const { status, stderr } = await apply(fake);
    expect(status).toBe(4);
    expect(stderr).toContain(
      '    | first\n    | API_KEY=<redacted>\n    | Traceback: \\u001b[31mno module\n',
    );
  });

  it('its own log file, where nothing is in the journal', async () => {
    const fake = await threeOfOurs({ [`${ROOT}/profiles/code/logs/gateway.log`]: 'in the file\n' });
    write(
      fake,
      MANIFEST,
      `profiles: { default, code: { environment: { LOG_LEVEL: debug }, ${QUICK} }, work }`,
    );
    fake.broken.add(CODE);
    expect((await apply(fake)).stderr).toContain('    | in the file\n');
  });

  it('what is awaited, and for how long', async () => {
    const fake = fakeHost();
    fake.broken.add(DEFAULT);
    const { stderr } = await apply(fake, '--all');
    const lines = stderr.split('\n').filter((line) => line.startsWith('waiting'));
    expect(lines[0]).toBe(`waiting for ${DEFAULT} (it is activating (auto-restart, exit-code))`);
    expect(lines.slice(1).map((line) => Number(/, (\d+) s so far$/.exec(line)?.[1]))).toEqual([
      10, 20, 30, 40, 50,
    ]);
  });

  it('many are counted', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `p${index}`);
    const fake = fakeHost(Object.fromEntries(names.map((name) => [`${ROOT}/profiles/${name}/x`, ''])));
    const { stderr } = await apply(fake, '--all');
    expect(stderr.split('\n').filter((line) => line.startsWith('waiting'))[0]).toMatch(
      /^waiting for 21 services \(21: settling\)$/,
    );
  });

  it('every step, in the lifecycle log; every beginning has an end', async () => {
    const fake = await threeOfOurs();
    write(
      fake,
      MANIFEST,
      `profiles: { default, code: { environment: { LOG_LEVEL: debug }, ${QUICK} }, work: disabled }`,
    );
    fake.broken.add(CODE);
    const log = () =>
      (read(fake, 'home/u/.local/state/unitpin/lifecycle.jsonl') ?? '')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as { event: string; profile: string | null });
    const before = log().length;
    expect((await apply(fake)).status).toBe(4);
    expect(
      log()
        .slice(before)
        .map(({ event, profile }) => `${event} ${profile}`),
    ).toEqual([
      'planned code',
      'planned work',
      'written code',
      'reloaded null',
      'stopping work',
      'stopped work',
      'disabled work',
      'starting code',
      'failed code',
      'rolled-back code',
    ]);
  });

  it('nothing of a journal is left', async () => {
    const fake = await threeOfOurs();
    expect(fake.host.files.list('/home/u/.local/state/unitpin/journal')).toEqual([]);
    expect(fake.host.files.list('/home/u/.local/state/unitpin').map(({ name }) => name)).not.toContain(
      'apply.lock',
    );
  });
});

it('the latch of a unit that was started too often is taken back, before and while going back', async () => {
  const fake = await threeOfOurs();
  fake.processes.delete(pids(fake)[CODE]!);
  const latched = { ActiveState: 'failed', SubState: 'failed', Result: 'start-limit-hit', MainPID: 0 };
  fake.units.set(CODE, { ...fake.units.get(CODE)!, ...latched });
  const { status, stdout } = await apply(fake);
  expect([status, stdout]).toEqual([
    0,
    expect.stringContaining('    start: it is failed (start-limit-hit)\n'),
  ]);
  expect(asked(fake)).toEqual(['show-environment', `reset-failed ${CODE}`, `start ${CODE}`]);
});

it('a unit that is broken or unknown to its manager is told', async () => {
  const fake = await threeOfOurs();
  fake.units.set(CODE, { ...fake.units.get(CODE)!, LoadState: '' });
  const { status, stderr } = await apply(fake);
  expect([status, stderr]).toEqual([
    3,
    expect.stringContaining('code: its manager does not say what it has loaded'),
  ]);
});

describe('services of the system', () => {
  const SYSTEM = 'etc/systemd/system';
  const asRoot = (fake: FakeHost) => ({
    ...fake.host,
    caller: { name: 'root', uid: 0, gid: 0, home: '/root' },
    files: { ...fake.host.files, stat: rootOwned(fake) },
  });
  const rootOwned = (fake: FakeHost) => (path: string) => {
    const found = fake.host.files.stat(path);
    return found.mode === null || !path.startsWith('/etc') ? found : { ...found, uid: 0, gid: 0 };
  };
  const system = (host: FakeHost['host'], ...args: string[]) =>
    unitpin(['apply', '--scope', 'system', '--all', ...args], null, host);

  it('are written by root, for an account that they run as', async () => {
    const fake = fakeHost({ ...PROFILES, [`${SYSTEM}/x`]: '' });
    const { status, stdout, stderr } = await system(asRoot(fake), '--as-user', 'u', '--dry-run');
    expect([status, stderr]).toEqual([0, 'next: unitpin apply --scope system --as-user u --all\n']);
    expect(stdout.split('\n')[1]).toBe(
      `    /${SYSTEM}/hermes-gateway.service: profile default has no definition`,
    );
    const applied = await system(asRoot(fake), '--as-user', 'u', '--yes', '--no-restart');
    // The fake has the units of u only: what is written is what matters here.
    expect(applied.stderr).toMatch(/^wrote 3 files; receipt /);
    expect(fake.host.files.kind('/root/.local/state/unitpin/receipts')).toBe('dir');
    expect(fake.host.files.kind('/home/u/.local/state/unitpin')).toBe('absent');
  });

  it('not by anybody else, and not for nobody', async () => {
    const fake = fakeHost(PROFILES);
    expect(await system(fake.host, '--yes')).toMatchObject({
      status: 3,
      stderr:
        'error: services of the system are written by root\n  next: sudo unitpin apply --scope system --as-user u\n',
    });
    expect(await system(asRoot(fake), '--yes')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--scope system needs --as-user NAME'),
    });
    expect(await system(asRoot(fake), '--yes', '--as-user', 'nobody-here')).toMatchObject({
      status: 2,
      stderr: 'error: there is no account called "nobody-here" in /etc/passwd\n',
    });
  });
});

it('a drop-in of old that hides the pin of our unit gets one of ours above it', async () => {
  const fake = await threeOfOurs();
  const old = `[Service]\nExecStart=\nExecStart=${HERMES} gateway run --replace\n`;
  write(fake, `${UNITS}/${DEFAULT}.d/20-replace.conf`, old);
  const { status, stdout } = await apply(fake);
  expect([status, stdout.split('\n')[0]]).toEqual([
    0,
    'pin by drop-in, restart  default  hermes-gateway.service',
  ]);
  expect(read(fake, `${UNITS}/${DEFAULT}.d/zz-unitpin.conf`)).toContain(
    `\nExecStart=\nExecStart=${HERMES} --profile default gateway run`,
  );
  expect(read(fake, `${UNITS}/${DEFAULT}.d/20-replace.conf`)).toBe(old);
  expect((await apply(fake)).stderr).toBe('Nothing to do: every service runs its profile.\n');
});
