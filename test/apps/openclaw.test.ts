import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type FakeHost, fakeHost, HEALTHY } from '../ops/fakes.ts';
import { unitpin } from '../support/cli.ts';
import { makeRoot, PASSWD, type Tree } from '../support/home.ts';
import { copyIncident } from '../support/incident.ts';
import { expectSchema } from '../support/schema.ts';

interface Found {
  rule: string;
  severity: string;
  profile: string | null;
  message: string;
  definition: string | null;
}

interface Report {
  definitions: {
    name: string;
    app: string | null;
    identity: { kind: string; by: string | null; profile: string | null; home: string | null };
  }[];
  findings: Found[];
}

const APP = ['--app', 'openclaw'];
const UNITS = 'home/u/.config/systemd/user';
const AGENTS = 'home/u/Library/LaunchAgents';

/** A host with OpenClaw and two of its profiles. */
const host = (tree: Tree = {}): string =>
  makeRoot({
    'etc/passwd': PASSWD,
    'var/lib/systemd/linger/u': '',
    'home/u/.local/bin/openclaw': '#!/bin/sh\n',
    'home/u/.openclaw/openclaw.json': '{}\n',
    'home/u/.openclaw/logs': null,
    'home/u/.openclaw-work/openclaw.json': '{ "gateway": { "port": 19789 } }\n',
    'home/u/.openclaw-work/logs': null,
    ...tree,
  });

function enable(root: string): void {
  const wants = join(root, UNITS, 'default.target.wants');
  mkdirSync(wants, { recursive: true });
  for (const unit of readdirSync(join(root, UNITS)).filter((one) => one.endsWith('.service')))
    symlinkSync(`../${unit}`, join(wants, unit));
}

async function audit(...args: string[]): Promise<Report> {
  const report = (await unitpin(['audit', ...args, '--format', 'json'])).json<Report>();
  expectSchema('audit', report);
  return report;
}

const briefly = ({ findings }: Report): string[] =>
  findings.map(({ rule, severity, profile }) => `${severity} ${rule} ${profile}`);

describe('gen', () => {
  it('writes the unit: the identity is in the environment', async () => {
    const { stdout, stderr, status } = await unitpin([
      'gen',
      ...APP,
      '--root',
      host(),
      '--profile',
      'work',
      '--stdout',
    ]);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatchInlineSnapshot(`
      "# Written by unitpin for the profile work. unitpin keeps and shows changes made here by hand; what should last belongs
      # in unitpin.yaml, or in a drop-in beside this file.
      [Unit]
      Description=OpenClaw gateway, profile work
      StartLimitBurst=10
      StartLimitIntervalSec=300

      [Service]
      Type=simple
      ExecStart=/home/u/.local/bin/openclaw gateway run
      WorkingDirectory=/home/u/.openclaw-work
      Environment=PATH=/home/u/.local/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
      Environment=OPENCLAW_STATE_DIR=/home/u/.openclaw-work
      Environment=OPENCLAW_PROFILE=work
      Environment=OPENCLAW_CONFIG_PATH=/home/u/.openclaw-work/openclaw.json
      Environment=OPENCLAW_SYSTEMD_UNIT=openclaw-gateway-work.service
      Environment=OPENCLAW_LAUNCHD_LABEL=ai.openclaw.work
      Environment=OPENCLAW_SERVICE_MARKER=openclaw
      Environment=OPENCLAW_SERVICE_KIND=gateway
      TimeoutStopSec=330
      Restart=always
      RestartSec=5
      SuccessExitStatus=0 143
      RestartPreventExitStatus=78
      TimeoutStartSec=30
      KillMode=mixed
      KillSignal=SIGTERM
      OOMPolicy=continue
      StandardOutput=journal
      StandardError=journal

      [Install]
      WantedBy=default.target
      "
    `);
  });

  it('writes the property list, under its own kind of label', async () => {
    const { stdout } = await unitpin([
      'gen',
      ...APP,
      '--root',
      host(),
      '--profile',
      'work',
      '--stdout',
      '--manager',
      'launchd',
    ]);
    expect(stdout).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
      <!-- Written by unitpin for the profile work. What should last belongs in unitpin.yaml. -->
      <plist version="1.0">
      <dict>
      	<key>Label</key>
      	<string>ai.openclaw.work</string>
      	<key>ProgramArguments</key>
      	<array>
      		<string>/home/u/.local/bin/openclaw</string>
      		<string>gateway</string>
      		<string>run</string>
      	</array>
      	<key>WorkingDirectory</key>
      	<string>/home/u/.openclaw-work</string>
      	<key>EnvironmentVariables</key>
      	<dict>
      		<key>PATH</key>
      		<string>/home/u/.local/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin</string>
      		<key>OPENCLAW_STATE_DIR</key>
      		<string>/home/u/.openclaw-work</string>
      		<key>OPENCLAW_PROFILE</key>
      		<string>work</string>
      		<key>OPENCLAW_CONFIG_PATH</key>
      		<string>/home/u/.openclaw-work/openclaw.json</string>
      		<key>OPENCLAW_SYSTEMD_UNIT</key>
      		<string>openclaw-gateway-work.service</string>
      		<key>OPENCLAW_LAUNCHD_LABEL</key>
      		<string>ai.openclaw.work</string>
      		<key>OPENCLAW_SERVICE_MARKER</key>
      		<string>openclaw</string>
      		<key>OPENCLAW_SERVICE_KIND</key>
      		<string>gateway</string>
      	</dict>
      	<key>RunAtLoad</key>
      	<true/>
      	<key>KeepAlive</key>
      	<true/>
      	<key>ThrottleInterval</key>
      	<integer>10</integer>
      	<key>ExitTimeOut</key>
      	<integer>330</integer>
      	<key>ProcessType</key>
      	<string>Interactive</string>
      	<key>Umask</key>
      	<integer>63</integer>
      	<key>StandardInPath</key>
      	<string>/dev/null</string>
      	<key>StandardOutPath</key>
      	<string>/home/u/.openclaw-work/logs/gateway.log</string>
      	<key>StandardErrorPath</key>
      	<string>/home/u/.openclaw-work/logs/gateway.error.log</string>
      </dict>
      </plist>
      "
    `);
  });

  it.each([
    ['systemd', UNITS, ['openclaw-gateway-work.service', 'openclaw-gateway.service']],
    ['launchd', AGENTS, ['ai.openclaw.gateway.plist', 'ai.openclaw.work.plist']],
  ])('%s: the audit finds nothing in what it writes', async (manager, folder, files) => {
    const root = host();
    const common = [...APP, '--root', root, '--manager', manager];
    const gen = await unitpin(['gen', ...common, '--all']);
    expect([gen.status, gen.stderr]).toEqual([0, expect.stringMatching(/^2 files written/)]);
    expect(readdirSync(join(root, folder)).sort()).toEqual(files);
    if (manager === 'systemd') enable(root);
    const report = await audit(...common);
    expect(report.findings).toEqual([]);
    expect(
      report.definitions.map(({ app, identity }) => [app, identity.kind, identity.by, identity.profile]),
    ).toEqual(
      expect.arrayContaining([
        ['openclaw', 'pinned', 'home', 'default'],
        ['openclaw', 'pinned', 'home', 'work'],
      ]),
    );
    expect((await audit(...APP, join(root, folder))).findings).toEqual([]);
    expect((await unitpin(['gen', ...common, '--check'])).status).toBe(0);
  });
});

describe('audit', () => {
  it.each(['openclaw-shared-state', 'openclaw-unpinned', 'openclaw-crossed', 'openclaw-inherited-label'])(
    '%s: the same rules find it, and gen mends it',
    async (name) => {
      const { root, cleanup } = copyIncident(name);
      onTestFinished(cleanup);
      const text = await unitpin(['audit', ...APP, '--root', root]);
      expect(text.stdout.replaceAll(root, 'ROOT')).toMatchSnapshot();
      expect(text.status).toBe(1);
      const gen = await unitpin(['gen', ...APP, '--root', root]);
      expect([gen.status, gen.stderr]).toEqual([0, expect.stringMatching(/written/)]);
      const after = await audit(...APP, '--root', root);
      expect(briefly(after).filter((one) => one.startsWith('error'))).toEqual([]);
      expect(after.definitions.map(({ identity }) => [identity.kind, identity.profile])).toEqual(
        after.definitions.map(({ name: unit }) => ['pinned', /alpha|beta/.exec(unit)?.[0] ?? 'default']),
      );
    },
  );
});

const CORPUS = join(import.meta.dirname, '../../../shared/corpus');

describe.skipIf(!existsSync(CORPUS))('units as people have them', () => {
  it('205: a template that pins by everything, in a shell, and falls back without a word', async () => {
    const report = await audit(join(CORPUS, '205-oc-claw-swarm-template'));
    expect(report.definitions).toMatchObject([{ app: 'openclaw', identity: { profile: null } }]);
    expect(briefly(report)).toMatchInlineSnapshot(`
      [
        "warning syntax null",
        "warning syntax null",
        "warning fatal-exit-loops null",
        "warning stop-timeout-short null",
        "warning kill-mode-wrong null",
      ]
    `);
  });

  it('are recognised without --app, and each by its own app', async () => {
    const units = readdirSync(CORPUS).filter((name) => /-oc-/.test(name));
    const apps = await Promise.all(
      units.map(async (name) => [name, (await audit(join(CORPUS, name))).definitions[0]?.app] as const),
    );
    expect(apps.length).toBeGreaterThan(5);
    expect(apps.filter(([, app]) => app !== 'openclaw')).toEqual([]);
  });

  it('no service of the default profile is an error for saying nothing', async () => {
    const units = readdirSync(CORPUS).filter((name) => /-oc-/.test(name));
    for (const name of units) {
      const who = (await audit(join(CORPUS, name))).findings.filter(({ rule }) => /^profile-/.test(rule));
      expect(who.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
  });
});

describe('a folder with units of both apps', () => {
  const both = () =>
    host({
      [`${UNITS}/openclaw-gateway-work.service`]:
        '[Service]\nExecStart=/usr/bin/openclaw gateway\nEnvironment=OPENCLAW_STATE_DIR=/home/u/.openclaw-play\n',
      [`${UNITS}/hermes-gateway-code.service`]:
        '[Service]\nExecStart=/usr/bin/hermes --profile play gateway run\n',
      [`${UNITS}/other.service`]: '[Service]\nExecStart=/usr/bin/true\n',
    });
  const seen = ({ definitions }: Report) =>
    definitions.map(({ name, app, identity }) => [name, app, identity.kind, identity.profile]);

  it('each is judged by its own; --app keeps to one', async () => {
    const root = both();
    const report = await audit(join(root, UNITS));
    expect(seen(report).sort()).toEqual([
      ['hermes-gateway-code.service', 'hermes', 'pinned', 'play'],
      ['openclaw-gateway-work.service', 'openclaw', 'pinned', 'play'],
      ['other.service', null, 'foreign', null],
    ]);
    const conflicts = report.findings.filter(({ rule }) => rule === 'profile-conflict');
    expect(conflicts.map(({ profile }) => profile)).toEqual(['play', 'play']);
    expect(seen(await audit(...APP, join(root, UNITS))).map(([, app]) => app)).toEqual([
      null,
      'openclaw',
      null,
    ]);
  });

  it('an audit of the host is about one app: the default, or the one that is named', async () => {
    const root = both();
    expect(seen(await audit('--root', root))).toEqual([
      ['hermes-gateway-code.service', 'hermes', 'pinned', 'play'],
    ]);
    expect(seen(await audit(...APP, '--root', root))).toEqual([
      ['openclaw-gateway-work.service', 'openclaw', 'pinned', 'play'],
    ]);
  });
});

const BIN = '/home/u/.local/bin/openclaw';
const profile = (name: string, config = '{}'): Tree => {
  const home = name === 'default' ? 'home/u/.openclaw' : `home/u/.openclaw-${name}`;
  return { [`${home}/openclaw.json`]: config, [`${home}/logs`]: null };
};

/** A host whose gateways listen, as soon as they run, where their environment or settings say. */
function liveHost(tree: Tree): FakeHost {
  const fake = fakeHost({ [BIN.slice(1)]: '#!/bin/sh\n', 'var/lib/systemd/linger/u': '', ...tree });
  const answer = { ...HEALTHY, body: '{"ok":true,"status":"live"}' } as typeof HEALTHY;
  fake.events.sleep = () => {
    for (const { pid, environment } of fake.processes.values()) {
      const port = Number(environment?.get('OPENCLAW_GATEWAY_PORT') ?? 18789);
      fake.listen(pid, port, null);
      fake.answering.set(`http://127.0.0.1:${port}/healthz`, answer);
    }
  };
  return fake;
}

describe('on a live host', () => {
  it('apply makes the services, with ports that leave room for what each gateway has beside it', async () => {
    const fake = liveHost({ ...profile('default'), ...profile('work'), ...profile('play') });
    const run = (...args: string[]) => unitpin([...args, ...APP], null, fake.host);
    const applied = await run('apply', '--all', '--yes');
    expect([applied.status, applied.stderr]).toEqual([0, expect.stringContaining('3')]);
    expect([...fake.units].map(([name, { ActiveState }]) => [name, ActiveState]).sort()).toEqual([
      ['openclaw-gateway-play.service', 'active'],
      ['openclaw-gateway-work.service', 'active'],
      ['openclaw-gateway.service', 'active'],
    ]);
    const again = await run('apply', '--all', '--yes');
    expect(again.status).toBe(0);

    const ports = [...fake.processes.values()].map(({ environment }) =>
      Number(environment?.get('OPENCLAW_GATEWAY_PORT') ?? 18789),
    );
    const sorted = [...ports].sort((a, b) => a - b);
    for (const [index, port] of sorted.slice(1).entries())
      expect(port - (sorted[index] ?? 0)).toBeGreaterThan(110);

    const status = (await run('status', '--format', 'json')).json<{
      services: {
        profile: string;
        identity: { kind: string };
        drift: object[];
        health: { verdict: string };
      }[];
    }>();
    expect(
      status.services.map(({ profile: name, identity, health, drift }) => [
        name,
        identity.kind,
        health.verdict,
        drift,
      ]),
    ).toEqual(['default', 'play', 'work'].map((name) => [name, 'pinned', 'well', []]));
    const shown = await run('show', 'work');
    expect(shown.stdout).toContain('OPENCLAW_STATE_DIR');
    expect(shown.stdout).toMatch(/identity +pinned by its home/);
    const { stdout } = await run('ports', 'list');
    expect(stdout).toContain('18789');
    expect((await run('ports', 'check')).status).toBe(0);
    const written = await run('ports', 'allocate', 'work', '--write-config');
    expect([written.status, written.stderr]).toEqual([
      3,
      expect.stringContaining('is JSON, which unitpin reads'),
    ]);
  });
});

describe('ports', () => {
  const unit = (name: string, words: string) =>
    `[Service]\nExecStart=${BIN} gateway ${words}\nEnvironment=OPENCLAW_STATE_DIR=/home/u/.openclaw-${name}\n`;
  const found = async (play: string) => {
    const root = host({
      ...profile('play'),
      [`${UNITS}/openclaw-gateway-work.service`]: unit('work', ''),
      [`${UNITS}/openclaw-gateway-play.service`]: unit('play', play),
    });
    const { findings } = await audit(
      ...APP,
      '--root',
      root,
      '--only',
      'port-shared',
      '--only',
      'port-neighbour',
    );
    return findings.map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`);
  };

  it('the flag counts before the settings, and what a gateway takes besides its port is its own', async () => {
    expect(await found('')).toEqual([]);
    expect(await found('--port 19789')).toEqual([expect.stringContaining('error port-shared')]);
    expect(await found('--port=19791')).toEqual([
      'warning port-neighbour: Port 19791 is among those that the gateway of "work" takes besides its own, for browser control (19791): whichever of the two starts second does not get it.',
    ]);
    expect(await found('--port 19809')).toEqual([
      expect.stringMatching(/^info port-neighbour: .* for controlled browsers \(19800 to 19899\)/),
    ]);
    expect(await found('--port 19900')).toEqual([]);
  });

  it('settings are JSON as people write it: comments, tabs, commas at the end', async () => {
    const text = `// the gateway
{
\t"gateway": {
\t\t"port": 19791, /* not 19789,
\t\t"port": 1 */
\t},
\tagents: { url: "http://x/*/y", 'who': 'me', }
}
`;
    const root = host({
      ...profile('play', text),
      [`${UNITS}/openclaw-gateway-work.service`]: unit('work', ''),
      [`${UNITS}/openclaw-gateway-play.service`]: unit('play', ''),
    });
    const { findings } = await audit(...APP, '--root', root);
    expect(findings.filter(({ rule }) => rule.startsWith('port-'))).toMatchObject([
      { rule: 'port-neighbour', message: expect.stringContaining('Port 19791'), location: { line: 4 } },
    ]);
  });
});

describe('names of profiles', () => {
  const gen = (tree: Tree, ...args: string[]) => unitpin(['gen', ...APP, '--root', host(tree), ...args]);
  const kinds = (result: Awaited<ReturnType<typeof gen>>) =>
    result.json<{ changes: { profile: string; kind: string; reason: string }[] }>().changes;

  it('launchd: none that another label of the app has, none that differ in case only', async () => {
    const tree = { ...profile('gateway'), ...profile('node'), ...profile('Play'), ...profile('play') };
    const found = await gen(tree, '--all', '--manager', 'launchd', '--format', 'json');
    expect(found.status).toBe(3);
    expect(
      kinds(found).map(({ profile: name, kind, reason }) => `${name}: ${kind}: ${reason}`),
    ).toMatchInlineSnapshot(`
      [
        "default: create: profile default has no definition",
        "Play: refuse: profiles Play and play differ in case only: under launchd they would be one file",
        "gateway: refuse: ai.openclaw.gateway is the label of the default profile's gateway: under launchd no profile can be called gateway",
        "node: refuse: ai.openclaw.node is the label of something else of OpenClaw: under launchd no profile can be called node",
        "play: refuse: profiles play and Play differ in case only: under launchd they would be one file",
        "work: create: profile work has no definition",
      ]
    `);
  });

  it('systemd takes them all', async () => {
    const tree = { ...profile('gateway'), ...profile('node'), ...profile('Play'), ...profile('play') };
    const found = await gen(tree, '--all', '--manager', 'systemd', '--format', 'json');
    expect([found.status, kinds(found).map(({ kind }) => kind)]).toEqual([0, Array(6).fill('create')]);
  });

  it('unitpin.yaml takes the names that its app takes, and no others', async () => {
    const yaml = (text: string): Tree => ({
      'home/u/.config/unitpin/unitpin.yaml': text,
      ...profile('Play'),
    });
    const root = host(yaml('app: openclaw\nprofiles: { Play: enabled }\n'));
    const found = await unitpin(['gen', '--root', root, '--stdout', '--manager', 'systemd']);
    expect(found.stdout).toContain('OPENCLAW_PROFILE=Play\n');
    const refused = await unitpin(['gen', '--root', host(yaml('profiles: { Play: enabled }\n')), '--stdout']);
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('a profile name is a-z')]);
  });
});
