import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireOrSkip, standIn } from '../support/requirements.ts';
import { breakProfile, labelOf, manifest, PROFILES, pids, startMac, threeOfOurs } from './fleet.ts';
import { isThere } from './managed.ts';

const LABELS = PROFILES.map(labelOf);

requireOrSkip(standIn, 'a fleet on a launchd that makes trouble', () => {
  it.each(['older', 'newer'] as const)(
    'one that drains slowly, and is not quite gone for a while after (%s)',
    { timeout: 60_000 },
    async (generation) => {
      const mac = await startMac(['default'], { generation, teardownMs: 1_200 });
      writeFileSync(join(mac.root, 'stand-in.json'), '{"ignoreTermMs": 700}');
      expect((await mac.unitpin('apply', '--yes', '--all')).status).toBe(0);
      const before = await mac.gatewayOf('default');
      manifest(mac, 'profiles:\n  default:\n    environment: { A: "1" }\n');
      expect((await mac.unitpin('apply', '--yes')).status).toBe(0);
      const after = await mac.gatewayOf('default');
      expect([after === null, after === before, isThere(before)]).toEqual([false, false, false]);
    },
  );

  it('ssh alone: in the domain that there is', async () => {
    const mac = await threeOfOurs(await startMac(PROFILES, { domains: ['user'] }));
    expect(Object.values(await pids(mac))).not.toContain(null);
    for (const label of LABELS) expect(await mac.job(label)).toMatchObject({ domain: `user/${mac.uid}` });
  });

  it('a note that the job is disabled, left behind by its bootout', async () => {
    const mac = await startMac(['default'], { bootoutDisables: true });
    const label = labelOf('default');
    await mac.launchctl('disable', `${mac.domain}/${label}`);
    expect((await mac.unitpin('apply', '--yes', '--all')).status).toBe(0);
    manifest(mac, 'profiles:\n  default:\n    environment: { A: "1" }\n');
    expect((await mac.unitpin('apply', '--yes')).status).toBe(0);
    expect(await mac.gatewayOf('default')).not.toBe(null);
  });

  it('no answer: nothing is changed, because nobody knows what there is', async () => {
    const mac = await startMac(['default']);
    await mac.fault({ verb: 'print', code: 13, says: 'Permission denied', times: 100 });
    const { status, stderr } = await mac.unitpin('apply', '--yes', '--all');
    expect([status, stderr]).toEqual([3, expect.stringContaining('Permission denied (exit 13)')]);
    expect(existsSync(join(mac.agents, `${labelOf('default')}.plist`))).toBe(false);
    expect(await mac.acts()).toEqual([]);
  });

  describe('what launchd refuses', () => {
    it('125: no domain that would take it; the files are as they were', async () => {
      const mac = await startMac(['default']);
      const says = 'Bootstrap failed: 125: Domain does not support specified action';
      await mac.fault({ verb: 'bootstrap', code: 125, says, times: 100 });
      const { status, stderr } = await mac.unitpin('apply', '--yes', '--all');
      expect([status, stderr]).toEqual([4, expect.stringContaining(says)]);
      expect(existsSync(join(mac.agents, `${labelOf('default')}.plist`))).toBe(false);
    });

    it('5, at once: with what it can mean', async () => {
      const mac = await startMac(['default']);
      const says = 'Bootstrap failed: 5: Input/output error';
      await mac.fault({ verb: 'bootstrap', code: 5, says, times: 100 });
      const { status, stderr } = await mac.unitpin('apply', '--yes', '--all');
      expect([status, stderr]).toEqual([4, expect.stringContaining(says)]);
      expect((await mac.acts()).filter((act) => act.startsWith('bootstrap')).length).toBe(1);
    });

    it('37: somebody else loads it at the same time', async () => {
      const mac = await startMac(['default']);
      const says = 'Bootstrap failed: 37: Operation already in progress';
      await mac.fault({ verb: 'bootstrap', code: 37, says, works: true });
      expect((await mac.unitpin('apply', '--yes', '--all')).status).toBe(0);
      expect(await mac.gatewayOf('default')).not.toBe(null);
    });
  });

  it('what would fight again is not brought back', async () => {
    const mac = await startMac(['default', 'code']);
    const hermes = join(mac.root, 'bin/hermes');
    appendFileSync(join(mac.root, 'active_profile'), 'code\n');
    const path = mac.write(labelOf('default'), [hermes, 'gateway', 'run'], '<key>KeepAlive</key><true/>');
    await mac.launchctl('bootstrap', mac.domain, path);
    await mac.runs(labelOf('default'), 1);
    breakProfile(mac, 'default');
    manifest(mac, 'profiles:\n  default:\n    readyTimeout: 1\n');
    const { status } = await mac.unitpin('apply', '--yes');
    expect([status, readFileSync(path, 'utf8')]).toEqual([5, expect.stringContaining('--profile')]);
  });

  it('two jobs that take one profile from each other for ever', async () => {
    const mac = await startMac(['default', 'code']);
    // What the interactive command has chosen; the job of the default profile follows it.
    appendFileSync(join(mac.root, 'active_profile'), 'code\n');
    const hermes = join(mac.root, 'bin/hermes');
    const words = { default: [hermes], code: [hermes, '--profile', 'code'] };
    for (const profile of ['default', 'code'] as const) {
      const replace = [...words[profile], 'gateway', 'run', '--replace'];
      const path = mac.write(labelOf(profile), replace, '<key>KeepAlive</key><true/>');
      await mac.launchctl('bootstrap', mac.domain, path);
    }
    for (const profile of ['default', 'code']) await mac.runs(labelOf(profile), 3);

    const { status, stderr } = await mac.unitpin('apply', '--yes');
    expect([status, stderr]).toEqual([0, expect.stringContaining('2 of 2 services run their profile.')]);
    const before = await mac.look();
    for (const profile of ['default', 'code']) expect(await mac.gatewayOf(profile)).not.toBe(null);
    // Longer than several of the intervals in which they ended each other.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await mac.look()).jobs).toEqual(before.jobs);
  });
});
