import { describe, expect, it } from 'vitest';
import { asUserOf, isOfSystem } from '../../src/cli/as-user.ts';
import { becomeUser, type Privileges } from '../../src/cli/become-user.ts';
import { Failure } from '../../src/host/failure.ts';

describe('in a command line', () => {
  it.each([
    [['apply', '--as-user', 'u'], 'u'],
    [['--as-user=u', 'apply'], 'u'],
    [['apply', '--as-user'], ''],
    [['audit', '--', '--as-user', 'u'], null],
    [['apply'], null],
  ])('%j', (args, expected) => {
    expect(asUserOf(args)).toBe(expected);
  });

  it.each([
    [['apply', '--scope', 'system'], true],
    [['apply', '--scope=system'], true],
    [['apply', '--scope', 'user'], false],
    [['system', 'apply'], false],
  ])('%j is about the system: %s', (args, expected) => {
    expect(isOfSystem(args)).toBe(expected);
  });
});

/** Root, on a machine with the account u. */
function root(more: Partial<Privileges> = {}) {
  const done: string[] = [];
  const privileges: Privileges = {
    uid: 0,
    environment: {
      PATH: '/usr/bin',
      LANG: 'C',
      HOME: '/root',
      XDG_STATE_HOME: '/root/.state',
      HERMES_HOME: '/root/.hermes',
      SUDO_USER: 'v',
    },
    exec: async ([, what, name]) =>
      name === 'u'
        ? { state: 'done', code: 0, stdout: what === '-u' ? '1000\n' : '1001\n', stderr: '' }
        : { state: 'done', code: 1, stdout: '', stderr: `id: '${name}': no such user\n` },
    become: (name, uid, gid) => void done.push(`become ${name} ${uid} ${gid}`),
    home: () => '/home/u',
    mayRead: async () => true,
    cwd: () => '/srv',
    chdir: (path) => void done.push(`cd ${path}`),
    ...more,
  };
  return { privileges, done };
}

const refusal = async (work: Promise<void>) => {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof Failure)) throw new Error(`no Failure: ${error}`);
  const { exit, message, next } = error;
  return { exit, message, next };
};

describe('root becomes somebody', () => {
  it('with the groups, the home and the bus of that account, and nothing of its own environment', async () => {
    const { privileges, done } = root();
    await becomeUser('u', privileges);
    expect(done).toEqual(['become u 1000 1001']);
    expect(privileges.environment).toMatchObject({
      PATH: '/usr/bin',
      LANG: 'C',
      HOME: '/home/u',
      USER: 'u',
      LOGNAME: 'u',
    });
    if (process.platform === 'linux')
      expect(privileges.environment).toEqual({
        PATH: '/usr/bin',
        LANG: 'C',
        HOME: '/home/u',
        USER: 'u',
        LOGNAME: 'u',
        XDG_RUNTIME_DIR: '/run/user/1000',
        DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus',
      });
  });

  it('and leaves a folder where that account may not look', async () => {
    const { privileges, done } = root({ mayRead: async (path) => path !== '/srv' });
    await becomeUser('u', privileges);
    expect(done).toEqual(['become u 1000 1001', 'cd /home/u']);
  });

  it('not when the program itself is closed to that account', async () => {
    const { privileges } = root({ mayRead: async (path) => path === '/srv' });
    expect(await refusal(becomeUser('u', privileges))).toMatchObject({
      exit: 'host',
      next: 'install it where every account can read it, such as below /usr/local',
    });
  });

  it.each(['nobody-here', '', '-u', '1000', 'a b'])('not where there is none called %j', async (name) => {
    const { privileges, done } = root();
    expect(await refusal(becomeUser(name, privileges))).toMatchObject({
      exit: 'usage',
      message: `there is no account called ${JSON.stringify(name)}`,
    });
    expect(done).toEqual([]);
  });

  it('not when that cannot be found out', async () => {
    const { privileges, done } = root({ exec: async () => ({ state: 'timeout', stdout: '', stderr: '' }) });
    expect(await refusal(becomeUser('u', privileges))).toMatchObject({ exit: 'host' });
    expect(done).toEqual([]);
  });
});

it('nobody else does', async () => {
  const { privileges, done } = root({ uid: 1000 });
  expect(await refusal(becomeUser('u', privileges))).toEqual({
    exit: 'usage',
    message: '--as-user is for root: it runs the command as somebody else',
    next: 'sudo unitpin … --as-user u',
  });
  expect(done).toEqual([]);
});
