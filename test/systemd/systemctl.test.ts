import { describe, expect, it } from 'vitest';
import type { ExecOptions, ExecResult } from '../../src/host/exec.ts';
import { Failure } from '../../src/host/failure.ts';
import { act, type Bus, daemonReload, showEnvironment, showUnits } from '../../src/systemd/systemctl.ts';

/** A systemctl that always gives this answer, and remembers how it was called. */
function answering(result: ExecResult, options: Partial<Pick<Bus, 'scope' | 'environment'>> = {}) {
  const calls: { argv: readonly string[]; options: ExecOptions }[] = [];
  const bus: Bus = {
    scope: options.scope ?? 'user',
    uid: 1000,
    user: 'u',
    elapsed: () => 0,
    environment: options.environment ?? {},
    exec: async (argv, given) => {
      calls.push({ argv, options: given });
      return result;
    },
  };
  return { bus, calls };
}

const said = (stdout: string): ExecResult => ({ state: 'done', code: 0, stdout, stderr: '' });
const refused = (stderr: string, code = 1): ExecResult => ({ state: 'done', code, stdout: '', stderr });

async function failure(work: Promise<unknown>) {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Failure)) throw new Error(`no Failure: ${String(error)}`);
  const { exit, message, why, next } = error;
  return { exit, message, why, next };
}

const block = (id: string, pid: number) =>
  `Id=${id}\nLoadState=loaded\nActiveState=active\nSubState=running\nUnitFileState=enabled\nMainPID=${pid}\n` +
  `NRestarts=3\nExecMainStartTimestamp=Fri 2026-11-20 22:05:50 UTC\nResult=success\nControlGroup=/user.slice/${id}\nNeedDaemonReload=yes\n`;

describe('show', () => {
  it('reads the state of every unit, an alias by the name that was asked for', async () => {
    const { bus, calls } = answering(said(`${block('a.service', 11)}\n${block('real.service', 12)}`));
    const units = await showUnits(bus, ['a.service', 'alias.service']);
    expect([...units]).toEqual([
      [
        'a.service',
        {
          name: 'a.service',
          load: 'loaded',
          active: 'active',
          sub: 'running',
          enabled: 'enabled',
          mainPid: 11,
          restarts: 3,
          since: Date.UTC(2026, 10, 20, 22, 5, 50),
          result: 'success',
          controlGroup: '/user.slice/a.service',
          needsReload: true,
          fragment: null,
          dropIns: [],
          argv: null,
        },
      ],
      ['alias.service', expect.objectContaining({ name: 'alias.service', mainPid: 12 })],
    ]);
    expect(calls.map(({ argv }) => argv)).toEqual([
      [
        'systemctl',
        '--user',
        '--no-pager',
        '--no-ask-password',
        'show',
        '--property=Id,LoadState,ActiveState,SubState,UnitFileState,MainPID,NRestarts,ExecMainStartTimestamp,Result,ControlGroup,NeedDaemonReload,FragmentPath,DropInPaths,ExecStart',
        '--',
        'a.service',
        'alias.service',
      ],
    ]);
  });

  it.each([0, 1, 100])('asks about %i units with one call at most', async (count) => {
    const names = Array.from({ length: count }, (_, index) => `${index}.service`);
    const { bus, calls } = answering(said(names.map((name) => block(name, 2)).join('\n')));
    expect([...(await showUnits(bus, names)).keys()]).toEqual(names);
    await act(bus, 'stop', names);
    expect(calls.length).toBe(count === 0 ? 0 : 2);
  });

  it('reads what is loaded, whatever is in its words', async () => {
    const words = '/bin/sh -c a ; ignore_errors=no ; b\n\n# two  blanks ';
    const { bus } = answering(
      said(
        `ExecStart={ path=/bin/sh ; argv[]=${words} ; ignore_errors=no ; start_time=[n/a] ; stop_time=[n/a] ; pid=0 ; code=(null) ; status=0/0 }\n` +
          'Id=a.service\nFragmentPath=/u/a.service\nDropInPaths=/u/a.service.d/1.conf /u/a.service.d/2.conf\n' +
          '\nExecStart={ path=/x ; argv[]=/x 1 ; ignore_errors=no ; start_time=[n/a] }\n' +
          'ExecStart={ path=/x ; argv[]=/x 2 ; ignore_errors=no ; start_time=[n/a] }\nId=c.service\n',
      ),
    );
    expect([...(await showUnits(bus, ['a.service'], ['*.service'])).values()]).toMatchObject([
      {
        name: 'a.service',
        fragment: '/u/a.service',
        dropIns: ['/u/a.service.d/1.conf', '/u/a.service.d/2.conf'],
        argv: words,
      },
      { name: 'c.service', argv: null },
    ]);
  });

  it('takes what a pattern matches behind what was named, each unit once', async () => {
    const { bus, calls } = answering(
      said([block('a.service', 1), block('a.service', 1), block('g.service', 2)].join('\n')),
    );
    const units = await showUnits({ ...bus, askTimeout: 5_000 }, ['a.service'], ['*.service']);
    expect([...units.values()].map(({ name, mainPid }) => [name, mainPid])).toEqual([
      ['a.service', 1],
      ['g.service', 2],
    ]);
    expect(calls[0]?.argv.slice(-3)).toEqual(['--', 'a.service', '*.service']);
    expect(calls[0]?.options.timeoutMs).toBe(5_000);
  });

  it('undoes the quoting of the environment', async () => {
    const { bus } = answering(said(`PATH=/usr/bin\nTWO=$'a\\nb\\'c\\x41\\101\\q'\nEMPTY=\nEQ=a=b\n`));
    expect([...(await showEnvironment(bus))]).toEqual([
      ['PATH', '/usr/bin'],
      ['TWO', "a\nb'cAAq"],
      ['EMPTY', ''],
      ['EQ', 'a=b'],
    ]);
  });
});

describe('acting', () => {
  it('queues starts and restarts, and waits for the rest', async () => {
    const { bus, calls } = answering(said(''), { scope: 'system' });
    await act(bus, 'start', ['a.service']);
    await act(bus, 'restart', ['a.service', '-.service']);
    await act(bus, 'stop', ['a.service']);
    await daemonReload(bus);
    expect(calls.map(({ argv, options }) => [...argv.slice(4), options.timeoutMs])).toEqual([
      ['start', '--no-block', '--', 'a.service', 600_000],
      ['restart', '--no-block', '--', 'a.service', '-.service', 600_000],
      ['stop', '--', 'a.service', 600_000],
      ['daemon-reload', 30_000],
    ]);
    expect(calls.every(({ argv }) => argv[1] === '--system')).toBe(true);
  });
});

describe('its environment', () => {
  const of = async (environment: Record<string, string>, scope: 'user' | 'system' = 'user') => {
    const { bus, calls } = answering(said(''), { environment, scope });
    await daemonReload(bus);
    return calls[0]!.options.env;
  };
  const C = { LC_ALL: 'C.UTF-8', TZ: 'UTC', SYSTEMD_COLORS: '0', SYSTEMD_PAGER: '' };
  const OWN = {
    XDG_RUNTIME_DIR: '/run/user/1000',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus',
  };

  it.each([
    ['missing, as under cron', {}, OWN],
    [
      "another user's, as after su",
      { XDG_RUNTIME_DIR: '/run/user/0', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/0/bus' },
      OWN,
    ],
    ['our own', { XDG_RUNTIME_DIR: '/run/user/1000' }, { XDG_RUNTIME_DIR: '/run/user/1000' }],
    ['of our choice', { XDG_RUNTIME_DIR: '/srv/run' }, { XDG_RUNTIME_DIR: '/srv/run' }],
  ])('XDG_RUNTIME_DIR %s', async (_, environment, expected) => {
    expect(await of({ LC_ALL: 'de_DE.UTF-8', ...environment })).toEqual({ ...C, ...expected });
  });

  it('is left alone for the system', async () => {
    expect(await of({ XDG_RUNTIME_DIR: '/run/user/0' }, 'system')).toEqual({
      ...C,
      XDG_RUNTIME_DIR: '/run/user/0',
    });
  });
});

describe('failures say what to do next', () => {
  it('systemctl is missing', async () => {
    const { bus } = answering({ state: 'missing' });
    expect(await failure(showUnits(bus, ['a.service']))).toEqual({
      exit: 'host',
      message: 'systemctl is not installed: this host has no systemd',
      why: undefined,
      next: 'write the definitions with: unitpin gen --out DIR',
    });
  });

  it('no answer in time', async () => {
    const { bus } = answering({ state: 'timeout', stdout: '', stderr: '' });
    expect(await failure(showUnits(bus, ['a.service']))).toEqual({
      exit: 'host',
      message: 'the service manager did not answer: systemctl --user show -- a.service',
      why: undefined,
      next: 'see whether it lives: systemctl --user status',
    });
  });

  it.each([
    'Failed to connect to bus: No medium found',
    'Failed to connect to user scope bus via local transport: No such file or directory',
    'Failed to connect to bus: $DBUS_SESSION_BUS_ADDRESS and $XDG_RUNTIME_DIR not defined (consider using --machine=<user>@.host --user)',
  ])('no bus of the user: %s', async (words) => {
    const { bus } = answering(refused(`${words}\nmore\n`));
    expect(await failure(daemonReload(bus))).toEqual({
      exit: 'host',
      message: `no user service manager can be reached: ${words}`,
      why: 'looked for the bus of uid 1000; it runs while the user is logged in, or lingers',
      next: 'loginctl enable-linger 1000',
    });
  });

  it('no bus, and systemd itself has a way to it: the same, within the same time', async () => {
    const calls: [string, number][] = [];
    let time = 0;
    const bus: Bus = {
      ...answering(said('')).bus,
      elapsed: () => time,
      exec: async (argv, { timeoutMs }) => {
        calls.push([argv.join(' '), timeoutMs]);
        time += 1_000;
        return argv.includes('--machine=u@.host')
          ? said(block('a.service', 11))
          : refused('Failed to connect to bus: No medium found');
      },
    };
    expect((await showUnits(bus, ['a.service'])).get('a.service')?.mainPid).toBe(11);
    expect(calls.map(([argv, timeoutMs]) => [argv.split(' --no-pager')[0], timeoutMs])).toEqual([
      ['systemctl --user', 30_000],
      ['systemctl --user --machine=u@.host', 29_000],
    ]);
  });

  it.each([
    'Failed to connect to user scope bus via machine transport: Connection reset by peer',
    'Access denied',
  ])('that way is closed (%s): what was said first is told', async (second) => {
    const { bus } = answering(said(''));
    const exec: Bus['exec'] = async (argv) =>
      refused(argv.includes('--machine=u@.host') ? second : 'Failed to connect to bus: No medium found');
    expect(await failure(daemonReload({ ...bus, exec }))).toMatchObject({
      message: 'no user service manager can be reached: Failed to connect to bus: No medium found',
    });
  });

  it('a bus that is closed to us is not gone around', async () => {
    const { bus, calls } = answering(refused('Failed to connect to bus: Permission denied'));
    expect(await failure(daemonReload(bus))).toMatchObject({
      message: 'no user service manager can be reached: Failed to connect to bus: Permission denied',
      next: 'run it as uid 1000 itself, or as root with --as-user',
    });
    expect(calls.length).toBe(1);
  });

  it('no system manager', async () => {
    const words = 'Failed to connect to system scope bus via local transport: No such file or directory';
    const { bus, calls } = answering(refused(words), { scope: 'system' });
    expect(await failure(daemonReload(bus))).toMatchObject({
      exit: 'host',
      message: `no system service manager can be reached: ${words}`,
      next: 'systemctl status',
    });
    expect(calls.length).toBe(1);
  });

  it.each(['user', 'system'] as const)('something else is process 1: %s', async (scope) => {
    const words = "System has not been booted with systemd as init system (PID 1). Can't operate.";
    const { bus } = answering(refused(words), { scope });
    expect(await failure(daemonReload(bus))).toEqual({
      exit: 'host',
      message: `no ${scope} service manager can be reached: ${words}`,
      why: 'something else is process 1 here: a container, or WSL2 without systemd=true below [boot] in /etc/wsl.conf',
      next: 'write the definitions with: unitpin gen --out DIR',
    });
  });

  it.each([
    ['', 4, 'user', 'it said nothing', 'systemctl --user status'],
    ['Failed to enable unit: Access denied', 1, 'user', undefined, 'systemctl --user status'],
    ['Failed to enable unit: Interactive authentication required.', 1, 'system', undefined, 'run it as root'],
    [
      'Failed to enable unit: Unit file /u/x.service is masked.',
      1,
      'user',
      undefined,
      'systemctl --user unmask x.service',
    ],
    [
      'Job for x.service failed because start of the service was attempted too often. … start-limit-hit',
      1,
      'user',
      undefined,
      'systemctl --user reset-failed x.service',
    ],
    ['Fehler', 1, 'user', undefined, 'systemctl --user status'],
  ] as const)('it refuses: %j', async (stderr, code, scope, shown, next) => {
    const { bus } = answering(refused(stderr, code), { scope });
    expect(await failure(act(bus, 'enable', ['x.service']))).toEqual({
      exit: 'host',
      message: `systemctl --${scope} enable -- x.service failed (exit ${code}): ${shown ?? stderr}`,
      why: undefined,
      next,
    });
  });
});

describe('a unit that the manager does not know', () => {
  /** Knows the unit only after a reload. */
  function forgetful(knowsAfterReload: boolean) {
    const verbs: string[] = [];
    const bus: Bus = {
      ...answering(said('')).bus,
      exec: async (argv) => {
        verbs.push(argv[4] ?? '');
        const knows = knowsAfterReload && verbs.includes('daemon-reload');
        return argv[4] === 'daemon-reload' || knows
          ? said('')
          : refused('Failed to enable unit: Unit file x.service does not exist.\n');
      },
    };
    return { bus, verbs };
  }

  it.each(['enable', 'start', 'restart'] as const)('%s: it reads the files again, once', async (verb) => {
    const { bus, verbs } = forgetful(true);
    await act(bus, verb, ['x.service']);
    expect(verbs).toEqual([verb, 'daemon-reload', verb]);
    const never = forgetful(false);
    expect(await failure(act(never.bus, verb, ['x.service']))).toMatchObject({
      message: expect.stringContaining('Unit file x.service does not exist.'),
      next: 'systemctl --user cat x.service',
    });
    expect(never.verbs).toEqual([verb, 'daemon-reload', verb]);
  });

  it.each(['stop', 'reset-failed'] as const)('%s: there is nothing to do', async (verb) => {
    const { bus, calls } = answering(refused('Failed to stop x.service: Unit x.service not loaded.\n', 5));
    await act(bus, verb, ['x.service']);
    expect(calls.length).toBe(1);
    const mixed = answering(refused('Unit x.service not loaded.\nAccess denied\n', 1));
    expect(await failure(act(mixed.bus, verb, ['x.service', 'y.service']))).toMatchObject({ exit: 'host' });
  });
});
