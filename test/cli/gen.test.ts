import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { unitpin } from '../support/cli.ts';
import { gen, host, incident, PLIST, temporary, UNITS } from '../support/gen.ts';

describe('whole definitions', () => {
  it('the systemd unit', async () => {
    const { stdout, status } = await unitpin(['gen', '--root', host(), '--profile', 'code', '--stdout']);
    expect(status).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "# Written by unitpin for the profile code. unitpin keeps and shows changes made here by hand; what should last belongs
      # in unitpin.yaml, or in a drop-in beside this file.
      [Unit]
      Description=Hermes Agent gateway, profile code
      StartLimitIntervalSec=0

      [Service]
      Type=simple
      ExecStart=/home/u/.hermes/bin/hermes --profile code gateway run --replace
      WorkingDirectory=/home/u/.hermes/profiles/code
      Environment=PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
      Environment=HERMES_HOME=/home/u/.hermes/profiles/code
      Environment=HERMES_SUPERVISED_CHILD=1
      TimeoutStopSec=70
      Restart=always
      RestartSec=5
      RestartForceExitStatus=75
      SuccessExitStatus=75
      RestartPreventExitStatus=78
      KillMode=mixed
      KillSignal=SIGTERM
      ExecReload=/bin/kill -USR1 $MAINPID
      StandardOutput=journal
      StandardError=journal

      [Install]
      WantedBy=default.target
      "
    `);
  });

  it('the system unit of it runs as the account', async () => {
    const { stdout } = await unitpin([
      'gen',
      '--root',
      host(),
      '--profile',
      'code',
      '--stdout',
      '--scope',
      'system',
    ]);
    expect(
      stdout
        .split('\n')
        .filter((line) => /^(User|Group|WantedBy|After|Wants|Environment=(HOME|USER|LOGNAME))/.test(line)),
    ).toEqual([
      'After=network-online.target',
      'Wants=network-online.target',
      'User=u',
      'Group=1000',
      'Environment=HOME=/home/u',
      'Environment=USER=u',
      'Environment=LOGNAME=u',
      'WantedBy=multi-user.target',
    ]);
  });

  it('the property list, and the daemon', async () => {
    const root = host();
    const { stdout } = await unitpin([
      'gen',
      '--root',
      root,
      '--profile',
      'default',
      '--stdout',
      '--manager',
      'launchd',
    ]);
    expect(stdout).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
      <!-- Written by unitpin for the profile default. What should last belongs in unitpin.yaml. -->
      <plist version="1.0">
      <dict>
      	<key>Label</key>
      	<string>ai.hermes.gateway</string>
      	<key>ProgramArguments</key>
      	<array>
      		<string>/home/u/.hermes/bin/hermes</string>
      		<string>--profile</string>
      		<string>default</string>
      		<string>gateway</string>
      		<string>run</string>
      	</array>
      	<key>WorkingDirectory</key>
      	<string>/home/u/.hermes</string>
      	<key>EnvironmentVariables</key>
      	<dict>
      		<key>PATH</key>
      		<string>/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin</string>
      		<key>HERMES_HOME</key>
      		<string>/home/u/.hermes</string>
      		<key>HERMES_SUPERVISED_CHILD</key>
      		<string>1</string>
      		<key>HERMES_GATEWAY_EXTERNAL_SUPERVISOR</key>
      		<string>1</string>
      	</dict>
      	<key>LimitLoadToSessionType</key>
      	<array>
      		<string>Aqua</string>
      		<string>Background</string>
      	</array>
      	<key>RunAtLoad</key>
      	<true/>
      	<key>KeepAlive</key>
      	<dict>
      		<key>SuccessfulExit</key>
      		<false/>
      	</dict>
      	<key>ThrottleInterval</key>
      	<integer>30</integer>
      	<key>ExitTimeOut</key>
      	<integer>60</integer>
      	<key>StandardOutPath</key>
      	<string>/home/u/.hermes/logs/gateway.log</string>
      	<key>StandardErrorPath</key>
      	<string>/home/u/.hermes/logs/gateway.error.log</string>
      </dict>
      </plist>
      "
    `);
    const daemon = await unitpin([
      'gen',
      '--root',
      root,
      '--profile',
      'default',
      '--stdout',
      '--manager',
      'launchd',
      '--scope',
      'system',
    ]);
    expect(daemon.stdout).toContain('<key>UserName</key>\n\t<string>u</string>');
    // launchd refuses a daemon that is for some kind of login.
    expect(daemon.stdout).not.toContain('LimitLoadToSessionType');
  });

  it('go to the folder of their manager and scope, 0644, and are ours from then on', async () => {
    const root = host();
    for (const [args, path] of [
      [[], `${UNITS}/hermes-gateway.service`],
      [['--scope', 'system'], 'etc/systemd/system/hermes-gateway.service'],
      [['--manager', 'launchd'], 'home/u/Library/LaunchAgents/ai.hermes.gateway.plist'],
      [['--manager', 'launchd', '--scope', 'system'], 'Library/LaunchDaemons/ai.hermes.gateway.plist'],
    ] as const) {
      const { status, kinds } = await gen(root, '--profile', 'default', ...args);
      expect([status, kinds]).toEqual([0, ['default: create']]);
      expect(statSync(join(root, path)).mode & 0o777).toBe(0o644);
      expect((await gen(root, '--profile', 'default', ...args)).kinds).toEqual(['default: none']);
    }
  });

  it('--out goes to a folder of this machine; what is there and not ours is kept', async () => {
    const out = temporary();
    vi.stubEnv('XDG_STATE_HOME', temporary());
    onTestFinished(() => void vi.unstubAllEnvs());
    const root = host();
    expect((await gen(root, '--all', '--out', out)).kinds).toEqual(['default: create', 'code: create']);
    expect(existsSync(join(out, 'hermes-gateway-code.service'))).toBe(true);
    expect((await gen(root, '--all', '--out', out)).kinds).toEqual(['default: none', 'code: none']);
    writeFileSync(join(out, 'hermes-gateway.service'), 'mine');
    const refused = await gen(root, '--all', '--out', out);
    expect([refused.status, refused.kinds]).toEqual([3, ['default: refuse', 'code: none']]);
    expect(readFileSync(join(out, 'hermes-gateway.service'), 'utf8')).toBe('mine');
    expect((await gen(root, '--all', '--out', out, '--force')).kinds).toEqual([
      'default: update',
      'code: none',
    ]);
  });
});

describe('what is only looked at', () => {
  it('--diff and --check write nothing', async () => {
    const root = incident('004-two-profiles');
    const diff = await unitpin(['gen', '--root', root, '--diff']);
    expect(diff.status).toBe(0);
    expect(diff.stdout).toMatchInlineSnapshot(`
      "--- /dev/null
      +++ /home/hermesuser/.config/systemd/user/hermes-gateway.service.d/zz-unitpin.conf
      @@ -0,0 +1,6 @@
      +# Written by unitpin: pins this service to the profile default, whatever the sticky file says. The rest of the unit
      +# stays its owner's. Remove this file to undo it.
      +[Service]
      +ExecStart=
      +ExecStart=/home/hermesuser/.hermes/hermes-agent/venv/bin/python -m hermes_cli.main --profile default gateway run --replace
      +Environment=HERMES_SUPERVISED_CHILD=1
      pin by drop-in  default  ~/.config/systemd/user/hermes-gateway.service.d/zz-unitpin.conf
                               hermes-gateway.service follows the sticky file, and runs code today
      none            code     runs code already
      "
    `);
    const check = await unitpin(['gen', '--root', root, '--check', '--quiet']);
    expect(check).toMatchObject({ status: 1, stdout: '', stderr: '' });
    expect(existsSync(join(root, 'home/hermesuser/.local'))).toBe(false);
    await gen(root);
    expect((await unitpin(['gen', '--root', root, '--check'])).status).toBe(0);
  });

  it('secrets in a diff are not shown', async () => {
    const root = host({ 'home/u/Library/LaunchAgents/ai.hermes.gateway.plist': PLIST });
    const { stdout } = await unitpin(['gen', '--root', root, '--diff', '--manager', 'launchd']);
    expect(stdout).toContain('<redacted>');
    expect(stdout).not.toContain('hush');
  });

  it.each([
    [
      ['--stdout', '--diff'],
      'error: --stdout prints the definitions: it does not go with --diff, --check or --out\n',
    ],
    [
      [],
      'error: no profile has a definition yet\n  at /home/u\n  the profiles on disk are default, code\n  next: choose with --profile code, or take them all with --all\n',
    ],
    [
      ['--profile', 'gone'],
      "error: profile gone has no home: /home/u/.hermes/profiles/gone is not there\n  the profiles on disk are default, code\n  next: create it with the app's own command, or take gone out\n",
    ],
    [
      ['--force', '--all'],
      'error: --force goes with --strategy unit: it replaces definitions of others as a whole\n',
    ],
    [['--home', '', '--all'], 'error: --home is empty\n'],
    [
      ['--all', '--bin', 'hermes'],
      'error: --bin is not an absolute path: hermes\n  a service manager does not look relative to your shell\n',
    ],
  ])('%j is wrong usage', async (args, message) => {
    const { status, stderr } = await unitpin(['gen', '--root', host(), ...args]);
    expect({ status, stderr }).toEqual({ status: 2, stderr: message });
  });

  it('a value that systemd cannot be told is an error', async () => {
    const folder = temporary();
    writeFileSync(
      join(folder, 'unitpin.yaml'),
      'profiles: { default: enabled }\nenvironment: { A: "x\\0y" }\n',
    );
    const { status, stderr } = await unitpin([
      'gen',
      '--root',
      host(),
      '--config',
      join(folder, 'unitpin.yaml'),
      '--stdout',
    ]);
    expect(status).toBe(2);
    expect(stderr).toContain('cannot be written in a unit: it holds a NUL');
  });
});

describe('unitpin.yaml', () => {
  it('dependencies, variables and policies reach the unit', async () => {
    const folder = temporary();
    writeFileSync(
      join(folder, 'unitpin.yaml'),
      'profiles:\n  default: enabled\n  code: { dependsOn: [default], environment: { NOTE: "50% $HOME \\"x\\"" }, replace: drop, path: [/opt/x] }\n',
    );
    const { stdout } = await unitpin([
      'gen',
      '--root',
      host(),
      '--config',
      join(folder, 'unitpin.yaml'),
      '--profile',
      'code',
      '--stdout',
    ]);
    expect(stdout).toContain('Wants=hermes-gateway.service\nAfter=hermes-gateway.service\n');
    expect(stdout).toContain('Environment="NOTE=50%% $HOME \\"x\\""\n');
    expect(stdout).toContain('--profile code gateway run\n');
    expect(stdout).toContain('Environment=PATH=/opt/x:/usr/local/sbin:');
  });
});
