import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { unitpin } from '../support/cli.ts';
import { makeRoot, PASSWD, type Tree } from '../support/home.ts';
import { copyIncident } from '../support/incident.ts';
import { expectSchema } from '../support/schema.ts';

function incident(name: string): string {
  const { root, cleanup } = copyIncident(name);
  onTestFinished(cleanup);
  return root;
}

interface Audit {
  definitions: {
    id: string;
    name: string;
    identity: { kind: string; by: string; profile: string };
    argv: string[];
    environment: Record<string, { value: string; origin: object }>;
    scope: string;
    replace: boolean;
    app: string | null;
  }[];
  findings: {
    rule: string;
    severity: string;
    definition: string | null;
    profile: string | null;
    message: string;
    location: { path: string; line: number } | null;
  }[];
  summary: Record<string, number>;
}

const UNITS = 'home/u/.config/systemd/user';
const unit = (command: string, more = '') => `[Service]\nExecStart=${command}\n${more}`;
const host = (tree: Tree): string =>
  makeRoot({ 'etc/passwd': PASSWD, 'home/u/.hermes/bin/hermes': '', ...tree });
const rulesOf = ({ findings }: Audit) =>
  findings.map(({ rule, severity, profile }) => `${severity} ${rule} ${profile}`);

describe('the incident of two profiles', () => {
  it('is told in full', async () => {
    const { status, stdout, stderr } = await unitpin([
      'audit',
      '--root',
      incident('004-two-profiles'),
      '--skip',
      'replace-in-unit',
    ]);
    expect(status).toBe(1);
    expect(stderr).toBe('');
    expect(stdout.replace(/--root \S+/, '--root ROOT')).toMatchInlineSnapshot(`
      "error profile-shared hermes-gateway.service
        at ~/.config/systemd/user/hermes-gateway.service:9:11
        9 | ExecStart=/home/hermesuser/.hermes/hermes-agent/venv/bin/python -m hermes_cli.main gateway run --rep…
          |           ^
        hermes-gateway-code.service and hermes-gateway.service run profile "code", each with --replace:
        one that starts sends SIGTERM to the one that runs, and the manager starts that one again, which
        sends SIGTERM back. They end each other for ever.
        · hermes-gateway-code.service runs "code" by its flag (~/.config/systemd/user/hermes-gateway-code.service:9:11)
        fix: pin each one to the profile its name says (safe)

      error profile-unpinned hermes-gateway.service
        at ~/.config/systemd/user/hermes-gateway.service:9:11
        9 | ExecStart=/home/hermesuser/.hermes/hermes-agent/venv/bin/python -m hermes_cli.main gateway run --rep…
          |           ^
        Nothing pins this service to a profile: it follows /home/hermesuser/.hermes/active_profile, and
        runs "code" today. Whoever switches profiles there switches this service at its next start.
        · the sticky file says "code" (~/.hermes/active_profile:1:1)
        fix: pin it to default (safe)

      warning fatal-exit-loops hermes-gateway-code.service
        at ~/.config/systemd/user/hermes-gateway-code.service:14:9
        14 | Restart=always
           |         ^
        Exit code 78 says that no start can succeed before somebody changes the configuration. systemd
        tries all the same (Restart=always), 5 s after each end: it floods the log, and can lock other
        gateways out of their accounts.
        fix: leave it stopped after 78 (safe)

      warning stop-timeout-short hermes-gateway-code.service
        at ~/.config/systemd/user/hermes-gateway-code.service:20:16
        20 | TimeoutStopSec=60
           |                ^
        A stop waits 60 s before it kills, and the gateway may need 70 s to finish what it is doing: work
        is lost in the middle, and a lock can stay behind.
        fix: wait 70 s (safe)

      warning fatal-exit-loops hermes-gateway.service
        at ~/.config/systemd/user/hermes-gateway.service:14:9
        14 | Restart=always
           |         ^
        Exit code 78 says that no start can succeed before somebody changes the configuration. systemd
        tries all the same (Restart=always), 5 s after each end: it floods the log, and can lock other
        gateways out of their accounts.
        fix: leave it stopped after 78 (safe)

      warning stop-timeout-short hermes-gateway.service
        at ~/.config/systemd/user/hermes-gateway.service:20:16
        20 | TimeoutStopSec=60
           |                ^
        A stop waits 60 s before it kills, and the gateway may need 70 s to finish what it is doing: work
        is lost in the middle, and a lock can stay behind.
        fix: wait 70 s (safe)

      info system-dependency-in-user-unit hermes-gateway-code.service
        at ~/.config/systemd/user/hermes-gateway-code.service:4:7
        4 | Wants=network-online.target
          |       ^
        The user manager has no network-online.target: the service neither waits for it nor pulls it in.
        It may start before the network is up.

      info planned-restart-alarms hermes-gateway-code.service
        at ~/.config/systemd/user/hermes-gateway-code.service:9:11
        9 | ExecStart=/home/hermesuser/.hermes/hermes-agent/venv/bin/python -m hermes_cli.main --profile code ga…
          |           ^
        A planned restart ends with exit code 75, which systemd counts as a failure here: each one leaves
        a failure in the log that is none.
        fix: count 75 as a success (safe)

      info system-dependency-in-user-unit hermes-gateway.service
        at ~/.config/systemd/user/hermes-gateway.service:4:7
        4 | Wants=network-online.target
          |       ^
        The user manager has no network-online.target: the service neither waits for it nor pulls it in.
        It may start before the network is up.

      info planned-restart-alarms hermes-gateway.service
        at ~/.config/systemd/user/hermes-gateway.service:9:11
        9 | ExecStart=/home/hermesuser/.hermes/hermes-agent/venv/bin/python -m hermes_cli.main gateway run --rep…
          |           ^
        A planned restart ends with exit code 75, which systemd counts as a failure here: each one leaves
        a failure in the log that is none.
        fix: count 75 as a success (safe)

      2 definitions: 2 errors, 4 warnings, 4 info
      next: unitpin audit --root ROOT --fix --diff --skip replace-in-unit
      "
    `);
  });

  it('is told to programs by the contract', async () => {
    const { status, json } = await unitpin([
      'audit',
      '--root',
      incident('004-two-profiles'),
      '--format',
      'json',
    ]);
    const result = json<Audit>();
    expect(status).toBe(1);
    expectSchema('audit', result);
    expect(
      result.definitions.map(({ id, identity, replace, app }) => ({ id, ...identity, replace, app })),
    ).toMatchInlineSnapshot(`
      [
        {
          "app": "hermes",
          "at": {
            "column": 94,
            "line": 9,
            "path": "/home/hermesuser/.config/systemd/user/hermes-gateway-code.service",
          },
          "by": "flag",
          "home": "/home/hermesuser/.hermes/profiles/code",
          "id": "systemd:user:/home/hermesuser/.config/systemd/user/hermes-gateway-code.service",
          "kind": "pinned",
          "profile": "code",
          "replace": true,
        },
        {
          "app": "hermes",
          "at": {
            "column": 1,
            "line": 1,
            "path": "/home/hermesuser/.hermes/active_profile",
          },
          "by": "sticky",
          "home": "/home/hermesuser/.hermes/profiles/code",
          "id": "systemd:user:/home/hermesuser/.config/systemd/user/hermes-gateway.service",
          "kind": "sticky",
          "profile": "code",
          "replace": true,
        },
      ]
    `);
    expect(result.summary).toMatchObject({ error: 4, warning: 4, info: 4, ignored: 0 });
    const shared = result.findings.find(({ rule }) => rule === 'profile-shared');
    expect(JSON.stringify(shared)).toContain('hermes-gateway-code.service');
    expect(JSON.stringify(shared)).toContain('hermes-gateway.service');
  });
});

describe('the incident of launchd and --replace', () => {
  it('is found on any platform', async () => {
    const { status, json } = await unitpin([
      'audit',
      '--root',
      incident('003-launchd-replace'),
      '--format',
      'json',
      ...WHO,
    ]);
    expect(status).toBe(1);
    const result = json<Audit>();
    expectSchema('audit', result);
    expect(rulesOf(result)).toEqual([
      'error profile-shared default',
      'error profile-unpinned default',
      'error start-not-run default',
      'error replace-under-launchd default',
      'error profile-unpinned default',
      'error start-not-run default',
      'error replace-under-launchd default',
    ]);
  });
});

/** The rules about who runs what. Each of the others has its fixtures. */
const WHO = [
  'profile-unpinned',
  'identity-hidden',
  'profile-conflict',
  'profile-shared',
  'replace-under-launchd',
  'replace-in-unit',
  'start-not-run',
  'definition-missing',
  'definition-orphan',
  'profile-without-service',
  'syntax',
].flatMap((rule) => ['--only', rule]);

describe('rules', () => {
  const audit = async (tree: Tree, ...args: string[]) =>
    (await unitpin(['audit', '--root', host(tree), '--format', 'json', ...WHO, ...args])).json<Audit>();

  it('nothing is wrong with nothing', async () => {
    const result = await audit({});
    expect(rulesOf(result)).toEqual(['info profile-without-service default']);
  });

  it('a marker alone is information', async () => {
    const text = unit('/home/u/.hermes/bin/hermes gateway run', 'Environment=HERMES_SUPERVISED_CHILD=1\n');
    const result = await audit({ [`${UNITS}/hermes-gateway.service`]: text });
    expect(rulesOf(result)).toEqual(['info profile-unpinned default']);
  });

  it('flag, home and name have to agree', async () => {
    const result = await audit({
      'home/u/.hermes/profiles/code/x': '',
      'home/u/.hermes/profiles/work/x': '',
      [`${UNITS}/hermes-gateway-code.service`]: unit(
        '/bin/hermes -p work gateway run',
        'Environment=HERMES_HOME=%h/.hermes/profiles/code\n',
      ),
      [`${UNITS}/hermes-gateway.service`]: unit('/bin/hermes -p default gateway run'),
    });
    expect(rulesOf(result)).toEqual([
      'error profile-conflict work',
      'warning profile-conflict work',
      'info profile-without-service code',
    ]);
  });

  it('system and user units of one profile fight, too', async () => {
    const result = await audit({
      [`${UNITS}/hermes-gateway.service`]: unit('/bin/hermes -p default gateway run'),
      'etc/systemd/system/hermes-gateway.service': unit('/bin/hermes -p default gateway run', 'User=u\n'),
    });
    expect(rulesOf(result)).toEqual(['error profile-shared default']);
    expect(result.findings[0]?.message).toBe(
      'hermes-gateway.service and hermes-gateway.service run profile "default": only one of them can hold its lock and its tokens, the other fails at every start.',
    );
  });

  it('--replace on a pinned, lone unit is information', async () => {
    const result = await audit({
      [`${UNITS}/hermes-gateway.service`]: unit('/bin/hermes -p default gateway run --replace'),
    });
    expect(rulesOf(result)).toEqual(['info replace-in-unit default']);
  });

  it('a hidden command is no green one', async () => {
    const result = await audit({ [`${UNITS}/hermes-gateway.service`]: unit('/bin/bash /opt/start.sh') });
    expect(rulesOf(result)).toEqual(['warning identity-hidden null']);
  });

  it.each([
    ['names none', '../../etc\n'],
    ['is a folder', null],
  ])('a sticky file that %s is not taken for an absent one', async (_, sticky) => {
    const text = unit('/bin/hermes gateway run');
    const result = await audit({
      [`${UNITS}/hermes-gateway.service`]: text,
      'home/u/.hermes/active_profile': sticky,
    });
    expect(rulesOf(result)).toEqual(['error profile-unpinned null']);
    expect(result.findings[0]?.message).toContain('which cannot be read or names no profile');
  });

  it('a template shares nothing with its own instance', async () => {
    const result = await audit({
      [`${UNITS}/hermes-gateway@.service`]: unit('/bin/hermes gateway run'),
      [`${UNITS}/default.target.wants/hermes-gateway@default.service`]: { to: '../hermes-gateway@.service' },
    });
    expect(rulesOf(result)).toEqual(['error profile-unpinned null', 'error profile-unpinned default']);
  });

  it('--profile asks about what a definition is meant for, too', async () => {
    const root = incident('004-two-profiles');
    const { status, json } = await unitpin([
      'audit',
      '--root',
      root,
      '--profile',
      'default',
      '--format',
      'json',
    ]);
    expect(status).toBe(1);
    expect(rulesOf(json<Audit>())).toContain('error profile-unpinned code');
    const unknown = await unitpin(['audit', '--root', root, '--profile', 'nosuch']);
    expect(unknown).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('nothing here is about a profile nosuch'),
    });
  });

  it('--profile tells what is wrong in the template that its instance comes from', async () => {
    const root = makeRoot({
      'units/hermes-gateway@.service': unit('/bin/hermes --profile %i gateway run', 'Restart=always\n'),
      'units/default.target.wants/hermes-gateway@code.service': { to: '../hermes-gateway@.service' },
    });
    const { json } = await unitpin(['audit', join(root, 'units'), '--profile', 'code', '--format', 'json']);
    expect(rulesOf(json<Audit>())).toContain('warning kill-mode-wrong null');
  });

  it('--manager asks about the definitions of one manager only', async () => {
    const root = makeRoot({
      'etc/passwd': PASSWD,
      [`${UNITS}/hermes-gateway.service`]: unit('/bin/hermes gateway run'),
      'home/u/Library/LaunchAgents/ai.hermes.gateway.plist': '<plist/>',
    });
    const managers = async (...args: string[]) => {
      const { json } = await unitpin(['audit', '--root', root, '--format', 'json', ...args]);
      return [...new Set(json<Audit>().findings.map(({ definition }) => definition?.split(':')[0]))];
    };
    expect(await managers()).toEqual(expect.arrayContaining(['systemd', 'launchd']));
    expect(await managers('--manager', 'launchd')).not.toContain('systemd');
    expect(await managers('--manager', 'systemd')).not.toContain('launchd');
  });

  it('--scope asks about the definitions of one scope only', async () => {
    const root = makeRoot({
      'etc/passwd': PASSWD,
      [`${UNITS}/hermes-gateway.service`]: unit('/bin/hermes gateway run'),
      'etc/systemd/system/hermes-gateway-code.service': unit('/bin/hermes gateway run', 'User=u'),
    });
    const scopes = async (...args: string[]) => {
      const { json } = await unitpin(['audit', '--root', root, '--format', 'json', ...args]);
      return [...new Set(json<Audit>().findings.map(({ definition }) => definition?.split(':')[1]))];
    };
    expect(await scopes()).toEqual(expect.arrayContaining(['user', 'system']));
    expect(await scopes('--scope', 'user')).not.toContain('system');
    expect(await scopes('--scope', 'system')).not.toContain('user');
  });

  it('a definition of a profile that is gone is an orphan', async () => {
    const result = await audit({
      [`${UNITS}/hermes-gateway-gone.service`]: unit('/bin/hermes -p gone gateway run'),
      [`${UNITS}/hermes-gateway.service`]: unit('/bin/hermes -p default gateway run'),
    });
    expect(rulesOf(result)).toEqual(['warning definition-orphan gone']);
  });

  it('what the manager refuses or ignores is told with its place', async () => {
    const result = await audit({
      [`${UNITS}/hermes-gateway.service`]: unit(
        '/bin/hermes -p default gateway run',
        'Environment="A=50%4"\nNoEquals\n',
      ),
      [`${UNITS}/hermes-gateway-x.service`]: unit('"/bin/hermes -p x gateway run'),
      'home/u/.hermes/profiles/x/y': '',
    });
    expect(
      result.findings
        .filter(({ rule }) => rule === 'syntax')
        .map(({ severity, location }) => [severity, location?.path.split('/').at(-1), location?.line]),
    ).toEqual([
      ['error', 'hermes-gateway-x.service', 1],
      ['warning', 'hermes-gateway-x.service', 2],
      ['warning', 'hermes-gateway.service', 3],
      ['warning', 'hermes-gateway.service', 4],
    ]);
  });

  it('a plist that launchd refuses is an error, not a guess', async () => {
    const result = await audit({
      'home/u/Library/LaunchAgents/ai.hermes.gateway.plist': '<plist><dict><key>Label</key></dict>',
    });
    expect(rulesOf(result)[0]).toBe('error syntax null');
  });

  it('a manifest that enables a profile wants a definition', async () => {
    const config = join(mkdtempSync(join(tmpdir(), 'unitpin-test-')), 'unitpin.yaml');
    onTestFinished(() => rmSync(join(config, '..'), { recursive: true }));
    writeFileSync(config, 'profiles:\n  default: enabled\n  code: manual\n');
    const result = await audit(
      { 'home/u/.hermes/profiles/code/x': '', 'home/u/.hermes/profiles/work/x': '' },
      '--config',
      config,
    );
    expect(rulesOf(result)).toEqual([
      'error definition-missing default',
      'info profile-without-service code',
      'info profile-without-service work',
    ]);
    expect(result.findings[0]?.location).toEqual({ path: config, line: 2, column: 3 });
  });

  it('every value is said to come from somewhere, and secrets are not said', async () => {
    const result = await audit({
      'home/u/.config/environment.d/10.conf': 'API_SERVER_PORT=8700\n',
      'home/u/env': 'TELEGRAM_BOT_TOKEN=very-secret\n',
      [`${UNITS}/hermes-gateway.service`]: unit(
        '/bin/hermes -p default gateway run --token hush',
        'EnvironmentFile=%h/env\nEnvironment=A=b\n',
      ),
    });
    const { environment, argv } = result.definitions[0] ?? { environment: {}, argv: [] };
    expect(environment).toEqual({
      API_SERVER_PORT: {
        value: '8700',
        origin: { kind: 'manager', path: '/home/u/.config/environment.d/10.conf', line: 1, column: 1 },
      },
      TELEGRAM_BOT_TOKEN: {
        value: '<redacted>',
        origin: { kind: 'file', path: '/home/u/env', line: 1, column: 1 },
      },
      A: {
        value: 'b',
        origin: {
          kind: 'definition',
          path: '/home/u/.config/systemd/user/hermes-gateway.service',
          line: 4,
          column: 13,
        },
      },
    });
    expect(argv).toEqual(['/bin/hermes', '-p', 'default', 'gateway', 'run', '--token', '<redacted>']);
  });
});

describe('named paths', () => {
  it('are judged by themselves, templates and instances included', async () => {
    const root = makeRoot({
      'units/hermes-gateway@.service': unit('/bin/hermes --profile %i gateway run'),
      'units/default.target.wants/hermes-gateway@code.service': { to: '../hermes-gateway@.service' },
      'units/hermes-gateway@default.service.d/x.conf':
        '[Service]\nExecStart=\nExecStart=/bin/hermes gateway run\n',
      'units/other.service': unit('/usr/bin/true'),
      'units/lone.service.d/x.conf': '[Service]\nEnvironment=A=b\n',
    });
    const { status, json } = await unitpin(['audit', join(root, 'units'), '--format', 'json']);
    const result = json<Audit>();
    expectSchema('audit', result);
    expect(
      result.definitions
        .map(({ id, identity }) => `${id.replace(root, '')} ${identity.kind} ${identity.profile}`)
        .sort(),
    ).toEqual([
      'systemd:unknown:/units/hermes-gateway@.service pinned null',
      'systemd:unknown:/units/hermes-gateway@.service:code pinned code',
      'systemd:unknown:/units/hermes-gateway@.service:default sticky default',
      'systemd:unknown:/units/lone.service.d/x.conf foreign null',
      'systemd:unknown:/units/other.service foreign null',
    ]);
    expect(status).toBe(1);
  });

  it('may be single files, and --scope says what a path does not', async () => {
    const root = makeRoot({
      'a.service': unit('/bin/hermes -p code gateway run'),
      'systemd/user/b.service': unit('/bin/hermes -p work gateway run'),
    });
    const args = [join(root, 'a.service'), join(root, 'systemd/user/b.service'), '--format', 'json'];
    expect((await unitpin(['audit', ...args])).json<Audit>().definitions.map(({ scope }) => scope)).toEqual([
      'unknown',
      'user',
    ]);
    expect(
      (await unitpin(['audit', ...args, '--scope', 'system']))
        .json<Audit>()
        .definitions.map(({ scope }) => scope),
    ).toEqual(['system', 'system']);
  });

  it('may be an instance, whose file is its template', async () => {
    const root = makeRoot({
      'units/hermes-gateway@.service': unit('/bin/hermes --profile %i gateway run'),
      'units/hermes-gateway@code.service.d/x.conf': '[Service]\nEnvironment=A=%i\n',
    });
    const { json } = await unitpin([
      'audit',
      join(root, 'units/hermes-gateway@code.service'),
      '--format',
      'json',
    ]);
    expect(json<Audit>().definitions).toMatchObject([
      {
        id: `systemd:unknown:${root}/units/hermes-gateway@.service:code`,
        name: 'hermes-gateway@code.service',
        argv: ['/bin/hermes', '--profile', 'code', 'gateway', 'run'],
        environment: { A: { value: 'code' } },
        identity: { kind: 'pinned', profile: 'code' },
      },
    ]);
    const none = await unitpin(['audit', join(root, 'units/other@code.service')]);
    expect(none.status).toBe(2);
  });

  it('that cannot be read are no empty ones', async () => {
    const root = makeRoot({ units: null });
    execFileSync('mkfifo', [join(root, 'units/x.service')]);
    const { status, stderr } = await unitpin(['audit', join(root, 'units/x.service')]);
    expect(status).toBe(3);
    expect(stderr).toContain('x.service cannot be read: it is not a regular file');
  });

  it('may stand behind --', async () => {
    const { status, stderr } = await unitpin(['audit', '--', '/nowhere/x']);
    expect([status, stderr]).toEqual([2, 'error: /nowhere/x is not there\n']);
  });

  it('that are not there are wrong usage', async () => {
    const { status, stderr, stdout } = await unitpin(['audit', '/nowhere/units']);
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: 'error: /nowhere/units is not there\n',
    });
  });
});

describe('the exit code', () => {
  const path = () =>
    join(makeRoot({ 'hermes-gateway.service': unit('/bin/hermes -p default gateway run --replace') }), '/');
  it.each([
    [[], 0],
    [['--fail-on', 'info'], 1],
    [['--fail-on', 'warning'], 1],
    [['--fail-on', 'never'], 0],
    [['--fail-on', 'warning', '--only', 'replace-in-unit'], 0],
    [['--fail-on', 'info', '--only', 'replace-in-unit'], 1],
    [['--fail-on', 'info', '--only', 'replace-in-unit', '--skip', 'replace-in-unit'], 0],
    [['--fail-on', 'info', '--only', 'syntax', '--only', 'replace-in-unit'], 1],
  ])('with %j is %i', async (args, code) => {
    expect((await unitpin(['audit', path(), ...args])).status).toBe(code);
  });

  it.each([
    [['audit', '--only', 'nothing'], 'error: no rule is called nothing\n  next: unitpin rules\n'],
    [['audti'], expect.stringContaining('did you mean audit?')],
    [['audit', '--fail-onn', 'x'], expect.stringContaining('did you mean --fail-on?')],
    [['audit', '--format', 'xml'], expect.stringContaining('cannot be "xml": it is one of text, json, ')],
    [['audit', '--format', 'text', '--format', 'json'], 'error: --format is given twice\n'],
    [
      ['audit', '--app', 'nothing'],
      'error: no app is called nothing\n  next: use --app with one of: hermes, openclaw; or with the path of an app.yaml\n',
    ],
    [['audit', '--config', '/nowhere.yaml'], 'error: /nowhere.yaml is not there\n'],
    [[], expect.stringContaining('which command?')],
  ])('of %j is 2, with a message', async (args, message) => {
    const { status, stderr, stdout } = await unitpin(args);
    expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: message });
  });

  it('a failure is JSON where JSON is wanted', async () => {
    const { status, stdout, stderr, json } = await unitpin(['audit', '/nowhere', '--format=json']);
    expect([status, stderr]).toEqual([2, '']);
    expectSchema('error', json());
    expect(JSON.parse(stdout)).toEqual({
      schema: 1,
      command: 'audit',
      error: { code: 'usage', message: '/nowhere is not there', where: '/nowhere', why: null, next: null },
    });
  });

  it('--root without accounts says what to do', async () => {
    const { status, stderr } = await unitpin(['audit', '--root', makeRoot({ 'x/y': '' })]);
    expect(status).toBe(2);
    expect(stderr).toContain('no account with a home is found below');
  });
});

describe('what cannot be read', () => {
  it('is not said to be empty', async () => {
    const root = host({ [UNITS]: { to: 'user' } });
    const { status, stderr } = await unitpin(['audit', '--root', root]);
    expect([status, stderr.split('\n')[0]]).toEqual([
      3,
      `error: /${UNITS} cannot be read: its links go round in a circle`,
    ]);
  });

  it('is judged by no rule about what it says', async () => {
    const root = makeRoot({ 'hermes-gateway-code.service': '' });
    truncateSync(join(root, 'hermes-gateway-code.service'), 17 * 1024 * 1024);
    const { json } = await unitpin(['audit', root, '--format', 'json']);
    expect(json<Audit>().findings.map(({ rule }) => rule)).toEqual(['syntax']);
  });
});

it('a home of a secret’s shape is no more shown than the variable', async () => {
  const secret = `sk-${'a1B2c3D4'.repeat(4)}`;
  const root = makeRoot({
    'hermes-gateway.service': unit(
      '/bin/hermes -p code gateway run',
      `Environment=HERMES_HOME=/home/u/${secret}`,
    ),
  });
  const { stdout } = await unitpin(['audit', root, '--format', 'json', '--fail-on', 'never']);
  expect(stdout).not.toContain(secret);
});

describe('the same input gives the same bytes', () => {
  it('twice', async () => {
    const root = incident('004-two-profiles');
    const copy = mkdtempSync(join(tmpdir(), 'unitpin-test-'));
    onTestFinished(() => rmSync(copy, { recursive: true }));
    cpSync(root, copy, { recursive: true, verbatimSymlinks: true });
    const run = async (at: string) => (await unitpin(['audit', '--root', at, '--format', 'json'])).stdout;
    expect(await run(root)).toBe(await run(copy));
  });
});
