import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { unitpin } from '../support/cli.ts';
import { makeRoot, PASSWD, type Tree } from '../support/home.ts';
import { copyIncident } from '../support/incident.ts';
import { expectSchema } from '../support/schema.ts';

const UNITS = 'home/u/.config/systemd/user';
const host = (tree: Tree = {}): string =>
  makeRoot({
    'etc/passwd': PASSWD,
    'home/u/.hermes/bin/hermes': '',
    'home/u/.hermes/profiles/code/x': '',
    ...tree,
  });
const unit = (command: string, more = '') => `[Service]\nExecStart=${command}\n${more}`;

function incident(name: string): string {
  const { root, cleanup } = copyIncident(name);
  onTestFinished(cleanup);
  return root;
}

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'unitpin-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Gen {
  changes: {
    profile: string;
    kind: string;
    path: string;
    reason: string;
    differences: { what: string; from: string | null; to: string | null }[];
  }[];
  receipt: string | null;
}

const gen = async (root: string, ...args: string[]) => {
  const result = await unitpin(['gen', '--root', root, '--format', 'json', ...args]);
  const json = result.json<Gen>();
  if (result.status === 0 || result.status === 3) expectSchema('gen', json);
  return {
    ...result,
    changes: json.changes,
    kinds: json.changes?.map(({ profile, kind }) => `${profile}: ${kind}`),
  };
};

describe('whole definitions', () => {
  it('the systemd unit', async () => {
    const { stdout, status } = await unitpin(['gen', '--root', host(), '--profile', 'code', '--stdout']);
    expect(status).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "# Written by unitpin for the profile code. unitpin keeps and shows changes made here by hand; what should last belongs
      # into unitpin.yaml, or into a drop-in beside this file.
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
      <!-- Written by unitpin for the profile default. What should last belongs into unitpin.yaml. -->
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

describe('first contact', () => {
  it('003: the property lists get exactly the keys concerned', async () => {
    const root = incident('003-launchd-replace');
    const path = join(root, 'Users/lu/Library/LaunchAgents/ai.hermes.gateway-work.plist');
    const before = readFileSync(path, 'utf8');
    const { status, kinds } = await gen(root);
    expect([status, kinds]).toEqual([0, ['default: edit keys', 'work: edit keys']]);
    expect(readFileSync(path, 'utf8')).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN"
        "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
      <plist version="1.0">
      <dict>
          <key>Label</key>
          <string>ai.hermes.gateway-work</string>
          <key>ProgramArguments</key>
          <array>
              <string>/Users/lu/.hermes/bin/hermes</string>
              <string>--profile</string>
              <string>work</string>
              <string>gateway</string>
              <string>run</string>
          </array>
          <key>RunAtLoad</key>
          <true/>
          <key>KeepAlive</key>
          <dict>
              <key>SuccessfulExit</key>
              <false/>
          </dict>
          <key>EnvironmentVariables</key>
          <dict>
              <key>HERMES_HOME</key>
              <string>/Users/lu/.hermes/profiles/work</string>
              <key>HERMES_SUPERVISED_CHILD</key>
              <string>1</string>
          </dict>
      </dict>
      </plist>
      "
    `);
    expect((await unitpin(['audit', '--root', root])).status).toBe(0);
    expect((await gen(root)).kinds).toEqual(['default: none', 'work: none']);
    const { changes } = JSON.parse(
      readFileSync(join(root, 'Users/lu/.local/state/unitpin/receipts', receiptOf(root, 'Users/lu')), 'utf8'),
    );
    expect(readFileSync(join(root, changes[1].before.backup), 'utf8')).toBe(before);
  });

  it('a plist whose program stands apart from its arguments is pinned', async () => {
    const keys =
      '<key>Program</key><string>/bin/hermes</string><key>ProgramArguments</key><array><string>h</string><string>gateway</string></array>';
    const text = `<plist version="1.0"><dict><key>Label</key><string>ai.hermes.gateway</string>${keys}</dict></plist>`;
    const root = host({ 'home/u/Library/LaunchAgents/ai.hermes.gateway.plist': text });
    const { kinds, changes } = await gen(root, '--manager', 'launchd');
    expect(kinds).toEqual(['default: edit keys']);
    expect(changes[0]?.differences[0]).toMatchObject({
      what: 'ProgramArguments',
      to: '/bin/hermes --profile default gateway',
    });
  });

  it('004: the unit gets a drop-in, and stays byte for byte', async () => {
    const root = incident('004-two-profiles');
    const path = join(root, 'home/hermesuser/.config/systemd/user/hermes-gateway.service');
    const before = readFileSync(path);
    const { kinds, changes } = await gen(root);
    expect(kinds).toEqual(['default: pin by drop-in', 'code: none']);
    expect(changes[0]?.differences.map(({ what }) => what)).toEqual([
      'ExecStart',
      'Environment HERMES_SUPERVISED_CHILD',
    ]);
    expect(readFileSync(path)).toEqual(before);
    expect((await unitpin(['audit', '--root', root])).status).toBe(0);
    expect((await gen(root)).kinds).toEqual(['default: none', 'code: none']);
  });

  it('keeps how a command was written: specifiers, variables, quoting', async () => {
    const root = host({
      [`${UNITS}/hermes-gateway.service`]: unit(
        `-"%h/.hermes/bin/hermes" 'gateway' run --note "50%% of \${USER}" \\\n  --replace`,
        'Environment=HERMES_HOME=%h/.hermes\n',
      ),
    });
    await gen(root);
    const dropIn = readFileSync(join(root, UNITS, 'hermes-gateway.service.d/zz-unitpin.conf'), 'utf8');
    expect(dropIn).toContain(
      `ExecStart=-"%h/.hermes/bin/hermes" --profile default 'gateway' run --note "50%% of \${USER}"    --replace\n`,
    );
    expect(dropIn).not.toContain('HERMES_HOME');
  });

  it('pins inside a script', async () => {
    const root = host({
      [`${UNITS}/hermes-gateway.service`]: unit(`/bin/bash -lc "cd /srv && exec hermes gateway start"`),
    });
    expect((await gen(root)).kinds).toEqual(['default: pin by drop-in']);
    expect(readFileSync(join(root, UNITS, 'hermes-gateway.service.d/zz-unitpin.conf'), 'utf8')).toContain(
      'ExecStart=/bin/bash -lc "cd /srv && exec hermes --profile default gateway run"\n',
    );
  });

  it('mends a flag that is wrong about the home', async () => {
    const root = host({
      [`${UNITS}/hermes-gateway-code.service`]: unit(
        '/bin/hermes -p code gateway run',
        'Environment=HERMES_HOME=%h/.hermes/profiles/work\n',
      ),
    });
    expect((await gen(root)).kinds).toEqual(['code: pin by drop-in']);
    const { json } = await unitpin([
      'audit',
      '--root',
      root,
      '--format',
      'json',
      '--only',
      'profile-conflict',
    ]);
    expect(json<{ findings: [] }>().findings).toEqual([]);
  });

  it.each([
    ['a wrapper that hides the command', unit('/bin/bash /opt/start.sh'), 'is hidden in a wrapper'],
    [
      'a command systemd would refuse',
      unit('~/bin/hermes gateway run'),
      'systemd refuses /home/u/.config/systemd/user/hermes-gateway.service:2',
    ],
    ['a later file that wins', unit('/bin/hermes gateway run', ''), 'zzz.conf'],
  ])('refuses %s', async (what, text, reason) => {
    const later: Tree = what.includes('later')
      ? {
          [`${UNITS}/hermes-gateway.service.d/zzz.conf`]:
            '[Service]\nExecStart=\nExecStart=/bin/hermes gateway run\n',
        }
      : {};
    const root = host({ [`${UNITS}/hermes-gateway.service`]: text, ...later });
    const { status, kinds, changes } = await gen(root);
    expect([status, kinds]).toEqual([3, ['default: refuse']]);
    expect(changes[0]?.reason).toContain(reason);
    expect(existsSync(join(root, UNITS, 'hermes-gateway.service.d/zz-unitpin.conf'))).toBe(false);
  });

  it('two definitions for one profile are left to their owner', async () => {
    const root = host({
      [`${UNITS}/hermes-gateway.service`]: unit('/bin/hermes gateway run'),
      [`${UNITS}/hermes.service`]: unit('/bin/hermes gateway run'),
    });
    const { status, changes } = await gen(root);
    expect(status).toBe(3);
    expect(changes[0]?.reason).toBe(
      '/home/u/.config/systemd/user/hermes-gateway.service and /home/u/.config/systemd/user/hermes.service are all for profile default: remove all but one',
    );
  });

  it('a whole replacement wants --force, and keeps a backup', async () => {
    const root = host({ [`${UNITS}/hermes-gateway.service`]: unit('/bin/hermes gateway run') });
    const refused = await gen(root, '--strategy', 'unit');
    expect([refused.status, refused.changes[0]?.reason]).toEqual([
      3,
      expect.stringContaining('--strategy unit --force'),
    ]);
    expect((await gen(root, '--strategy', 'unit', '--force')).kinds).toEqual(['default: update']);
    expect((await unitpin(['audit', '--root', root])).status).toBe(0);
  });
});

describe('several at once', () => {
  it('forget nothing of each other', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const root = host(Object.fromEntries(names.map((name) => [`home/u/.hermes/profiles/${name}/x`, ''])));
    const cli = join(import.meta.dirname, '../../dist/cli/main.js');
    const one = (name: string) =>
      promisify(execFile)(process.execPath, [cli, 'gen', '--root', root, '--profile', name]);
    await Promise.all(names.map(one));
    const written = JSON.parse(readFileSync(join(root, 'home/u/.local/state/unitpin/written.json'), 'utf8'));
    expect(Object.keys(written)).toHaveLength(names.length);
    expect(existsSync(join(root, 'home/u/.local/state/unitpin/lock'))).toBe(false);
  });
});

describe('what is there and not ours', () => {
  it.each([
    ['systemd', `${UNITS}/hermes-gateway-code.service`, unit('/opt/mine/serve')],
    [
      'launchd',
      'home/u/Library/LaunchAgents/ai.hermes.gateway-code.plist',
      '<plist version="1.0"><dict><key>Label</key><string>x</string><key>ProgramArguments</key><array><string>/opt/mine</string></array></dict></plist>',
    ],
  ])('is never overwritten: %s', async (manager, path, text) => {
    const root = host({ [path]: text });
    const { status, changes } = await gen(root, '--profile', 'code', '--manager', manager);
    expect(status).toBe(3);
    expect(changes[0]?.reason).toContain("is there and not unitpin's");
    expect(readFileSync(join(root, path), 'utf8')).toBe(text);
  });

  it('a dependency may be served by a unit of another name', async () => {
    const folder = temporary();
    const config = join(folder, 'unitpin.yaml');
    writeFileSync(config, 'profiles: { default: enabled, code: { dependsOn: [default] } }\n');
    const root = host({ [`${UNITS}/hermes.service`]: unit('/bin/hermes gateway run') });
    await gen(root, '--config', config);
    expect(readFileSync(join(root, UNITS, 'hermes-gateway-code.service'), 'utf8')).toContain(
      'Wants=hermes.service\nAfter=hermes.service\n',
    );
  });
});

describe('hand edits', () => {
  it('to a unit of ours are shown and kept', async () => {
    const root = host();
    await gen(root, '--profile', 'default');
    const path = join(root, UNITS, 'hermes-gateway.service');
    writeFileSync(path, readFileSync(path, 'utf8').replace('RestartSec=5', 'RestartSec=1'));
    const { kinds, changes, status } = await gen(root);
    expect([status, kinds]).toEqual([0, ['default: leave']]);
    expect(changes[0]?.differences).toEqual([{ what: 'RestartSec', from: '1', to: '5' }]);
    expect(readFileSync(path, 'utf8')).toContain('RestartSec=1');
    const { json } = await unitpin([
      'audit',
      '--root',
      root,
      '--format',
      'json',
      '--only',
      'definition-drift',
    ]);
    expect(json<{ findings: { message: string }[] }>().findings[0]?.message).toBe(
      'Changed by hand since unitpin wrote it; writing it anew would change: RestartSec.',
    );
  });

  it('to our drop-in are kept while it pins, and never overwritten when it does not', async () => {
    const root = host({ [`${UNITS}/hermes-gateway.service`]: unit('/bin/hermes gateway run') });
    await gen(root);
    const path = join(root, UNITS, 'hermes-gateway.service.d/zz-unitpin.conf');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, `${text}Nice=5\n`);
    expect((await gen(root)).kinds).toEqual(['default: leave']);
    writeFileSync(path, text.replace('--profile default', ''));
    const { kinds, changes } = await gen(root);
    expect(kinds).toEqual(['default: refuse']);
    expect(changes[0]?.reason).toContain('was edited by hand and does not pin default');
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
    [['--home', '', '--all'], 'error: --home is no folder: ""\n'],
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

const PLIST = `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
<key>Label</key><string>ai.hermes.gateway</string>
<key>EnvironmentVariables</key><dict><key>BOT_TOKEN</key><string>hush</string></dict>
<key>ProgramArguments</key><array><string>/bin/hermes</string><string>gateway</string><string>run</string></array>
</dict></plist>
`;

const receiptOf = (root: string, home: string): string =>
  readdirSync(join(root, home, '.local/state/unitpin/receipts'))[0] ?? '';
