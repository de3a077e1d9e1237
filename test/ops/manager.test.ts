import { describe, expect, it } from 'vitest';
import type { ExecResult } from '../../src/host/exec.ts';
import type { Host } from '../../src/host/host.ts';
import { unitpin } from '../support/cli.ts';
import { fails, fakeHost, running, type Unit } from './fakes.ts';

const UNITS = 'home/u/.config/systemd/user';
const unit = (profile: string): string =>
  `[Service]\nExecStart=/home/u/.hermes/bin/hermes --profile ${profile} gateway run\n[Install]\nWantedBy=default.target\n`;
const HANGS: ExecResult = { state: 'timeout', stdout: '', stderr: '' };

interface Audit {
  definitions: { path: string }[];
  findings: { rule: string; severity: string; message: string }[];
}

/** A host whose programs are these, with all that was asked of them, and when: `+` at the start, `-` at the end. */
function watched(host: Host, programs: Record<string, ExecResult> = {}) {
  const calls: string[] = [];
  const times: number[] = [];
  const exec: Host['exec'] = async (argv, options) => {
    const what = argv.filter((word) => !/^--(no-|property)/.test(word)).join(' ');
    calls.push(`+ ${what}`);
    times.push(options.timeoutMs);
    await Promise.resolve();
    const found = Object.entries(programs).find(([start]) => what.startsWith(start))?.[1];
    const result =
      found ?? (argv[0] === 'systemctl' ? await host.exec(argv, options) : { state: 'missing' as const });
    calls.push(`- ${what}`);
    return result;
  };
  return { host: { ...host, exec }, calls, times };
}

async function audit(host: Host, ...args: string[]): Promise<Audit> {
  const result = await unitpin(['audit', '--format', 'json', ...args], null, host);
  expect(result.stderr).toBe('');
  return result.json<Audit>();
}

describe('what is asked', () => {
  it('is asked side by side, and a state once for all units', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `p${index}`);
    const tree = Object.fromEntries(
      names.map((name) => [`${UNITS}/hermes-gateway-${name}.service`, unit(name)]),
    );
    const { host, calls, times } = watched(fakeHost(tree).host);
    expect((await audit(host)).definitions.length).toBe(30);
    expect(calls.slice(0, 3)).toEqual([
      '+ systemctl --user show-environment',
      '+ systemd-analyze --user unit-paths',
      '+ systemd-analyze --system unit-paths',
    ]);
    expect(calls.filter((call) => call.startsWith('+')).length).toBe(4);
    expect(calls.at(-1)).toMatch(
      /^- systemctl --user show -- hermes-gateway-p0\.service .* hermes-gateway\*\.service$/,
    );
    expect(new Set(times)).toEqual(new Set([5_000]));
  });

  it('is nothing with --no-live, and nothing for files that are named', async () => {
    const { host, calls } = watched(fakeHost({ [`${UNITS}/hermes-gateway.service`]: unit('default') }).host);
    expect((await audit(host, '--no-live')).definitions.length).toBe(1);
    expect((await audit(host, `/${UNITS}`)).definitions.length).toBe(1);
    expect(calls).toEqual([]);
  });

  it('is the system, too, where it has units of the app', async () => {
    const { host, calls } = watched(
      fakeHost({ 'etc/systemd/system/hermes-gateway.service': unit('default') }).host,
    );
    await audit(host);
    expect(calls).toContain('+ systemctl --system show -- hermes-gateway.service hermes-gateway*.service');
  });

  it('is no template: systemctl refuses its name', async () => {
    const tree = { [`${UNITS}/hermes-gateway@.service`]: unit('%i') };
    const { host, calls } = watched(fakeHost(tree).host);
    await audit(host);
    expect(calls).toContain('+ systemctl --user show -- hermes-gateway*.service');
  });
});

describe('the search path', () => {
  const tree = { 'opt/units/hermes-gateway-code.service': unit('code') };
  const paths = (text: string) => ({
    'systemd-analyze --user': { state: 'done' as const, code: 0, stdout: text, stderr: '' },
  });

  it('is the one the installed systemd tells', async () => {
    const { host } = watched(fakeHost(tree).host, paths('/opt/units\n/etc/systemd/user\n'));
    expect((await audit(host)).definitions.map(({ path }) => path)).toEqual([
      '/opt/units/hermes-gateway-code.service',
    ]);
  });

  it.each([
    ['nothing', ''],
    ['no paths', 'Unknown command verb unit-paths.\n'],
  ])('is that of systemd.unit(5) where it tells %s', async (_, text) => {
    const own = { ...tree, [`${UNITS}/hermes-gateway.service`]: unit('default') };
    const { host } = watched(fakeHost(own).host, paths(text));
    expect((await audit(host)).definitions.map(({ path }) => path)).toEqual([
      `/${UNITS}/hermes-gateway.service`,
    ]);
  });
});

describe('no answer', () => {
  const tree = { [`${UNITS}/hermes-gateway.service`]: unit('default') };
  const LIVE = [
    'ghost-unit',
    'loaded-differs',
    'not-running',
    'process-outside',
    'reload-needed',
    'running-differs',
  ];

  it.each<[string, Record<string, ExecResult>]>([
    ['from anything', { systemctl: HANGS, 'systemd-analyze': HANGS }],
    ['to the second question', { 'systemctl --user show --': HANGS }],
    ['but a refusal', { systemctl: fails('Failed to connect to bus: No medium found') }],
  ])('%s is one finding, and not asked for twice', async (_, programs) => {
    const { host, calls } = watched(fakeHost(tree).host, programs);
    const { findings } = await audit(host);
    const rules = findings.map(({ rule }) => rule);
    expect(rules.filter((rule) => rule === 'bus-unreachable')).toEqual(['bus-unreachable']);
    expect(rules.filter((rule) => LIVE.includes(rule))).toEqual([]);
    const refused = calls.filter((call) => call.startsWith('+ systemctl --user'));
    expect(refused.length).toBe(programs.systemctl ? 1 : 2);
  });

  it('of the system manager says nothing about the user', async () => {
    const both = { ...tree, 'etc/systemd/system/hermes-gateway-code.service': unit('code') };
    const fake = fakeHost(both);
    fake.units.set('hermes-gateway.service', { ...running(100), NeedDaemonReload: 'yes' });
    const { host } = watched(fake.host, { 'systemctl --system': HANGS });
    const rules = (await audit(host)).findings.map(({ rule }) => rule);
    expect(rules).toContain('reload-needed');
    expect(rules).not.toContain('bus-unreachable');
  });
});

describe('a storm in the ledger of starts', () => {
  const NOW = Date.UTC(2026, 10, 20) / 1_000;
  const log = (age: number): string =>
    Array.from({ length: 8 }, (_, index) => `${NOW - age - 7 * (7 - index)}.25\n`).join('');

  it.each<[string, number, Partial<Unit>, boolean]>([
    ['goes on: the last start was just now', 20, {}, true],
    ['is over: it has stayed up since', 300, {}, false],
    ['is over: somebody has stopped it', 300, { ActiveState: 'inactive', SubState: 'dead' }, false],
    ['has ended in failure', 300, { ActiveState: 'failed', SubState: 'failed' }, true],
    ['is of another day', 90_000, { ActiveState: 'failed', SubState: 'failed' }, false],
  ])('%s', async (_, age, state, blows) => {
    const fake = fakeHost({
      [`${UNITS}/hermes-gateway.service`]: unit('default'),
      'home/u/.hermes/gateway-starts.log': log(age),
    });
    fake.units.set('hermes-gateway.service', { ...running(100), ...state });
    const { findings } = await audit(watched(fake.host).host, '--only', 'restart-storm');
    expect(findings.map(({ rule }) => rule)).toEqual(blows ? ['restart-storm'] : []);
  });
});
