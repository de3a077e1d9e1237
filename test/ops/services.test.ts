import { describe, expect, it } from 'vitest';
import type { ServiceResult } from '../../src/model/service-result.ts';
import { unitpin } from '../support/cli.ts';
import type { Tree } from '../support/home.ts';
import { expectSchema } from '../support/schema.ts';
import { type FakeHost, fails, fakeHost, running, STOPPED } from './fakes.ts';
import { gateway, HERMES } from './fixtures.ts';

const UNITS = 'home/u/.config/systemd/user';
const MANIFEST = 'home/u/.config/unitpin/unitpin.yaml';
const ROOT = '/home/u/.hermes';
const [DEFAULT, CODE, WORK] = ['', '-code', '-work'].map((suffix) => `hermes-gateway${suffix}.service`) as [
  string,
  string,
  string,
];
const homeOf = (profile: string) => (profile === 'default' ? ROOT : `${ROOT}/profiles/${profile}`);
const unitText = (profile: string) =>
  `[Service]\nExecStart=${gateway(profile).join(' ')}\nEnvironment=HERMES_HOME=${homeOf(profile)}\n`;
const pinned = (profile: string) => ({ HERMES_HOME: homeOf(profile) });

/** Three profiles with a pinned unit each; nothing runs. */
function three(tree: Tree = {}, profiles?: object): FakeHost {
  const fake = fakeHost({
    [`${UNITS}/${DEFAULT}`]: unitText('default'),
    [`${UNITS}/${CODE}`]: unitText('code'),
    [`${UNITS}/${WORK}`]: unitText('work'),
    'home/u/.hermes/profiles/code/x': '',
    'home/u/.hermes/profiles/work/x': '',
    ...(profiles && { [MANIFEST]: JSON.stringify({ profiles }) }),
    ...tree,
  });
  for (const name of [DEFAULT, CODE, WORK]) fake.units.set(name, STOPPED);
  return fake;
}

const up = (fake: FakeHost, unit: string, profile: string): number => {
  const pid = fake.spawn(gateway(profile), pinned(profile));
  fake.units.set(unit, running(pid));
  return pid;
};

const run = (fake: FakeHost, ...args: string[]) => unitpin(args, null, fake.host);
/** What was asked of the manager, without the questions. */
const asked = ({ calls }: FakeHost) => calls.filter((call) => !/^(show|journalctl)/.test(call));
async function outcomes(fake: FakeHost, ...args: string[]) {
  const result = await run(fake, ...args, '--format', 'json');
  const json = result.json<{ services: ServiceResult[] }>();
  expectSchema('services', json);
  return {
    status: result.status,
    services: Object.fromEntries(json.services.map((one) => [one.profile, one.outcome])),
    all: json.services,
  };
}

describe('start', () => {
  it('starts one, and says its process', async () => {
    const fake = three();
    const { status, stdout, stderr } = await run(fake, 'start', 'code');
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `started  code  ${CODE}  process 1001\n`,
      stderr: `waiting for ${CODE} (settling)\n`,
    });
    expect(asked(fake)).toEqual([`start ${CODE}`]);
  });

  it('G-23, G-33: starts several side by side with one call, and adopts what runs', async () => {
    const fake = three();
    const pid = up(fake, DEFAULT, 'default');
    const { status, services } = await outcomes(fake, 'start', '--all');
    expect({ status, services }).toEqual({
      status: 0,
      services: { default: 'already-running', code: 'started', work: 'started' },
    });
    expect(asked(fake)).toEqual([`start ${CODE} ${WORK}`]);
    expect(fake.units.get(DEFAULT)?.MainPID).toBe(pid);
  });

  it('G-23: one that runs and does not do its work is told, and left to a restart', async () => {
    const fake = three({
      'home/u/.hermes/profiles/code/.env': 'API_SERVER_KEY=0123456789abcdef\nAPI_SERVER_PORT=8650\n',
    });
    const pid = up(fake, CODE, 'code');
    fake.listen(pid, 8650, { state: 'answered', status: 500, body: '', ms: 1 });
    const { status, all } = await outcomes(fake, 'start', 'code');
    expect([status, all[0]?.outcome, all[0]?.pid, all[0]?.next]).toEqual([
      1,
      'failed',
      pid,
      'unitpin restart code',
    ]);
    expect(all[0]?.reason).toMatch(/^it runs, and does not do its work: /);
    expect(asked(fake)).toEqual([]);
    fake.listen(pid, 8650, { state: 'timeout' });
    const slow = await outcomes(fake, 'start', 'code');
    expect([slow.status, slow.all[0]?.outcome, slow.all[0]?.warnings.length]).toEqual([
      0,
      'already-running',
      1,
    ]);
    fake.listen(pid, 8650);
    expect((await outcomes(fake, 'start', 'code')).all[0]?.warnings).toEqual([]);
  });

  it('takes a unit, a label-like name without .service, and --profile', async () => {
    for (const args of [[CODE], [CODE.replace('.service', '')], ['--profile', 'code']]) {
      expect((await outcomes(three(), 'start', ...args)).services).toEqual({ code: 'started' });
    }
  });

  it('starts what it depends on first, level by level', async () => {
    const fake = three(
      {},
      { default: { dependsOn: ['code'] }, code: { dependsOn: ['work'] }, work: 'manual' },
    );
    const { status, services } = await outcomes(fake, 'start', 'default');
    expect({ status, services }).toEqual({
      status: 0,
      services: { default: 'started', code: 'started', work: 'started' },
    });
    expect(asked(fake)).toEqual([`start ${WORK}`, `start ${CODE}`, `start ${DEFAULT}`]);
  });

  it('begins nothing that depends on what did not get ready, and shows the end of its log', async () => {
    const fake = three({}, { default: { dependsOn: ['code'] }, code: { readyTimeout: 2 }, work: 'enabled' });
    fake.broken.add(CODE);
    const token = 'API_KEY=hunter2hunter2';
    fake.journal.push({ unit: CODE, at: 0, message: `\u001b[31mbad config, ${token}` });
    const { status, stdout, stderr } = await run(fake, 'start', '--all');
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout:
        `not begun  default  ${DEFAULT}\n` +
        '    code, which it depends on, is not there\n' +
        `failed     code     ${CODE}\n` +
        '    it is activating (auto-restart, exit-code)\n' +
        '    | \\u001b[31mbad config, API_KEY=<redacted>\n' +
        '    next: unitpin logs code\n' +
        `started    work     ${WORK}  process 1001\n`,
      stderr: expect.stringContaining(`waiting for ${CODE} (it is activating (auto-restart, exit-code))`),
    });
  });

  it('waits no longer than --timeout for all of them', async () => {
    const fake = three({}, { default: { dependsOn: ['code'] }, code: 'enabled', work: 'enabled' });
    fake.broken.add(CODE);
    const start = fake.now();
    expect((await outcomes(fake, 'start', 'default', '--timeout', '5')).services.code).toBe('failed');
    expect(fake.now() - start).toBeLessThan(6_000);
    const wrong = await run(fake, 'start', 'code', '--timeout', '5s');
    expect([wrong.status, wrong.stderr]).toEqual([2, 'error: --timeout is not a number of seconds: "5s"\n']);
  });

  it('clears the latch of one that has used up its tries', async () => {
    const fake = three();
    fake.units.set(CODE, { ...STOPPED, ActiveState: 'failed', Result: 'start-limit-hit' });
    expect((await outcomes(fake, 'start', 'code')).services).toEqual({ code: 'started' });
    expect(asked(fake)).toEqual([`reset-failed ${CODE}`, `start ${CODE}`]);
  });

  it('reads the files again before it starts what the manager has an older version of', async () => {
    const fake = three();
    fake.units.set(CODE, { ...STOPPED, NeedDaemonReload: 'yes' });
    await outcomes(fake, 'start', 'code');
    expect(asked(fake)).toEqual(['daemon-reload', `start ${CODE}`]);
  });

  it('does so for the first drop-in of a unit, too, of which systemd does not tell', async () => {
    const fake = three();
    const dropIn = `/${UNITS}/${CODE}.d/zz-unitpin.conf`;
    fake.host.files.writeAtomic(dropIn, '[Service]\nEnvironment=A=1\n', { mode: 0o644 });
    fake.unseen.add(CODE);
    await outcomes(fake, 'start', 'code');
    expect(asked(fake)).toEqual(['daemon-reload', `start ${CODE}`]);
  });

  it('does not where the folder of a drop-in is a link, which systemd names by where it leads', async () => {
    const fake = three({
      'home/u/dotfiles/code.d/a.conf': '[Service]\nEnvironment=A=1\n',
      [`${UNITS}/${CODE}.d`]: { to: '../../../dotfiles/code.d' },
    });
    await outcomes(fake, 'start', 'code');
    expect(asked(fake)).toEqual([`start ${CODE}`]);
    const { stdout } = await unitpin(['audit', '--live', '--only', 'loaded-differs'], null, fake.host);
    expect(stdout).toContain('0 warnings');
  });

  it('heeds unitpin.yaml: disabled is refused by name, manual is fine, --all means the enabled', async () => {
    const states = { default: 'enabled', code: 'disabled', work: 'manual' };
    const all = await outcomes(three({}, states), 'start', '--all');
    expect(all.services).toEqual({ default: 'started', code: 'skipped', work: 'skipped' });
    expect((await outcomes(three({}, states), 'start', 'work')).services).toEqual({ work: 'started' });
    const { status, stdout } = await run(three({}, states), 'start', 'code');
    expect({ status, stdout }).toEqual({
      status: 3,
      stdout:
        `refused  code  ${CODE}\n` +
        '    unitpin.yaml disables it\n' +
        '    next: set code to enabled or manual in /home/u/.config/unitpin/unitpin.yaml\n',
    });
  });

  it('refuses a definition that does not say which profile it runs; the others are begun', async () => {
    const fake = three({ [`${UNITS}/${DEFAULT}`]: `[Service]\nExecStart=${HERMES} gateway run\n` });
    const { status, all } = await outcomes(fake, 'start', 'default', 'code');
    expect(status).toBe(3);
    expect(all.map(({ outcome, reason, next }) => ({ outcome, reason, next }))).toEqual([
      {
        outcome: 'refused',
        reason: `${DEFAULT} follows the sticky file, and runs default today`,
        next: 'unitpin apply --profile default',
      },
      { outcome: 'started', reason: null, next: null },
    ]);
    expect(asked(fake)).toEqual([`start ${CODE}`]);
  });

  it('B-28: refuses where a gateway of the profile runs outside of its service, with pid and command', async () => {
    const fake = three();
    fake.spawn(gateway('code', '--token', 'abcdef'), pinned('code'), 77);
    const { status, stdout } = await run(fake, 'start', 'code');
    expect({ status, stdout }).toEqual({
      status: 3,
      stdout:
        `refused  code  ${CODE}\n` +
        `    process 77 runs this profile outside of its service: ${gateway('code').join(' ')} --token <redacted>\n` +
        '    next: end it where it was started (process 77), then: unitpin start code\n',
    });
    expect(asked(fake)).toEqual([]);
    expect(fake.processes.has(77)).toBe(true);
  });

  it('refuses where another unit runs the profile', async () => {
    const fake = three({ [`${UNITS}/hermes.service`]: unitText('default') });
    up(fake, 'hermes.service', 'default');
    const { status, all } = await outcomes(fake, 'start', 'hermes-gateway');
    expect([status, all[0]?.reason]).toEqual([
      3,
      `process 1001 runs this profile in hermes.service: ${gateway('default').join(' ')}`,
    ]);
    const several = await run(fake, 'start', 'default');
    expect([several.status, several.stderr.split('\n')[0]]).toEqual([
      2,
      'error: several services could be meant by default',
    ]);
  });

  it('refuses a running process that is another profile: restart mends it', async () => {
    const fake = three();
    fake.units.set(CODE, running(fake.spawn(gateway('work'), pinned('work'))));
    const { status, all } = await outcomes(fake, 'start', 'code');
    expect([status, all[0]?.reason, all[0]?.next]).toEqual([
      3,
      'it runs work, and its definition says code',
      'unitpin restart code',
    ]);
    expect((await outcomes(fake, 'restart', 'code')).services).toEqual({ code: 'restarted' });
  });

  it('says what is masked, and how to go on', async () => {
    const fake = three();
    fake.units.set(CODE, { ...STOPPED, LoadState: 'masked', UnitFileState: 'masked' });
    const { all } = await outcomes(fake, 'start', 'code');
    expect([all[0]?.reason, all[0]?.next]).toEqual([
      `${CODE} is masked`,
      `systemctl --user unmask ${CODE}, then: unitpin start code`,
    ]);
  });

  it('says what the manager said where it refused', async () => {
    const fake = three();
    fake.answers.set('start', fails(`Failed to start ${CODE}: Access denied`));
    const { status, all } = await outcomes(fake, 'start', 'code');
    expect([status, all[0]?.outcome, all[0]?.reason]).toEqual([
      1,
      'failed',
      expect.stringContaining('Access denied'),
    ]);
  });

  it('B-31, #2596: one at a time; the second is told who is at it, and a dead one is in nobody’s way', async () => {
    const fake = three();
    const lock = '/home/u/.local/state/unitpin/service-hermes-code.lock';
    let second: Awaited<ReturnType<typeof run>> | null = null;
    let asking: Promise<unknown> | null = null;
    fake.events.sleep = () => {
      asking ??= run(fake, 'restart', 'code').then((result) => {
        second = result;
      });
    };
    expect((await outcomes(fake, 'start', 'code')).services).toEqual({ code: 'started' });
    await asking;
    expect(second).toMatchObject({
      status: 3,
      stdout: '',
      stderr: expect.stringMatching(
        /^error: process \d+ is at work on profile code; nothing was done\n {2}at .*service-hermes-code\.lock\n {2}next: wait until it has finished, then run this again\n$/,
      ),
    });
    expect(fake.host.files.kind(lock)).toBe('absent');
  });

  it('wants to know what', async () => {
    const nothing = await run(three(), 'start');
    expect([nothing.status, nothing.stderr]).toEqual([
      2,
      'error: start what? name profiles, units or labels, or say --all\n  next: unitpin status\n',
    ]);
    const unknown = await run(three(), 'start', 'cod');
    expect([unknown.status, unknown.stderr]).toEqual([
      2,
      'error: no service is called cod\n  did you mean code?\n  next: unitpin status\n',
    ]);
    const bare = await run(three({ 'home/u/.hermes/profiles/new/x': '' }), 'start', 'new');
    expect(bare.stderr).toBe('error: profile new has no definition\n  next: unitpin apply --profile new\n');
    const both = await run(three(), 'start', 'code', '--all');
    expect(both.status).toBe(2);
    const root = await run(three(), 'start', 'code', '--root', '/mnt');
    expect(root.stderr).toBe('error: start works on this machine: --root is for looking at another one\n');
  });
});

describe('restart', () => {
  it('restarts what is named and nothing else, dependencies neither', async () => {
    const fake = three({}, { default: { dependsOn: ['code'] }, code: 'enabled', work: 'enabled' });
    const [one, other] = [up(fake, DEFAULT, 'default'), up(fake, CODE, 'code')];
    const { status, all } = await outcomes(fake, 'restart', 'default');
    expect([status, all.map(({ outcome, pid }) => [outcome, pid])]).toEqual([0, [['restarted', other + 1]]]);
    expect(fake.units.get(CODE)?.MainPID).toBe(other);
    expect(fake.processes.has(one)).toBe(false);
    expect(asked(fake)).toEqual([`restart ${DEFAULT}`]);
  });

  it('clears a latch first; one that did not run is started', async () => {
    const fake = three();
    fake.units.set(CODE, { ...STOPPED, ActiveState: 'failed', Result: 'start-limit-hit' });
    expect((await outcomes(fake, 'restart', 'code')).services).toEqual({ code: 'started' });
    expect(asked(fake)).toEqual([`reset-failed ${CODE}`, `restart ${CODE}`]);
  });

  it('--all leaves a manual one that is down, and disabled ones', async () => {
    const fake = three({}, { default: 'enabled', code: 'disabled', work: 'manual' });
    expect((await outcomes(fake, 'restart', '--all')).services).toEqual({
      default: 'started',
      code: 'skipped',
      work: 'skipped',
    });
  });
});

describe('stop', () => {
  it('G-31: stops all with one call, and says what was down already', async () => {
    const fake = three();
    up(fake, CODE, 'code');
    up(fake, WORK, 'work');
    // Hermes ends with 1 when a signal tells it to.
    fake.sore.add(CODE);
    const { status, stdout } = await run(fake, 'stop', '--all');
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `not running  default  ${DEFAULT}\nstopped      code     ${CODE}\nstopped      work     ${WORK}\n`,
    });
    expect(asked(fake)).toEqual([`stop ${CODE} ${WORK}`, `reset-failed ${CODE} ${WORK}`]);
    expect(fake.units.get(CODE)?.ActiveState).toBe('inactive');
  });

  // G-25
  it('B-05: a look at the status takes nothing away', async () => {
    const fake = three();
    up(fake, CODE, 'code');
    await run(fake, 'status');
    expect((await outcomes(fake, 'stop', '--all')).services.code).toBe('stopped');
  });

  it('stops what depends on others first', async () => {
    const fake = three(
      {},
      { default: { dependsOn: ['code'] }, code: { dependsOn: ['work'] }, work: 'enabled' },
    );
    for (const [unit, profile] of [
      [DEFAULT, 'default'],
      [CODE, 'code'],
      [WORK, 'work'],
    ] as const)
      up(fake, unit, profile);
    await outcomes(fake, 'stop', '--all');
    expect(asked(fake)).toEqual([
      `stop ${DEFAULT}`,
      `stop ${CODE}`,
      `stop ${WORK}`,
      `reset-failed ${DEFAULT} ${CODE} ${WORK}`,
    ]);
  });

  it('ends the next try of one that waits for it', async () => {
    const fake = three();
    fake.units.set(CODE, { ...STOPPED, ActiveState: 'activating', SubState: 'auto-restart' });
    expect((await outcomes(fake, 'stop', 'code')).services).toEqual({ code: 'stopped' });
  });

  it('G-30, B-21: is not done before the process is gone and the lock is free', async () => {
    const fake = three();
    const pid = up(fake, CODE, 'code');
    const lock = `${homeOf('code')}/gateway.lock`;
    fake.locks.set(lock, { state: 'held', pid });
    let naps = 0;
    fake.events.sleep = () => {
      if (++naps === 10) fake.locks.delete(lock);
    };
    const { status, stderr } = await run(fake, 'stop', 'code');
    expect([status, stderr, naps]).toEqual([0, `waiting for ${CODE} (process ${pid})\n`, 10]);
  });

  it('says what is left when time is up', async () => {
    const fake = three();
    const pid = up(fake, CODE, 'code');
    fake.locks.set(`${homeOf('code')}/gateway.lock`, { state: 'held', pid });
    const { status, all } = await outcomes(fake, 'stop', 'code', '--timeout', '3');
    expect([status, all[0]?.outcome, all[0]?.reason]).toEqual([
      1,
      'failed',
      `process ${pid} still there; its manager will end it when its own time is up`,
    ]);
  });

  it('a number that is another process by now is not waited for', async () => {
    const fake = three();
    const pid = up(fake, CODE, 'code');
    const { exec } = fake.host;
    fake.host.exec = (argv, options) => {
      const result = exec(argv, options);
      // At once: nobody is to see the number free.
      if (argv.includes('stop')) fake.processes.set(pid, { pid, argv: ['sleep', '9'], start: 999 });
      return result;
    };
    expect((await outcomes(fake, 'stop', 'code')).services).toEqual({ code: 'stopped' });
  });

  // G-28, G-29: whatever is asked, only the manager is
  it('B-02, B-03: what is not in its service is told and left alone', async () => {
    const fake = three({ 'home/u/.hermes/profiles/code/gateway.pid': '{"pid":1}' });
    fake.spawn(gateway('code'), pinned('code'), 77);
    fake.spawn(['python3', '-m', 'http.server', '8642'], {}, 78);
    fake.listen(78, 8642);
    const { status, stdout } = await run(fake, 'stop', 'code');
    expect({ status, stdout }).toEqual({
      status: 3,
      stdout:
        `refused  code  ${CODE}  process 77\n` +
        `    process 77 runs this profile outside of its service and is left alone: ${gateway('code').join(' ')}\n` +
        '    next: end it where it was started (process 77)\n',
    });
    expect([fake.processes.has(77), fake.processes.has(78), asked(fake)]).toEqual([true, true, []]);
  });

  it('the manager refuses: its words, and what is still there', async () => {
    const fake = three();
    up(fake, CODE, 'code');
    fake.answers.set('stop', fails('Failed to stop: Access denied'));
    const { status, all } = await outcomes(fake, 'stop', 'code');
    expect([status, all[0]?.outcome, all[0]?.reason]).toEqual([
      1,
      'failed',
      expect.stringContaining('Access denied'),
    ]);
    expect(fake.now()).toBeLessThan(Date.UTC(2026, 10, 20) + 1_000);
  });
});
