import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { unitpin } from '../support/cli.ts';
import { makeRoot, PASSWD, type Tree } from '../support/home.ts';
import { copyIncident } from '../support/incident.ts';
import { expectSchema } from '../support/schema.ts';

const UNITS = 'home/u/.config/systemd/user';
const host = (tree: Tree): string => makeRoot({ 'etc/passwd': PASSWD, 'home/u/.hermes/x': '', ...tree });
const show = async (root: string, name: string, ...args: string[]) => {
  const result = await unitpin(['show', name, '--root', root, ...args]);
  return {
    ...result,
    stdout: result.stdout.replaceAll(root, ''),
    stderr: result.stderr.replaceAll(root, ''),
  };
};

const GATEWAY = {
  'home/u/env': 'TELEGRAM_BOT_TOKEN=very-secret\n',
  [`${UNITS}/hermes-gateway.service`]: [
    '[Unit]',
    'After=a.target',
    '[Service]',
    'ExecStart=/bin/hermes gateway run',
    'Environment="A=two words" API_KEY=hush',
    'EnvironmentFile=%h/env',
    'Restart=no',
    'Restart',
  ].join('\n'),
  [`${UNITS}/hermes-gateway.service.d/pin.conf`]: [
    '[Service]',
    'ExecStart=',
    'ExecStart=/bin/hermes --profile default gateway run --token hush',
    'Restart=always',
  ].join('\n'),
};

describe('show', () => {
  it('tells what a unit is made of, each value with its origin', async () => {
    const { status, stdout, stderr } = await show(host(GATEWAY), 'hermes-gateway');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatchInlineSnapshot(`
      "hermes-gateway.service (systemd, user)
        profile   default
        identity  pinned by its flag (pin.conf:3:33)
        home      ~/.hermes
        files     ~/.config/systemd/user/hermes-gateway.service
                  ~/.config/systemd/user/hermes-gateway.service.d/pin.conf

      argv
        pin.conf:3:11  /bin/hermes
        pin.conf:3:23  --profile
        pin.conf:3:33  default
        pin.conf:3:41  gateway
        pin.conf:3:49  run
        pin.conf:3:53  --token
        pin.conf:3:61  <redacted>

      environment
        hermes-gateway.service:5:13  A="two words"
        hermes-gateway.service:5:27  API_KEY=<redacted>
        ~/env:1:1                    TELEGRAM_BOT_TOKEN=<redacted>

      settings
                                     [Unit]
        hermes-gateway.service:2:7   After = a.target
                                     [Service]
        hermes-gateway.service:5:13  Environment = "A=two words" API_KEY=<redacted>
        hermes-gateway.service:6:17  EnvironmentFile = %h/env
        pin.conf:3:11                ExecStart = /bin/hermes --profile default gateway run --token <redacted>
        pin.conf:4:9                 Restart = always

      problems
        hermes-gateway.service:8:1  ignored: Missing '=', ignoring line.
      "
    `);
  });

  it('marks what systemd does not take, and lets the last that it takes count', async () => {
    const lines = [
      '[Service]',
      'ExecStart=/bin/hermes gateway run',
      'Restrat=x',
      'Restart=always',
      'Restart=often',
      '[Sevrice]',
      'A=1',
    ];
    const root = host({ [`${UNITS}/hermes-gateway.service`]: lines.join('\n') });
    const { stdout } = await show(root, 'hermes-gateway');
    expect(stdout.slice(stdout.indexOf('settings'))).toMatchInlineSnapshot(`
      "settings
              [Service]
        2:11  ExecStart = /bin/hermes gateway run
        3:9   Restrat = x (ignored by systemd)
        4:9   Restart = always
        5:9   Restart = often (ignored by systemd)
      "
    `);
    const json = (await show(root, 'hermes-gateway', '--format', 'json')).json<{
      settings: { key: string; value: string; inEffect: boolean; ignored: boolean }[];
    }>();
    expectSchema('show', json);
    expect(json.settings.map((one) => [one.key, one.value, one.inEffect, one.ignored])).toEqual([
      ['ExecStart', '/bin/hermes gateway run', true, false],
      ['Restrat', 'x', false, true],
      ['Restart', 'always', true, false],
      ['Restart', 'often', false, true],
    ]);
  });

  it('adds what is overridden with --verbose', async () => {
    const { stdout } = await show(host(GATEWAY), 'default', '--verbose');
    expect(stdout).toContain('Restart = no (overridden)\n');
    expect(stdout).toContain('ExecStart = /bin/hermes gateway run (overridden)\n');
    expect(stdout).toContain('  Restart = always\n');
  });

  it('tells the same to programs', async () => {
    const { status, json } = await show(host(GATEWAY), 'default', '--format', 'json');
    const result = json<Record<string, unknown>>();
    expect(status).toBe(0);
    expectSchema('show', result);
    expect(JSON.stringify(result)).not.toMatch(/hush|very-secret/);
    expect(result).toMatchObject({
      definition: { identity: { kind: 'pinned', by: 'flag', profile: 'default' } },
      words: [
        { word: '/bin/hermes', location: { line: 3, column: 11 } },
        { word: '--profile' },
        { word: 'default' },
        { word: 'gateway' },
        { word: 'run' },
        { word: '--token' },
        { word: '<redacted>' },
      ],
      keys: null,
    });
    expect(result.settings).toContainEqual({
      section: 'Service',
      key: 'Restart',
      value: 'no',
      inEffect: false,
      ignored: false,
      location: { path: `/${UNITS}/hermes-gateway.service`, line: 7, column: 9 },
    });
  });

  it('tells the keys of a property list', async () => {
    const { root, cleanup } = copyIncident('003-launchd-replace');
    onTestFinished(cleanup);
    const text = await show(root, 'ai.hermes.gateway-work');
    expect(text.stdout).toMatchInlineSnapshot(`
      "ai.hermes.gateway-work (launchd, user)
        profile   default
        identity  not pinned: it follows the sticky file (10:9)
        home      ~/.hermes
        replace   yes
        files     ~/Library/LaunchAgents/ai.hermes.gateway-work.plist

      argv
        10:9  /Users/lu/.hermes/bin/hermes
        11:9  gateway
        12:9  start
        13:9  --replace

      keys
        6:5   Label = "ai.hermes.gateway-work"
        8:5   ProgramArguments = ["/Users/lu/.hermes/bin/hermes","gateway","start","--replace"]
        15:5  RunAtLoad = true
        17:5  KeepAlive = {"SuccessfulExit":false}
      "
    `);
    const { json } = await show(root, 'work', '--format', 'json');
    expectSchema('show', json());
    expect(json()).toMatchObject({
      settings: null,
      keys: [
        { key: 'Label' },
        { key: 'ProgramArguments' },
        { key: 'RunAtLoad', value: true },
        { key: 'KeepAlive', value: { SuccessfulExit: false } },
      ],
    });
  });

  it.each([
    ['a unit name', 'hermes-gateway.service'],
    ['a unit name without its end', 'hermes-gateway'],
    ['a profile', 'default'],
    ['a path of the host', `/${UNITS}/hermes-gateway.service`],
    ['the path of a drop-in', `/${UNITS}/hermes-gateway.service.d/pin.conf`],
  ])('takes %s', async (_, name) => {
    expect((await show(host(GATEWAY), name)).stdout).toMatch(/^hermes-gateway\.service \(systemd, user\)\n/);
  });

  it('takes a file by itself', async () => {
    const path = join(host(GATEWAY), UNITS, 'hermes-gateway.service.d/pin.conf');
    const { status, stdout } = await unitpin(['show', path]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^hermes-gateway\.service \(systemd, user\)\n {2}profile {3}default\n/);
    expect(stdout).not.toContain('After');
  });

  it('wants the profile it was meant for before the one that runs', async () => {
    const { root, cleanup } = copyIncident('004-two-profiles');
    onTestFinished(cleanup);
    expect((await show(root, 'code')).stdout).toMatch(/^hermes-gateway-code\.service /);
    expect((await show(root, 'default')).stdout).toMatch(/^hermes-gateway\.service /);
  });
});

describe('what cannot be shown', () => {
  const TWICE = {
    ...GATEWAY,
    'etc/systemd/system/hermes-gateway.service': '[Service]\nExecStart=/bin/hermes gateway run\nUser=u\n',
  };

  it('could be several', async () => {
    const root = host(TWICE);
    const { status, stdout, stderr } = await show(root, 'hermes-gateway');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatchInlineSnapshot(`
      "error: several definitions could be meant by hermes-gateway
        hermes-gateway.service (user): /home/u/.config/systemd/user/hermes-gateway.service
        hermes-gateway.service (system): /etc/systemd/system/hermes-gateway.service
        next: name the unit, or its file, or say --scope or --manager
      "
    `);
    expect((await show(root, 'hermes-gateway', '--scope', 'system')).stdout).toContain('(systemd, system)');
  });

  it.each([
    ['defualt', 'error: no definition is called defualt\n  did you mean default?\n'],
    [
      'nothing',
      'error: no definition is called nothing\n  looked for a unit, a label and a profile of that name\n',
    ],
    ['/nowhere/x.service', 'error: /nowhere/x.service is not there\n'],
    [`/${UNITS}`, `error: /${UNITS} is a folder\n`],
    [`/${UNITS}/empty.service`, `error: /${UNITS}/empty.service defines nothing\n`],
  ])('is %s', async (name, message) => {
    const root = host({ ...GATEWAY, [`${UNITS}/empty.service`]: '' });
    const { status, stdout, stderr } = await show(root, name);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.startsWith(message)).toBe(true);
  });

  it('is a failure in JSON, too', async () => {
    const { status, json } = await show(host(GATEWAY), 'nothing', '--format', 'json');
    expect(status).toBe(2);
    expectSchema('error', json());
  });
});
