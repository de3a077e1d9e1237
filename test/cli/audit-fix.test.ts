import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Exec } from '../../src/host/exec.ts';
import { type Host, openHost } from '../../src/host/host.ts';
import { unitpin } from '../support/cli.ts';
import { makeRoot, PASSWD, type Tree } from '../support/home.ts';
import { copyIncident } from '../support/incident.ts';
import { expectSchema } from '../support/schema.ts';

const UNITS = 'home/u/.config/systemd/user';
const JOBS = 'home/u/Library/LaunchAgents';
const HERMES = '/home/u/.hermes/bin/hermes';
const NOT_INSTALLED: Exec = async () => ({ state: 'missing' });

let state = '';
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'unitpin-state-'));
  vi.stubEnv('XDG_STATE_HOME', state);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(state, { recursive: true, force: true });
});

interface Result {
  findings: { rule: string; severity: string }[];
  fixed: { rule: string; definition: string; path: string }[];
  refused: { definition: string; rules: string[]; reason: string }[];
  receipt: string | null;
}

/** A host with the profiles default and code, below a root; programs of this machine do not count. */
function hostOf(tree: Tree, exec = NOT_INSTALLED) {
  const root = makeRoot({
    'etc/passwd': PASSWD,
    'home/u/.hermes/bin/hermes': '',
    'home/u/.hermes/profiles/code/SOUL.md': '',
    ...tree,
  });
  const host: Host = { ...openHost(root), exec };
  return { root, host };
}

/** A sound unit but for what is given. */
const unit = (command: string, more = '') =>
  `[Unit]
StartLimitIntervalSec=0

[Service]
ExecStart=${command}
Environment=PATH=/usr/bin:/bin
Restart=always
RestartSec=5
RestartForceExitStatus=75
SuccessExitStatus=75
RestartPreventExitStatus=78
KillMode=mixed
ExecReload=/bin/kill -USR1 $MAINPID
TimeoutStopSec=70
${more}
[Install]
WantedBy=default.target
`;
const PINNED = `${HERMES} --profile code gateway run`;

async function fix(root: string, host: Host, ...args: string[]) {
  const { status, stdout, stderr } = await unitpin(
    ['audit', '--root', root, ...(args.includes('--fix=all') ? [] : ['--fix']), '--format', 'json', ...args],
    null,
    host,
  );
  expect(stderr).toBe('');
  const result = JSON.parse(stdout) as Result;
  expectSchema('audit', result);
  return { status, ...result };
}

/** Not readable, whoever runs the tests. */
const tooLarge = (path: string): void => {
  writeFileSync(path, '');
  truncateSync(path, 17 * 1024 * 1024);
};

const read = (root: string, path: string): string => readFileSync(join(root, path), 'utf8');

describe('by the rule of first contact', () => {
  it('the pin is the drop-in that gen writes, byte for byte', async () => {
    const [ours, gens] = [copyIncident('004-two-profiles'), copyIncident('004-two-profiles')];
    onTestFinished(ours.cleanup);
    onTestFinished(gens.cleanup);
    await unitpin(['audit', '--root', ours.root, '--fix', '--only', 'profile-unpinned']);
    await unitpin(['gen', '--root', gens.root, '--profile', 'default']);
    const path = 'home/hermesuser/.config/systemd/user/hermes-gateway.service.d/zz-unitpin.conf';
    expect(read(ours.root, path)).toBe(read(gens.root, path));
    expect(read(ours.root, path)).toContain('--profile default gateway run');
  });

  it('after --fix gen has nothing to add, and the incident is over', async () => {
    const { root, cleanup } = copyIncident('004-two-profiles');
    onTestFinished(cleanup);
    const { status, stdout } = await unitpin(['audit', '--root', root, '--fix', '--skip', 'linger-off']);
    expect(status).toBe(0);
    expect(stdout).toContain(
      'fixed hermes-gateway.service\n' +
        '  profile-shared, profile-unpinned, replace-in-unit:\n' +
        '  ~/.config/systemd/user/hermes-gateway.service.d/zz-unitpin.conf\n',
    );
    expect((await unitpin(['gen', '--root', root, '--check'])).status).toBe(0);
    const again = await unitpin(['audit', '--root', root, '--fix', '--format', 'json']);
    expect(again.json<Result>()).toMatchObject({ fixed: [], refused: [], receipt: null });
  });

  it('settings go into a drop-in of their own, which says for which rules', async () => {
    const { root, host } = hostOf({
      [`${UNITS}/hermes-gateway-code.service`]: unit(PINNED, 'TimeoutStopSec=5\nRestartSec=0'),
    });
    const only = ['stop-timeout-short', 'restart-delay-short', 'kill-mode-wrong'].flatMap((rule) => [
      '--only',
      rule,
    ]);
    const { status, fixed, refused } = await fix(root, host, ...only);
    const path = `${UNITS}/hermes-gateway-code.service.d/zz-unitpin-fix.conf`;
    expect([status, refused]).toEqual([0, []]);
    expect(fixed.map((one) => `${one.rule} ${one.path}`)).toEqual([
      `stop-timeout-short /${path}`,
      `restart-delay-short /${path}`,
    ]);
    expect(read(root, path)).toBe(
      '# Written by unitpin audit --fix for: restart-delay-short, stop-timeout-short. Remove this file to undo it.\n' +
        '\n[Service]\nTimeoutStopSec=70\nRestartSec=5\n',
    );
    // A later fix goes into the same file, and what somebody has written there stays.
    writeFileSync(join(root, path), `${read(root, path)}Nice=5\n`);
    const main = `${UNITS}/hermes-gateway-code.service`;
    writeFileSync(join(root, main), read(root, main).replace('KillMode=mixed', 'KillMode=none'));
    await fix(root, host, '--fix=all', ...only);
    expect(read(root, path)).toBe(
      '# Written by unitpin audit --fix for: kill-mode-wrong, restart-delay-short, stop-timeout-short. Remove this file to undo it.\n' +
        '\n[Service]\nTimeoutStopSec=70\nRestartSec=5\nNice=5\nKillMode=mixed\n',
    );
  });

  it('beside the unit, where files are named; the receipt is the caller’s', async () => {
    const root = makeRoot({ 'hermes-gateway-code.service': unit('/usr/bin/hermes gateway run') });
    const { status, stdout } = await unitpin(['audit', '--fix', root, '--format', 'json']);
    const { receipt, fixed } = JSON.parse(stdout) as Result;
    expect([status, fixed.map(({ rule }) => rule)]).toEqual([0, ['profile-unpinned']]);
    expect(read(root, 'hermes-gateway-code.service.d/zz-unitpin.conf')).toContain(
      'ExecStart=/usr/bin/hermes --profile code gateway run\nEnvironment=HERMES_SUPERVISED_CHILD=1\n',
    );
    expect(JSON.parse(read(state, `unitpin/receipts/${receipt}.json`))).toMatchObject({
      command: 'audit --fix',
    });
  });

  it('of an instance, for this instance; the template is everybody’s', async () => {
    const { root, host } = hostOf({
      [`${UNITS}/hermes-gateway@.service`]: unit(`${HERMES} --profile %i gateway run`),
      [`${UNITS}/hermes-gateway@code.service.d/x.conf`]: '[Service]\nTimeoutStopSec=5\n',
    });
    for (const more of [[], ['--in-place']]) {
      const { fixed } = await fix(root, host, ...more, '--only', 'stop-timeout-short', '--diff');
      const file = more.length > 0 ? 'x.conf' : 'zz-unitpin-fix.conf';
      expect(fixed.map(({ path }) => path)).toEqual([`/${UNITS}/hermes-gateway@code.service.d/${file}`]);
    }
  });
});

describe('--in-place', () => {
  it('changes the lines concerned and no other byte', async () => {
    const text = unit(`${HERMES} \\\r\n  gateway run`, '# keep me')
      .replaceAll(/\r?\n/g, '\r\n')
      .replace('TimeoutStopSec=70', 'TimeoutStopSec = 5');
    const path = `${UNITS}/hermes-gateway-code.service`;
    const { root, host } = hostOf({ [path]: text });
    expect((await fix(root, host, '--in-place')).status).toBe(0);
    expect(read(root, path)).toBe(
      text
        .replace(HERMES, `${HERMES} --profile code`)
        .replace('TimeoutStopSec = 5', 'TimeoutStopSec = 70')
        .replace(
          'Environment=PATH=/usr/bin:/bin\r\n',
          'Environment=PATH=/usr/bin:/bin\r\n' +
            'Environment=HERMES_HOME=/home/u/.hermes/profiles/code\r\nEnvironment=HERMES_SUPERVISED_CHILD=1\r\n',
        ),
    );
    expect(await fix(root, host, '--in-place')).toMatchObject({ fixed: [], receipt: null });
  });

  it('edits a drop-in that is named by itself: nothing beside it would be looked at', async () => {
    const root = makeRoot({ 'hermes-gateway-code.service.d/x.conf': '[Service]\nKillMode=none\n' });
    const path = join(root, 'hermes-gateway-code.service.d/x.conf');
    await unitpin(['audit', path, '--fix=all']);
    expect(readFileSync(path, 'utf8')).toBe('[Service]\nKillMode=mixed\n');
  });

  it('leaves links and read-only files alone: they get a drop-in, and it says why', async () => {
    const { root, host } = hostOf({
      'nix/store/x/hermes-gateway-code.service': unit(PINNED, 'TimeoutStopSec=5'),
      [`${UNITS}/hermes-gateway-code.service`]: { to: '/nix/store/x/hermes-gateway-code.service' },
    });
    const { stdout } = await unitpin(
      ['audit', '--root', root, '--fix', '--in-place', '--only', 'stop-timeout-short'],
      null,
      host,
    );
    expect(stdout).toContain(
      'stop-timeout-short: ~/.config/systemd/user/hermes-gateway-code.service.d/zz-unitpin-fix.conf',
    );
    expect(stdout).toContain(
      'note: /home/u/.config/systemd/user/hermes-gateway-code.service is a link to /nix/store/x/hermes-gateway-code.service: fixed by a drop-in beside it',
    );
  });

  it('leaves a drop-in for many units alone, too', async () => {
    const { root, host } = hostOf({
      [`${UNITS}/hermes-gateway-code.service`]: unit(PINNED),
      [`${UNITS}/hermes-.service.d/x.conf`]: '[Service]\nTimeoutStopSec=5\n',
    });
    const { fixed } = await fix(root, host, '--in-place', '--only', 'stop-timeout-short');
    expect(fixed.map(({ path }) => path)).toEqual([
      `/${UNITS}/hermes-gateway-code.service.d/zz-unitpin-fix.conf`,
    ]);
    expect(read(root, `${UNITS}/hermes-.service.d/x.conf`)).toContain('TimeoutStopSec=5\n');
  });

  it('goes with --fix', async () => {
    const { status, stderr } = await unitpin(['audit', '--in-place', makeRoot({})]);
    expect([status, stderr.split('\n')[0]]).toEqual([
      2,
      'error: --in-place goes with --fix: it says how to write',
    ]);
  });
});

it('launchd: exactly the keys concerned', async () => {
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0">
<dict>
\t<key>Label</key> <string>ai.hermes.gateway-code</string> <!-- mine -->
\t<key>ProgramArguments</key>
\t<array>
\t\t<string>${HERMES}</string>
\t\t<string>gateway</string>
\t\t<string>run</string>
\t\t<string>--replace</string>
\t</array>
</dict>
</plist>
`;
  const path = `${JOBS}/ai.hermes.gateway-code.plist`;
  const { root, host } = hostOf({ [path]: text });
  const { fixed } = await fix(root, host, '--only', 'replace-under-launchd', '--only', 'profile-unpinned');
  expect(fixed.map(({ rule }) => rule).toSorted()).toEqual(['profile-unpinned', 'replace-under-launchd']);
  const result = read(root, path);
  expect(result).toContain(
    `<string>${HERMES}</string>\n\t\t<string>--profile</string>\n\t\t<string>code</string>`,
  );
  expect(result).not.toContain('--replace');
  expect(result).toContain('<string>ai.hermes.gateway-code</string> <!-- mine -->');
});

it('under `@` the flag comes behind argv[0], not behind the program', async () => {
  const path = `${UNITS}/hermes-gateway-code.service`;
  const { root, host } = hostOf({ [path]: unit(`@${HERMES} hermes gateway run --replace`) });
  const only = ['--fix=all', '--only', 'profile-unpinned', '--only', 'replace-in-unit'];
  expect((await fix(root, host, ...only)).refused).toEqual([]);
  expect(read(root, `${path}.d/zz-unitpin.conf`)).toContain(
    `\nExecStart=@${HERMES} hermes --profile code gateway run\n`,
  );
});

it('is not ended by Ctrl-C in the middle of writing', async () => {
  const { root, host } = hostOf({
    [`${UNITS}/hermes-gateway-code.service`]: unit(PINNED, 'TimeoutStopSec=5'),
  });
  const before = process.listenerCount('SIGINT');
  const during: number[] = [];
  const { files } = host;
  const writeAtomic: typeof files.writeAtomic = (...args) => {
    during.push(process.listenerCount('SIGINT'));
    files.writeAtomic(...args);
  };
  await fix(root, { ...host, files: { ...files, writeAtomic } }, '--only', 'stop-timeout-short');
  expect(during.length).toBeGreaterThan(0);
  expect(new Set(during)).toEqual(new Set([before + 1]));
  expect(process.listenerCount('SIGINT')).toBe(before);
});

describe('what is not fixed, and why', () => {
  const SHORT = { [`${UNITS}/hermes-gateway-code.service`]: unit(PINNED, 'TimeoutStopSec=5') };
  const ONLY = ['--only', 'stop-timeout-short'];

  it('what unitpin wrote as a whole', async () => {
    const { root, host } = hostOf({});
    expect((await unitpin(['gen', '--root', root, '--profile', 'code'])).status).toBe(0);
    await unitpin(['gen', '--root', root, '--profile', 'code']);
    // Its receipt is for exactly these bytes; a drop-in of somebody's is what is wrong.
    const folder = `${UNITS}/hermes-gateway-code.service.d`;
    cpSync(makeRoot({ 'x.conf': '[Service]\nTimeoutStopSec=5\n' }), join(root, folder), { recursive: true });
    const { refused, receipt } = await fix(root, host, ...ONLY);
    expect([refused.map(({ reason }) => reason), receipt]).toEqual([
      ['unitpin wrote it whole, by what unitpin.yaml says: change that, then unitpin gen'],
      null,
    ]);
  });

  it('what is ignored, or unsafe and not asked for', async () => {
    const text = unit(`${PINNED} --replace`, 'KillMode=none\n# unitpin: ignore[kill-mode-wrong] on purpose');
    const { root, host } = hostOf({ [`${UNITS}/hermes-gateway-code.service`]: text });
    expect(await fix(root, host, '--only', 'replace-in-unit', '--only', 'kill-mode-wrong')).toMatchObject({
      fixed: [],
      refused: [],
    });
    const { fixed } = await fix(
      root,
      host,
      '--fix=all',
      '--only',
      'replace-in-unit',
      '--only',
      'kill-mode-wrong',
    );
    expect(fixed.map(({ rule }) => rule)).toEqual(['replace-in-unit']);
  });

  it('services of the system, without being asked', async () => {
    const { root, host } = hostOf({
      'etc/systemd/system/hermes-gateway-code.service': unit(PINNED, 'User=u\nTimeoutStopSec=5'),
    });
    const { refused } = await fix(root, host, ...ONLY);
    expect(refused[0]?.reason).toBe('it is a service of the system: --scope system fixes those');
    const { fixed } = await fix(root, host, ...ONLY, '--scope', 'system');
    expect(fixed[0]?.path).toBe('/etc/systemd/system/hermes-gateway-code.service.d/zz-unitpin-fix.conf');
  });

  it('one that does not mend it does not hold up the others', async () => {
    const { root, host } = hostOf({
      [`${UNITS}/hermes-gateway-code.service`]: unit(
        PINNED,
        'TimeoutStopSec=5\nStartLimitIntervalSec=0\n',
      ).replace('StartLimitIntervalSec=0\n\n', ''),
    });
    const only = [...ONLY, '--only', 'unknown-key'];
    const { fixed, refused } = await fix(root, host, '--fix=all', ...only);
    expect(fixed.map(({ rule }) => rule)).toEqual(['stop-timeout-short']);
    expect(refused).toMatchObject([
      { rules: ['unknown-key'], reason: expect.stringContaining('--in-place edits') },
    ]);
  });

  it('what the manager’s own checker has something new to say about', async () => {
    const says: Exec = async (argv) => {
      const paths = argv.slice(argv.indexOf('--') + 1).filter((path) => path.includes('/new/'));
      const stderr = paths
        .map((path) => `${path}.d/zz-unitpin-fix.conf:4: Odd value, ignoring: 70\n`)
        .join('');
      return { state: 'done', code: 0, stdout: '', stderr };
    };
    const { root, host } = hostOf(SHORT, says);
    const { status, refused, receipt } = await fix(root, host, ...ONLY);
    expect([status, refused[0]?.reason, receipt]).toEqual([
      0,
      'systemd-analyze verify: Odd value, ignoring: 70',
      null,
    ]);
  });

  it('files that somebody writes meanwhile', async () => {
    const path = `${UNITS}/hermes-gateway-code.service`;
    const made = hostOf(SHORT, async () => {
      writeFileSync(join(made.root, path), '# theirs\n');
      return { state: 'missing' };
    });
    const { status, stderr } = await unitpin(
      ['audit', '--root', made.root, '--fix', '--in-place', ...ONLY],
      null,
      made.host,
    );
    expect([status, stderr]).toEqual([
      3,
      `error: /${path} changed since it was read; nothing was written\n  next: unitpin audit --fix\n`,
    ]);
    expect(read(made.root, path)).toBe('# theirs\n');
  });

  it('a drop-in folder that is a link: it may be for other units, too', async () => {
    const { root, host } = hostOf({
      ...SHORT,
      [`${UNITS}/hermes-gateway-code.service.d`]: { to: '/dotfiles' },
      dotfiles: null,
    });
    const { status, refused } = await fix(root, host, ...ONLY);
    expect([status, refused[0]?.reason]).toEqual([
      3,
      `/${UNITS}/hermes-gateway-code.service.d is a link; it is left as it is`,
    ]);
    expect(readdirSync(join(root, 'dotfiles'))).toEqual([]);
  });

  it('a unit with a drop-in that cannot be read: nobody knows what it says', async () => {
    const { root, host } = hostOf(SHORT);
    const path = `${UNITS}/hermes-gateway-code.service.d/x.conf`;
    mkdirSync(join(root, path, '..'));
    tooLarge(join(root, path));
    for (const args of [ONLY, [...ONLY, '--in-place']]) {
      const { status, refused } = await fix(root, host, ...args);
      expect([status, refused[0]?.reason]).toEqual([
        3,
        `/${path} cannot be read: what it says about the unit is not known`,
      ]);
    }
  });

  it('a link that is a property list: the host does not let it be edited', async () => {
    const plist = `<plist version="1.0"><dict><key>Label</key><string>ai.hermes.gateway-code</string><key>ProgramArguments</key><array><string>${HERMES}</string><string>gateway</string><string>run</string></array></dict></plist>`;
    const { root, host } = hostOf({
      'dotfiles/x.plist': plist,
      [`${JOBS}/ai.hermes.gateway-code.plist`]: { to: '/dotfiles/x.plist' },
    });
    const { status, refused } = await fix(root, host, '--only', 'profile-unpinned');
    expect([status, refused[0]?.reason]).toEqual([
      3,
      `/${JOBS}/ai.hermes.gateway-code.plist is a link to /dotfiles/x.plist`,
    ]);
  });
});

describe('--diff', () => {
  it('shows what would be written, secrets gone, and what cannot be mended; writes nothing', async () => {
    const path = `${UNITS}/hermes-gateway-code.service`;
    const text = unit(PINNED, 'TimeoutStopSec=5\nEnvironment=BOT_TOKEN=not-a-real-secret');
    const { root, host } = hostOf({ [path]: text });
    const only = ['--only', 'stop-timeout-short', '--only', 'secret-in-definition'];
    const { status, stdout } = await unitpin(
      ['audit', '--root', root, '--diff', '--in-place', ...only],
      null,
      host,
    );
    expect(stdout).toContain(`-TimeoutStopSec=5\n+TimeoutStopSec=70\n Environment=BOT_TOKEN=<redacted>\n`);
    expect(stdout).toContain('would fix hermes-gateway-code.service\n');
    expect(stdout).toContain('secret-in-definition hermes-gateway-code.service\n');
    expect(stdout).toContain(`next: unitpin audit --root ${root} --fix --in-place`);
    expect(stdout).not.toContain('not-a-real-secret');
    expect(read(root, path)).toBe(text);
    // What is only shown is not mended.
    expect(status).toBe(1);
  });
});

describe('--verify', () => {
  const SOUND = { [`${UNITS}/hermes-gateway-code.service`]: unit(PINNED) };

  it('is an error of the host where there is no checker', async () => {
    const { root, host } = hostOf(SOUND);
    const { status, stderr } = await unitpin(['audit', '--root', root, '--verify'], null, host);
    expect([status, stderr]).toEqual([
      3,
      'error: --verify needs systemd-analyze, which is not installed here\n  next: without --verify the audit does not need it\n',
    ]);
  });

  it('asks in both modes, one process each, and tells nothing twice', async () => {
    const asked: (readonly string[])[] = [];
    const { root, host } = hostOf(
      {
        [`${UNITS}/hermes-gateway-code.service`]: unit(PINNED, 'Environment=junk'),
        [`${UNITS}/hermes-gateway.service`]: unit(`${HERMES} --profile default gateway run`),
      },
      async (argv) => {
        asked.push(argv);
        const at = `${root}/${UNITS}/hermes-gateway-code.service`;
        const line = unit(PINNED, 'Environment=junk').split('\n').indexOf('Environment=junk') + 1;
        const stderr = [
          `${at}:${line}: Invalid environment assignment, ignoring: junk`,
          `${at}:3: Something only systemd knows, ignoring: x`,
          'hermes-gateway.service: Failed to create hermes-gateway.service/start: Unit x.service not found.',
          'other.service: Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.',
        ].join('\n');
        return { state: 'done', code: 1, stdout: '', stderr };
      },
    );
    const { stdout } = await unitpin(['audit', '--root', root, '--verify', '--format', 'json'], null, host);
    const result = JSON.parse(stdout) as { findings: { rule: string; message: string }[] };
    // Below another root a unit that is missing here may be there.
    expect(result.findings.filter(({ rule }) => rule === 'verify').map(({ message }) => message)).toEqual([
      'systemd-analyze verify says: Something only systemd knows, ignoring: x.',
    ]);
    expect(asked.map((argv) => argv.slice(0, 5))).toEqual([
      ['systemd-analyze', '--user', '--man=no', '--recursive-errors=no', 'verify'],
      ['systemd-analyze', '--user', '--man=no', '--recursive-errors=yes', 'verify'],
    ]);
  });
});
