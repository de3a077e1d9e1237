import { appendFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PlistData } from '../../src/launchd/data.ts';
import { eventually } from '../support/eventually.ts';
import { requireOrSkip } from '../support/requirements.ts';
import { writeJob } from './jobs.ts';
import { becomes, isThere, LABEL, manage, SLOW, stateOf } from './managed.ts';
import { anyLaunchd, isReal, openLaunchd } from './real.ts';
import type { Settings } from './stand-in.ts';

const open = async (settings: Settings = {}) => manage(await openLaunchd(settings));
const GENERATIONS: Settings['generation'][] = isReal ? [undefined] : ['older', 'newer'];

requireOrSkip(anyLaunchd, 'launchd as a service manager', () => {
  describe.each(GENERATIONS)('%s', (generation) => {
    it('loads a job that is not loaded, and leaves one that runs alone', async () => {
      const { launchd, manager, domain } = await open(generation ? { generation } : {});
      const job = writeJob(launchd, LABEL);
      await manager.start([job]);
      const { pid } = await becomes(launchd);
      await manager.start([job]);
      expect(await launchd.acts()).toEqual([`enable ${domain}/${LABEL}`, `bootstrap ${domain} ${job.path}`]);
      expect(await becomes(launchd)).toMatchObject({ pid, runs: 1 });
    });

    it('stops one for good, and returns when its process is gone', async () => {
      const { launchd, manager, domain } = await open(generation ? { generation } : {});
      const job = writeJob(launchd, LABEL, SLOW, { KeepAlive: true, ThrottleInterval: 1 });
      await manager.start([job]);
      const { pid } = await becomes(launchd);
      await manager.stop([LABEL]);
      expect([await launchd.job(LABEL), isThere(pid)]).toEqual([null, false]);
      await manager.stop([LABEL]);
      expect((await launchd.acts()).slice(2)).toEqual([`bootout ${domain}/${LABEL}`]);
      expect(await stateOf(manager)).toMatchObject({
        load: 'not-loaded',
        active: 'inactive',
        enabled: 'yes',
      });
    });

    it('restarts by taking out, waiting, and loading what the file says now', async () => {
      const { launchd, manager, domain } = await open({ ...(generation && { generation }), teardownMs: 700 });
      const job = writeJob(launchd, LABEL, SLOW);
      await manager.start([job]);
      const old = await becomes(launchd);
      writeJob(launchd, LABEL, SLOW, { EnvironmentVariables: { A: '1' } });
      expect(await stateOf(manager)).toMatchObject({ load: 'loaded', stale: true });
      await manager.restart([job]);
      expect(await becomes(launchd)).toMatchObject({ runs: 1 });
      expect(isThere(old.pid)).toBe(false);
      expect(await stateOf(manager)).toMatchObject({ active: 'active', stale: false });
      const acts = (await launchd.acts()).slice(2);
      // 5 for as long as the old one is not quite gone.
      expect(acts.slice(0, 3)).toEqual([
        `bootout ${domain}/${LABEL}`,
        `enable ${domain}/${LABEL}`,
        `bootstrap ${domain} ${job.path}`,
      ]);
      expect(new Set(acts.slice(2))).toEqual(new Set([`bootstrap ${domain} ${job.path}`]));
      if (!isReal) expect(acts.length).toBeGreaterThan(3);
    });
  });

  it('kickstarts only what does not start by itself, and never with -k after a bootstrap', async () => {
    const { launchd, manager, domain } = await open();
    const job = writeJob(launchd, LABEL, 'exit 0', { RunAtLoad: false });
    await manager.start([job]);
    await becomes(launchd, { runs: 1, state: 'not running' });
    await manager.start([job]);
    await becomes(launchd, { runs: 2, state: 'not running' });
    // The same file by another name.
    symlinkSync(launchd.agents, join(launchd.home, 'link'));
    await manager.start([{ name: LABEL, path: join(launchd.home, `link/${LABEL}.plist`) }]);
    const kick = [`enable ${domain}/${LABEL}`, `kickstart ${domain}/${LABEL}`];
    expect(await launchd.acts()).toEqual([
      kick[0],
      `bootstrap ${domain} ${job.path}`,
      kick[1],
      ...kick,
      ...kick,
    ]);
  });

  it('restarts in place only what it is told has not changed, and that shows no difference', async () => {
    const { launchd, manager, domain } = await open();
    const job = writeJob(launchd, LABEL);
    await manager.start([job]);
    const { pid } = await becomes(launchd);
    await manager.restart([{ ...job, changed: false }]);
    await eventually(async () => expect((await becomes(launchd)).pid).not.toBe(pid));
    expect((await launchd.acts()).slice(2)).toEqual([`kickstart -k ${domain}/${LABEL}`]);
    // Told so, and wrong.
    writeJob(launchd, LABEL, undefined, { EnvironmentVariables: { A: '1' } });
    await manager.restart([{ ...job, changed: false }]);
    expect((await launchd.acts()).slice(3)).toEqual([
      `bootout ${domain}/${LABEL}`,
      `enable ${domain}/${LABEL}`,
      `bootstrap ${domain} ${job.path}`,
    ]);
  });

  it('a start of what is loaded with other words loads it anew', async () => {
    const { launchd, manager } = await open();
    const job = writeJob(launchd, LABEL, 'exit 0');
    await manager.start([job]);
    await becomes(launchd, { state: 'not running' });
    writeJob(launchd, LABEL, 'trap "exit 0" TERM; while :; do sleep 0.02; done', {
      EnvironmentVariables: { A: '1' },
    });
    await manager.start([job]);
    expect(await becomes(launchd)).toMatchObject({ runs: 1 });
  });

  it('a note that it is disabled, also one that its own bootout leaves behind', async () => {
    const { launchd, manager } = await open({ bootoutDisables: true });
    const job = writeJob(launchd, LABEL);
    await manager.disable([LABEL]);
    expect(await stateOf(manager)).toMatchObject({ load: 'not-loaded', enabled: 'no' });
    await manager.start([job]);
    await becomes(launchd);
    await manager.restart([job]);
    await becomes(launchd);
    expect(await stateOf(manager)).toMatchObject({ active: 'active', enabled: 'yes' });
    await manager.disable([LABEL]);
    await manager.enable([LABEL]);
    expect(await stateOf(manager)).toMatchObject({ active: 'active', enabled: 'yes' });
  });

  it('ends by force what does not end by itself: launchd does, after ExitTimeOut', async () => {
    const { launchd, manager } = await open();
    const job = writeJob(launchd, LABEL, 'trap "" TERM; while :; do sleep 0.02; done', { ExitTimeOut: 5 });
    await manager.start([job]);
    const { pid } = await becomes(launchd);
    await manager.stop([LABEL]);
    expect(isThere(pid)).toBe(false);
  });

  describe('states', () => {
    it.each<[string, string, Record<string, PlistData>, object]>([
      ['it runs', 'sleep 100', {}, { active: 'active', detail: 'running', enabled: 'yes', restarts: 0 }],
      [
        'it ended well',
        'exit 0',
        {},
        { active: 'inactive', detail: 'not running, last exit 0', lastExit: '0' },
      ],
      ['it failed', 'exit 3', {}, { active: 'failed', detail: 'not running, last exit 3', lastExit: '3' }],
      [
        'it waits for its next start',
        'exit 3',
        { KeepAlive: true, ThrottleInterval: 1000 },
        { active: 'activating', detail: 'spawn scheduled, last exit 3', mainPid: null },
      ],
      [
        'it cannot be started',
        'exit 0',
        { WorkingDirectory: '/not/there' },
        { active: 'failed', detail: expect.stringContaining('78') },
      ],
    ])('%s', async (_, script, keys, wanted) => {
      const { launchd, manager } = await open();
      await manager.start([writeJob(launchd, LABEL, script, keys)]);
      const expected = { name: LABEL, load: 'loaded', controlGroup: null, stale: false, ...wanted };
      await eventually(async () => expect(await stateOf(manager)).toMatchObject(expected));
      const { mainPid, since } = await stateOf(manager);
      expect(since === null).toBe(mainPid === null);
      if (since !== null) expect(Math.abs(since - Date.now())).toBeLessThan(30_000);
    });

    // How long a real one shows it is its own affair.
    it.skipIf(isReal)('on its way down', async () => {
      const { launchd, manager } = await open({ generation: 'older' });
      await manager.start([writeJob(launchd, LABEL, SLOW.replace('0.3', '2'))]);
      await becomes(launchd);
      const stopping = manager.stop([LABEL]);
      await eventually(async () => expect(await stateOf(manager)).toMatchObject({ active: 'deactivating' }));
      await stopping;
    });

    it('not loaded, broken, and nothing there', async () => {
      const { launchd, manager } = await open();
      const job = writeJob(launchd, LABEL, 'exit 0', { RunAtLoad: false });
      expect(await stateOf(manager)).toMatchObject({
        load: 'not-loaded',
        detail: 'not loaded',
        enabled: 'no',
      });
      writeFileSync(job.path, 'no plist');
      expect(await stateOf(manager)).toMatchObject({ load: 'broken', active: 'inactive' });
      rmSync(job.path);
      expect(await stateOf(manager)).toMatchObject({ load: 'not-loaded', enabled: 'no-say', restarts: null });
      expect((await manager.states([])).size).toBe(0);
    });
  });

  it('the end of the log that was written last', async () => {
    const { launchd, manager } = await open();
    const [out, error] = ['out', 'error'].map((name) => join(launchd.home, name)) as [string, string];
    const job = writeJob(launchd, LABEL, 'exit 0', { StandardOutPath: out, StandardErrorPath: error });
    expect(await manager.lastLines(LABEL, 2)).toEqual([]);
    writeFileSync(out, 'old\n');
    await new Promise((resolve) => setTimeout(resolve, 20));
    appendFileSync(error, 'one\ntwo\n\nthree\n');
    expect(await manager.lastLines(LABEL, 2)).toEqual(['two', 'three']);
    rmSync(job.path);
    expect(await manager.lastLines(LABEL, 2)).toEqual([]);
  });
});
