import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { unit as unitRules } from '../../src/audit/rules/unit/index.ts';
import { unitpin } from '../support/cli.ts';
import { makeRoot, PASSWD } from '../support/home.ts';

interface Found {
  rule: string;
  severity: string;
  message: string;
  location: { path: string; line: number } | null;
  related: { message: string; location: { path: string; line: number } }[];
  fix: { safety: string; title: string } | null;
}

function folder(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'unitpin-unit-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

async function findings(args: readonly string[]): Promise<Found[]> {
  const result = await unitpin(['audit', ...args, '--format', 'json']);
  return result.json<{ findings: Found[] }>().findings;
}

const brief = (found: readonly Found[]): string[] =>
  found.map(({ rule, location }) => `${rule} ${location?.path.split('/').at(-1)}:${location?.line}`);

const DIALECT = ['syntax', 'unknown-key', 'unknown-section', 'value-dropped', 'key-too-new'];
const only = DIALECT.flatMap((rule) => ['--only', rule]);

describe('what is sound', () => {
  for (const path of ['/usr/lib/systemd/user', '/usr/lib/systemd/system']) {
    it.skipIf(!existsSync(path))(`nothing is wrong with ${path}`, async () => {
      const result = await unitpin(['audit', path, ...only, '--format', 'json']);
      const { definitions, findings } = result.json<{ definitions: unknown[]; findings: Found[] }>();
      expect(definitions.length).toBeGreaterThan(5);
      expect(findings.map(({ rule, message, location }) => [rule, location?.path, message])).toEqual([]);
    });
  }
});

describe('what gen writes', () => {
  it.each(['user', 'system'])('in scope %s is sound for every rule about units', async (scope) => {
    const root = makeRoot({
      'etc/passwd': PASSWD,
      'home/u/.hermes/bin/hermes': '',
      'home/u/.hermes/profiles/code/x': '',
      'home/u/.hermes/profiles/work/x': '',
      'home/u/.config/unitpin/unitpin.yaml':
        'profiles:\n  default:\n  code: { dependsOn: [default] }\n  work: { dependsOn: [code, default] }\n',
      'usr/lib/systemd/libsystemd-shared-245.so': '',
    });
    const written = await unitpin(['gen', '--root', root, '--scope', scope, '--manager', 'systemd']);
    expect(written.status).toBe(0);
    const wanted = unitRules.flatMap(({ id }) => ['--only', id]);
    const result = await unitpin(['audit', '--root', root, ...wanted, '--format', 'json']);
    const { definitions, findings } = result.json<{ definitions: unknown[]; findings: Found[] }>();
    expect(definitions).toHaveLength(3);
    expect(findings).toEqual([]);
  });
});

describe('each line is told of once', () => {
  const command = '[Service]\nExecStart=/usr/bin/hermes --profile %i gateway run\n';

  it('a template and its instances, and drop-ins that units share', async () => {
    const root = folder({
      'hermes-gateway@.service': `${command}Restart=allways\nFoo=1\n`,
      'default.target.wants/hermes-gateway@a.service': 'x',
      'default.target.wants/hermes-gateway@b.service': 'x',
      'other.service': '[Service]\nExecStart=/bin/x\n',
      'service.d/all.conf': '[Service]\nBar=1\n',
    });
    expect(brief(await findings([root, ...only]))).toEqual([
      'value-dropped hermes-gateway@.service:3',
      'unknown-key hermes-gateway@.service:4',
      'unknown-key all.conf:2',
    ]);
  });

  it('not again what the syntax rule tells', async () => {
    const root = folder({
      'a.service': '[Service]\nExecStart=/bin/x\nWorkingDirectory="/x"\nEnvironmentFile=x\n',
      'b.service': '[Service]\nExecStart=/bin/x\n',
      'b.service.d/x.conf': '[Service]\nRootDirectory=x\nFoo=1\n',
    });
    const found = await findings([root, ...only]);
    expect(found.map(({ severity }) => severity)).toEqual(['error', 'warning', 'warning']);
    expect(brief(found)).toEqual(['syntax a.service:3', 'syntax a.service:4', 'syntax x.conf:2']);
  });
});

describe('unknown keys', () => {
  it('says where a key belongs, what is meant, or neither', async () => {
    const unit = '[Service]\nExecStart=/bin/x\nWantedBy=default.target\nRestartSecs=3\nGatewayColour=red\n';
    const found = await findings([folder({ 'a.service': unit }), '--only', 'unknown-key']);
    expect(found.map(({ message, fix }) => [message, fix])).toEqual([
      [
        'WantedBy= does not belong in [Service] but in [Install]: systemd ignores it here.',
        { safety: 'safe', title: 'move WantedBy= to [Install]' },
      ],
      [
        'systemd knows no RestartSecs= in [Service] and ignores it. Probably RestartSec= is meant.',
        { safety: 'unsafe', title: 'change RestartSecs= to RestartSec=' },
      ],
      ['systemd knows no GatewayColour= in [Service] and ignores it.', null],
    ]);
  });

  it('proposes no edit where the key is set in its section, too', async () => {
    const unit = '[Unit]\nStartLimitBurst=2\n[Install]\nStartLimitBurst=3\n[Service]\nExecStart=/bin/x\n';
    const [found] = await findings([folder({ 'a.service': unit }), '--only', 'unknown-key']);
    expect(found?.fix).toBe(null);
  });
});

describe('the version of systemd', () => {
  const unit = '[Service]\nExecStart=/bin/x\nRestartSteps=3\nType=notify-reload\n';
  const rules = ['--only', 'key-too-new', '--only', 'value-dropped'];
  const host = (more: Record<string, string> = {}) =>
    folder({
      'etc/passwd': 'u:x:1000:1000::/home/u:/bin/sh\n',
      'home/u/.config/systemd/user/hermes-gateway.service': unit.replace('/bin/x', '/bin/hermes gateway run'),
      ...more,
    });

  it('is what is declared, else what the host has; a newer manager beside an older one counts', async () => {
    const both = ['key-too-new hermes-gateway.service:3', 'value-dropped hermes-gateway.service:4'];
    const of = async (args: string[], more?: Record<string, string>) =>
      brief(await findings(['--root', host(more), ...rules, ...args]));
    const library = (version: string) => ({ [`lib/systemd/libsystemd-shared-${version}.so`]: '' });
    const manifest = (text: string) => ({ 'home/u/.config/unitpin/unitpin.yaml': text });
    expect(await of([])).toEqual([]);
    expect(await of([], library('252-13.el9'))).toEqual(both);
    expect(await of([], library('253.5-1.fc38'))).toEqual(both.slice(0, 1));
    expect(await of([], { ...library('252'), ...library('255') })).toEqual([]);
    expect(await of(['--systemd', '249'], library('255'))).toEqual(both);
    expect(await of([], { ...library('255'), ...manifest('systemd: 249\n') })).toEqual(both);
    expect(await of(['--systemd', '254'], manifest('systemd: 249\n'))).toEqual([]);
  });

  it.each(['', 'v252', '252.1', '-1', '0252', '99999'])('is no %j', async (version) => {
    const result = await unitpin(['audit', folder({}), `--systemd=${version}`]);
    expect(result.status).toBe(2);
    expect(result.stderr).toContain('--systemd');
  });

  it('of a manifest is a whole number', async () => {
    const root = host({ 'home/u/.config/unitpin/unitpin.yaml': 'systemd: "249"\n' });
    const result = await unitpin(['audit', '--root', root]);
    expect(result.status).toBe(2);
    expect(result.stderr).toContain('unitpin.yaml:1');
  });
});

describe('ordering cycles', () => {
  const gateway = (name: string, unit: string): [string, string] => [
    `hermes-gateway-${name}.service`,
    `[Unit]\n${unit}\n[Service]\nExecStart=/usr/bin/hermes --profile ${name} gateway run\n`,
  ];
  const cycles = (units: [string, string][]) =>
    findings([folder(Object.fromEntries(units)), '--only', 'ordering-cycle']);

  it('gives the shortest circle and each of its lines, once', async () => {
    const found = await cycles([
      gateway('a', 'After=hermes-gateway-b.service hermes-gateway-c.service'),
      gateway('b', 'After=hermes-gateway-c.service'),
      gateway('c', 'After=hermes-gateway-a.service\nBefore=hermes-gateway-d.service'),
      gateway('d', ''),
    ]);
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toContain(
      'hermes-gateway-a.service after hermes-gateway-c.service after hermes-gateway-a.service.',
    );
    expect(found[0]?.related.map(({ location }) => location.path.slice(-9))).toEqual([
      'a.service',
      'c.service',
    ]);
  });

  it('takes no longer for many units than reading them', async () => {
    const names = Array.from({ length: 3000 }, (_, index) => index);
    const chain = names.map((index) =>
      gateway(`p${index}`, `After=hermes-gateway-p${index + 1}.service hermes-gateway-p${index + 2}.service`),
    );
    expect(await cycles(chain)).toEqual([]);
  });
});
