import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unitpin } from '../support/cli.ts';
import type { Tree } from '../support/home.ts';
import { expectSchema } from '../support/schema.ts';
import { type FakeHost, fakeHost, running } from './fakes.ts';
import { HERMES } from './fixtures.ts';

const UNITS = 'home/u/.config/systemd/user';
const MANIFEST = 'home/u/.config/unitpin/unitpin.yaml';
const [DEFAULT, CODE] = ['hermes-gateway.service', 'hermes-gateway-code.service'] as const;
const PROFILES = { 'home/u/.hermes/profiles/code/x': '' };

const read = ({ host }: FakeHost, name: string): string | null => {
  const found = host.files.read(`/${UNITS}/${name}`);
  return found.state === 'there' ? found.bytes.toString('utf8') : null;
};
const write = (fake: FakeHost, path: string, text: string) =>
  fake.host.files.writeAtomic(`/${path}`, text, { mode: 0o644 });
const unit = (fake: FakeHost, name: string) => {
  const { ActiveState, UnitFileState, MainPID } = fake.units.get(name)!;
  return { active: ActiveState, enabled: UnitFileState, pid: MainPID };
};
const run = (fake: FakeHost, ...args: string[]) => unitpin(args, null, fake.host);
const rollback = (fake: FakeHost, ...args: string[]) => run(fake, 'rollback', '--yes', ...args);

interface History {
  receipts: {
    id: string;
    command: string;
    standing: string;
    undoes: string | null;
    files: { path: string; did: string }[];
  }[];
}
async function history(fake: FakeHost): Promise<History['receipts']> {
  const { status, json } = await run(fake, 'history', '--format', 'json');
  expect(status).toBe(0);
  expectSchema('history', json());
  return json<History>().receipts;
}

async function applied(tree: Tree = {}, ...args: string[]): Promise<FakeHost> {
  const fake = fakeHost({ ...PROFILES, ...tree });
  const { status, stderr } = await run(fake, 'apply', '--yes', ...args);
  expect(status, stderr).toBe(0);
  fake.calls.length = 0;
  return fake;
}

/** Ours and running, then its environment changed. */
async function changedOnce(): Promise<{ fake: FakeHost; first: string; second: string }> {
  const fake = await applied({}, '--profile', 'code');
  const first = read(fake, CODE)!;
  write(fake, MANIFEST, JSON.stringify({ profiles: { code: { environment: { LOG_LEVEL: 'debug' } } } }));
  expect((await run(fake, 'apply', '--yes')).status).toBe(0);
  fake.calls.length = 0;
  return { fake, first, second: read(fake, CODE)! };
}

describe('history', () => {
  it('says so when nothing was written', async () => {
    const { status, stdout, stderr } = await run(fakeHost(), 'history');
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: '',
      stderr: 'Nothing was written yet: no receipts in /home/u/.local/state/unitpin.\n',
    });
  });

  it('has each receipt with its files and services, the newest first', async () => {
    const { fake } = await changedOnce();
    const { stdout } = await run(fake, 'history');
    expect(stdout).toMatch(
      new RegExp(
        `^(\\d{8}T\\d{6}Z-ababab)  2026-11-20 \\d\\d:\\d\\d:\\d\\d UTC  apply\\n    change  ~/.config/systemd/user/${CODE}\\n    services: ${CODE}\\n` +
          `(\\d{8}T\\d{6}Z-ababab)  2026-11-20 00:00:00 UTC  apply\\n    create  ~/.config/systemd/user/${CODE}\\n    services: ${CODE}\\n$`,
      ),
    );
    expect((await history(fake)).map(({ standing }) => standing)).toEqual(['done', 'done']);
  });

  it('knows what apply itself has taken back', async () => {
    const fake = fakeHost(PROFILES);
    fake.broken.add(CODE);
    const { status } = await run(fake, 'apply', '--yes', '--profile', 'code');
    expect(status).toBe(4);
    expect(await history(fake)).toMatchObject([{ command: 'apply', standing: 'undone' }]);
    expect((await run(fake, 'history')).stdout).toContain('apply  undone\n');
    expect((await rollback(fake)).stderr).toBe(
      'error: there is nothing to roll back\n  next: unitpin history\n',
    );
  });
});

describe('rollback', () => {
  it('puts the files back, restarts what has changed and ran, and can be rolled back itself', async () => {
    const { fake, first, second } = await changedOnce();
    const before = unit(fake, CODE);
    const { status, stdout, stderr } = await rollback(fake);
    const [last] = await history(fake);
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(
      new RegExp(
        `^apply of 2026-11-20 \\S+ UTC \\(\\S+\\)\\n  restore  ~/\\S+/${CODE}\\n  restart  code  ${CODE}\\n$`,
      ),
    );
    expect(stderr).toContain(`to take that back: unitpin rollback ${last!.id}\n`);
    expect(read(fake, CODE)).toBe(first);
    expect(unit(fake, CODE)).toMatchObject({ active: 'active', enabled: 'enabled' });
    expect(unit(fake, CODE).pid).not.toBe(before.pid);
    expect(fake.calls.filter((call) => !call.startsWith('show'))).toEqual([
      'daemon-reload',
      `restart ${CODE}`,
    ]);
    expect((await history(fake)).map(({ command, standing }) => [command, standing])).toEqual([
      ['rollback', 'done'],
      ['apply', 'undone'],
      ['apply', 'done'],
    ]);

    expect((await rollback(fake, last!.id)).status).toBe(0);
    expect(read(fake, CODE)).toBe(second);
    expect((await history(fake)).map(({ standing }) => standing)).toEqual(['done', 'undone', 'done', 'done']);
    // What is ours stays ours: nothing has to be forced.
    const again = await run(fake, 'apply', '--yes');
    expect([again.status, again.stderr]).toEqual([0, 'Nothing to do: every service runs its profile.\n']);
  });

  it('goes back step by step, to where nothing was', async () => {
    const { fake } = await changedOnce();
    expect((await rollback(fake)).status).toBe(0);
    fake.calls.length = 0;
    fake.sore.add(CODE);
    const { status, json } = await rollback(fake, '--format', 'json');
    expect(status).toBe(0);
    expectSchema('rollback', json());
    expect(json()).toMatchObject({
      files: [{ path: `/${UNITS}/${CODE}`, did: 'remove', edited: false }],
      services: [{ name: CODE, profile: 'code', actions: ['stop', 'disable'], missing: null }],
    });
    expect(read(fake, CODE)).toBeNull();
    expect(unit(fake, CODE)).toMatchObject({ active: 'inactive', enabled: 'disabled' });
    expect(fake.calls.filter((call) => !call.startsWith('show'))).toEqual([
      `stop ${CODE}`,
      `disable ${CODE}`,
      'daemon-reload',
      `reset-failed ${CODE}`,
    ]);
  });

  it('of remove starts what keeps a file of theirs as well, at once and at boot', async () => {
    const theirs = `[Service]\nExecStart=${HERMES} gateway run\n[Install]\nWantedBy=default.target\n`;
    const fake = await applied({ [`${UNITS}/${DEFAULT}`]: theirs });
    expect((await run(fake, 'remove', 'default', '--yes')).status).toBe(0);
    expect(unit(fake, DEFAULT)).toMatchObject({ active: 'inactive', enabled: 'disabled' });
    expect((await rollback(fake)).status).toBe(0);
    expect(unit(fake, DEFAULT)).toMatchObject({ active: 'active', enabled: 'enabled' });
  });

  it('of a rollback that took a service away brings it up again', async () => {
    const fake = await applied({}, '--profile', 'code');
    expect((await rollback(fake)).status).toBe(0);
    const [last] = await history(fake);
    const { status, stderr } = await rollback(fake, last!.id);
    expect(status, stderr).toBe(0);
    expect(unit(fake, CODE)).toMatchObject({ active: 'active', enabled: 'enabled' });
  });

  it('keeps mode and owner', async () => {
    const { fake, first } = await changedOnce();
    const path = join(fake.root, UNITS, CODE);
    const [newest] = await history(fake);
    chmodSync(path, 0o600);
    expect((await rollback(fake, newest!.id)).status).toBe(0);
    expect(read(fake, CODE)).toBe(first);
    expect(statSync(path).mode & 0o777).toBe(0o644);
  });

  it('refuses where a file was changed since, and with --force keeps what stood there', async () => {
    const { fake, first, second } = await changedOnce();
    write(fake, `${UNITS}/${CODE}`, `${second}# mine\n`);
    const [newest] = await history(fake);
    const { status, stderr } = await rollback(fake);
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr:
        `error: /${UNITS}/${CODE} changed since; nothing was rolled back\n` +
        '  somebody edited it: what they wrote would be lost from there\n' +
        `  next: unitpin rollback ${newest!.id} --force (what they wrote is backed up)\n`,
    });
    expect(read(fake, CODE)).toBe(`${second}# mine\n`);
    const forced = await rollback(fake, '--force');
    expect(forced.status, forced.stderr).toBe(0);
    expect(forced.stdout).toContain('(changed since; a backup is kept)');
    expect(read(fake, CODE)).toBe(first);
    const [last] = await history(fake);
    expect((await rollback(fake, last!.id)).status).toBe(0);
    expect(read(fake, CODE)).toBe(`${second}# mine\n`);
  });

  it('names the later receipt that is in the way', async () => {
    const { fake } = await changedOnce();
    const [newest, oldest] = await history(fake);
    const { status, stderr } = await rollback(fake, oldest!.id);
    expect(status).toBe(3);
    expect(stderr).toContain(
      `  apply wrote it again (${newest!.id})\n  next: first: unitpin rollback ${newest!.id}\n`,
    );
  });

  it('never brings back a definition that ran the wrong profile', async () => {
    const theirs = `[Service]\nExecStart=${HERMES} gateway run\n`;
    const fake = fakeHost({ ...PROFILES, [`${UNITS}/${DEFAULT}`]: theirs });
    fake.units.set(DEFAULT, running(fake.spawn([HERMES, 'gateway', 'run'], {}, 500)));
    expect((await run(fake, 'apply', '--yes', '--profile', 'default', '--profile', 'code')).status).toBe(0);
    const pid = unit(fake, DEFAULT).pid;
    const { status, stderr } = await rollback(fake);
    expect(status).toBe(5);
    expect(stderr).toContain(
      `error: the files of ${DEFAULT} stay as they are; all else is rolled back\n` +
        '  with the old ones the wrong profile would run, as it did before\n',
    );
    expect(read(fake, `${DEFAULT}.d/zz-unitpin.conf`)).toContain('--profile default');
    expect(unit(fake, DEFAULT).pid).toBe(pid);
    expect(read(fake, CODE)).toBeNull();
    const again = await rollback(fake);
    expect([again.status, again.stderr.split('\n')[0]]).toEqual([
      5,
      `error: the files of ${DEFAULT} stay as they are; nothing was rolled back`,
    ]);
  });

  it('asks first', async () => {
    const { fake, second } = await changedOnce();
    const { status, stderr } = await run(fake, 'rollback');
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'error: nobody is there to confirm it; nothing was changed\n  next: unitpin rollback --yes\n',
    });
    expect(read(fake, CODE)).toBe(second);
  });

  it.each([
    [['no-such-id'], 'error: there is no receipt no-such-id\n  next: unitpin history\n'],
    [
      ['--root', '/mnt'],
      'error: rollback works on this machine: --root is for looking at another one\n  next: unitpin history --root /mnt\n',
    ],
  ])('refuses %j', async (args, message) => {
    const { status, stderr } = await rollback(fakeHost(), ...args);
    expect({ status, stderr }).toEqual({ status: 2, stderr: message });
  });

  it('of what is undone says how to do it again', async () => {
    const { fake } = await changedOnce();
    const [newest] = await history(fake);
    await rollback(fake);
    const [last] = await history(fake);
    const { status, stderr } = await rollback(fake, newest!.id);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `error: ${newest!.id} is undone already\n  next: to do it again: unitpin rollback ${last!.id}\n`,
    });
  });

  it('when the manager refuses, everything goes back', async () => {
    const { fake, second } = await changedOnce();
    fake.answers.set('daemon-reload', { state: 'done', code: 1, stdout: '', stderr: 'Access denied\n' });
    const { status, stderr } = await rollback(fake);
    expect(status).toBe(3);
    expect(stderr).toContain('Access denied');
    expect(stderr).toContain('it is undone, everything is as it was\n');
    expect(read(fake, CODE)).toBe(second);
    expect(fake.host.files.list('/home/u/.local/state/unitpin/journal')).toEqual([]);
  });
});
