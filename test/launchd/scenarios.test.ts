import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireOrSkip } from '../support/requirements.ts';
import {
  actsSince,
  breakProfile,
  labelOf,
  type Mac,
  manifest,
  openMac,
  PROFILES,
  pids,
  threeOfOurs,
} from './fleet.ts';
import { isThere } from './managed.ts';
import { anyLaunchd } from './real.ts';

const LABELS = PROFILES.map(labelOf);
/** What loads a job that is not loaded: never a kickstart. */
const loadOf = ({ domain, agents }: Mac, label: string): string[] => [
  `enable ${domain}/${label}`,
  `bootstrap ${domain} ${join(agents, `${label}.plist`)}`,
];

requireOrSkip(anyLaunchd, 'a fleet on launchd', () => {
  it('from nothing: three profiles, three jobs, each with its own gateway', async () => {
    const mac = await threeOfOurs(await openMac(PROFILES));
    const running = await pids(mac);
    expect(new Set(Object.values(running)).size).toBe(3);
    expect(Object.values(running)).not.toContain(null);
    const acts = await mac.acts();
    const loads = LABELS.flatMap((label) => loadOf(mac, label));
    expect([...new Set(acts)].sort()).toEqual(loads.sort());
    // Again: nothing to do, and nothing done.
    const again = await mac.unitpin('apply', '--yes');
    expect([again.status, again.stderr]).toEqual([0, 'Nothing to do: every service runs its profile.\n']);
    expect(await actsSince(mac, acts)).toEqual([]);
    expect(await pids(mac)).toEqual(running);
  });

  it('one changes: one restart', async () => {
    const mac = await threeOfOurs(await openMac(PROFILES));
    const before = await pids(mac);
    const acts = await mac.acts();
    manifest(mac, 'profiles:\n  default: enabled\n  work: enabled\n  code:\n    environment: { A: "1" }\n');
    const { status } = await mac.unitpin('apply', '--yes');
    expect(status).toBe(0);
    const label = labelOf('code');
    expect([...new Set(await actsSince(mac, acts))]).toEqual([
      `bootout ${mac.domain}/${label}`,
      ...loadOf(mac, label),
    ]);
    const after = await pids(mac);
    expect(after).toMatchObject({ default: before.default, work: before.work });
    expect(after.code).not.toBe(null);
    expect(after.code).not.toBe(before.code);
  });

  it('what is loaded is older than the file: loaded anew, though nothing is written', async () => {
    const mac = await openMac(['default']);
    expect((await mac.unitpin('gen', '--profile', 'default')).status).toBe(0);
    const path = join(mac.agents, `${labelOf('default')}.plist`);
    const right = readFileSync(path, 'utf8');
    writeFileSync(path, right.replace('<key>HERMES_HOME</key>', '<key>OLD</key><string>1</string>$&'));
    await mac.launchctl('bootstrap', mac.domain, path);
    writeFileSync(path, right);
    const { status, stdout } = await mac.unitpin('apply', '--yes');
    expect(status).toBe(0);
    expect(stdout).toContain('what is loaded is older than its file');
    expect(await mac.gatewayOf('default')).not.toBe(null);
    expect((await mac.unitpin('apply', '--yes')).stderr).toBe(
      'Nothing to do: every service runs its profile.\n',
    );
  });

  describe('what does not get ready', () => {
    it('is taken back as it was, job and file; the others go on', async () => {
      const mac = await threeOfOurs(await openMac(PROFILES));
      const before = await pids(mac);
      const path = join(mac.agents, `${labelOf('code')}.plist`);
      const old = readFileSync(path, 'utf8');
      breakProfile(mac, 'code');
      manifest(
        mac,
        'profiles:\n  default: enabled\n  work: enabled\n  code:\n    readyTimeout: 2\n    environment: { A: "1" }\n',
      );
      const { status, stderr } = await mac.unitpin('apply', '--yes');
      expect([status, stderr]).toEqual([4, expect.stringContaining(labelOf('code'))]);
      expect(readFileSync(path, 'utf8')).toBe(old);
      // Loaded again from the old file, whatever its gateway makes of it.
      expect(await mac.job(labelOf('code'))).not.toBe(null);
      expect(await pids(mac)).toMatchObject({ default: before.default, work: before.work });
      const loaded = await mac.launchctl('print', `${mac.domain}/${labelOf('code')}`);
      expect(loaded).not.toContain('A => 1');
    });

    it('new ones are gone again, file, job and note', async () => {
      const mac = await openMac(['default']);
      breakProfile(mac, 'default');
      manifest(mac, 'profiles:\n  default:\n    readyTimeout: 1\n');
      const { status } = await mac.unitpin('apply', '--yes');
      expect([status, await mac.job(labelOf('default'))]).toEqual([4, null]);
      // A note that it is disabled would outlive everything, and the next load by hand would fail with 5.
      expect(await mac.launchctl('print-disabled', mac.domain)).not.toMatch(/gateway" => (disabled|true)/);
      expect(existsSync(join(mac.agents, `${labelOf('default')}.plist`))).toBe(false);
    });
  });

  it('start, stop and restart go through launchd', async () => {
    const mac = await threeOfOurs(await openMac(PROFILES));
    const before = await pids(mac);
    expect((await mac.unitpin('stop', 'code')).status).toBe(0);
    expect([await mac.job(labelOf('code')), isThere(before.code ?? null)]).toEqual([null, false]);
    expect((await mac.unitpin('start', 'code')).status).toBe(0);
    const started = await pids(mac);
    expect([started.code === null, started.code === before.code]).toEqual([false, false]);
    expect((await mac.unitpin('restart', 'code')).status).toBe(0);
    const after = await pids(mac);
    expect([after.code === null, after.code === started.code]).toEqual([false, false]);
    expect(after).toMatchObject({ default: before.default, work: before.work });
  });

  it('seed 003: gateway start --replace in two jobs, brought to a stable fleet', async () => {
    const mac = await openMac(['default', 'work']);
    const labels = ['ai.hermes.gateway-default', 'ai.hermes.gateway-work'];
    const words = [join(mac.root, 'bin/hermes'), 'gateway', 'start', '--replace'];
    const keep = '<key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>';
    for (const label of labels) await mac.launchctl('bootstrap', mac.domain, mac.write(label, words, keep));
    // "start" has no such flag and exits with 2: launchd starts it for ever, and no gateway runs.
    for (const label of labels) await mac.runs(label, 3);
    expect(await mac.gatewayOf('default', labels[0])).toBe(null);

    const { status, stdout, stderr } = await mac.unitpin('apply', '--yes');
    expect([status, stderr]).toEqual([0, expect.stringContaining('2 of 2 services run their profile.')]);
    expect(stdout).toContain('edit keys, restart  default  ai.hermes.gateway-default');
    const running = [await mac.gatewayOf('default', labels[0]), await mac.gatewayOf('work', labels[1])];
    expect(running).not.toContain(null);
    for (const label of labels) {
      expect(await mac.job(label)).toMatchObject({ runs: 1 });
      const text = readFileSync(join(mac.agents, `${label}.plist`), 'utf8');
      expect([text.includes('--replace'), text.includes('<string>run</string>')]).toEqual([false, true]);
    }
    // The labels that the app itself would give: nobody has loaded those beside them.
    expect(await mac.job(labelOf('default'))).toBe(null);
    expect((await mac.unitpin('apply', '--yes')).stderr).toBe(
      'Nothing to do: every service runs its profile.\n',
    );
  });
});
