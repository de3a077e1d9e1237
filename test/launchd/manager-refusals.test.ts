import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/host/failure.ts';
import type { Host } from '../../src/host/host.ts';
import { launchdManager } from '../../src/launchd/manager.ts';
import { eventually } from '../support/eventually.ts';
import { requireOrSkip, standIn } from '../support/requirements.ts';
import { writeJob } from './jobs.ts';
import { becomes, LABEL, manage, stateOf } from './managed.ts';
import { type Settings, startLaunchd, type TestLaunchd } from './stand-in.ts';

const open = async (settings: Settings = {}, change?: (host: Host) => Host) =>
  manage(await startLaunchd(settings), change);

/** Time that passes 50 times as fast where somebody waits for it. */
function hasty(host: Host): Host {
  let ahead = 0;
  return {
    ...host,
    clock: {
      now: () => Date.now() + ahead,
      elapsed: () => Date.now() + ahead,
      async sleep(ms) {
        ahead += ms - ms / 50;
        await new Promise((resolve) => setTimeout(resolve, ms / 50));
      },
    },
    exec: (argv, options) => host.exec(argv, { ...options, timeoutMs: Math.min(options.timeoutMs, 5_000) }),
  };
}

/** Whether a process is so far that a SIGTERM does nothing to it. */
function ignoresTerm(pid: number | null): boolean {
  const mask = /^SigIgn:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
  return (BigInt(`0x${mask}`) & (1n << 14n)) !== 0n;
}

/** What somebody is told, as the command line shows it; the account's number and folder left out. */
async function failureOf(launchd: TestLaunchd, work: Promise<unknown>): Promise<object> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Failure)) throw error ?? new Error('it did not fail');
  const plain = (text: string | undefined) =>
    text
      ?.replaceAll(launchd.agents, '~/Library/LaunchAgents')
      .replaceAll(`/${launchd.uid}`, '/UID')
      .replaceAll(`: ${launchd.uid}`, ': UID')
      .replaceAll(`uid ${launchd.uid}`, 'uid UID')
      .replaceAll(launchd.host.caller.name, 'NAME');
  return { exit: error.exit, message: plain(error.message), why: plain(error.why), next: plain(error.next) };
}

requireOrSkip(standIn, 'what launchd refuses, and what it does not answer', () => {
  describe('what stands in the way of a load', () => {
    it.each([
      [37, 'Bootstrap failed: 37: Operation already in progress'],
      [130, 'Bootstrap failed: 130: ai.unitpin.test already exists in domain'],
      [5, 'Bootstrap failed: 5: Input/output error'],
    ])('%i, and it is loaded all the same', async (code, says) => {
      const { launchd, manager } = await open();
      const job = writeJob(launchd, LABEL);
      await launchd.fault({ verb: 'bootstrap', code, says, works: true });
      await manager.start([job]);
      await becomes(launchd);
      expect((await launchd.acts()).length).toBe(2);
    });

    it('37, and it is not loaded yet: another bootstrap is on its way', async () => {
      const { launchd, manager } = await open();
      const job = writeJob(launchd, LABEL);
      await launchd.fault({ verb: 'bootstrap', code: 37, says: 'Operation already in progress' });
      await manager.start([job]);
      await becomes(launchd);
    });

    it('no answer, and it is loaded all the same', async () => {
      const { launchd, manager } = await open({}, hasty);
      const job = writeJob(launchd, LABEL);
      await launchd.fault({ verb: 'bootstrap', code: null, works: true });
      await manager.start([job]);
      await becomes(launchd);
    });

    it('5 without a bootout of ours: once, and what it can mean', async () => {
      const { launchd, manager } = await open();
      const job = writeJob(launchd, LABEL);
      chmodSync(job.path, 0o666);
      expect(await failureOf(launchd, manager.start([job]))).toEqual({
        exit: 'host',
        message:
          'launchctl bootstrap gui/UID did not load ai.unitpin.test: Bootstrap failed: 5: Input/output error (exit 5)',
        why:
          'launchd gives 5 for several things: the file cannot be read or is not a property list; somebody other than its owner may write to ' +
          'it; the job is disabled; or it is not for this kind of login (LimitLoadToSessionType)',
        next: 'plutil -lint ~/Library/LaunchAgents/ai.unitpin.test.plist && ls -le ~/Library/LaunchAgents/ai.unitpin.test.plist && launchctl print-disabled gui/UID',
      });
      expect((await launchd.acts()).length).toBe(2);
    });

    it.each([
      [
        134,
        'Bootstrap failed: 134: Service cannot load in requested session',
        'LimitLoadToSessionType leaves out this kind of login; without the key a job is for Aqua, the screen, alone',
        'unitpin gen --diff',
      ],
      [
        122,
        'Bootstrap failed: 122: Path had bad ownership/permissions',
        'the file must belong to its owner, and nobody else may write to it',
        'ls -le ~/Library/LaunchAgents/ai.unitpin.test.plist',
      ],
      [
        125,
        'Bootstrap failed: 125: Domain does not support specified action',
        'this kind of login is not there any more (ssh and sudo have no gui domain)',
        'log in as NAME, at the screen or over ssh, and run the command there',
      ],
      [1, 'Operation not permitted', 'another account owns this domain', 'run the command as NAME'],
      [153, 'Bootstrap failed: 153: odd', undefined, 'launchctl print gui/UID/ai.unitpin.test'],
    ])('%i', async (code, says, why, next) => {
      const { launchd, manager } = await open();
      const job = writeJob(launchd, LABEL);
      await launchd.fault({ verb: 'bootstrap', code, says, times: 100 });
      expect(await failureOf(launchd, manager.start([job]))).toEqual({
        exit: 'host',
        message: `launchctl bootstrap gui/UID did not load ai.unitpin.test: ${says} (exit ${code})`,
        why,
        next,
      });
      expect((await launchd.acts()).length).toBe(2);
    });

    it('a file that launchd would not load is noticed before the old job is taken out', async () => {
      const { launchd, manager } = await open();
      const job = writeJob(launchd, LABEL);
      const other = writeJob(launchd, 'ai.test.other');
      await manager.start([job]);
      const { pid } = await becomes(launchd);
      writeFileSync(job.path, '<plist><dict>');
      await expect(manager.restart([job])).rejects.toThrow('ai.unitpin.test cannot be loaded: ');
      await expect(manager.restart([{ name: LABEL, path: other.path }])).rejects.toThrow(
        `${other.path} is the job ai.test.other, not ai.unitpin.test`,
      );
      expect(await becomes(launchd)).toMatchObject({ pid, runs: 1 });
    });
  });

  describe('what stands in the way of a stop', () => {
    it('takes it out of every domain that has it', async () => {
      const { launchd, manager } = await open({ domains: ['user'] });
      const gui = `gui/${launchd.uid}`;
      const job = writeJob(launchd, LABEL);
      await manager.start([job]);
      await launchd.setDomains(['gui', 'user']);
      const { host, uid } = launchd;
      await launchdManager(host, host.caller, 'user').stop(['ai.test.not']);
      await host.exec(['launchctl', 'bootstrap', gui, job.path], {
        env: { ...host.environment, LC_ALL: 'C' },
        timeoutMs: 5_000,
      });
      expect((await launchd.look()).jobs.length).toBe(2);
      await manager.stop([LABEL]);
      expect((await launchd.look()).jobs).toEqual([]);
      expect((await launchd.acts()).slice(3)).toEqual([
        `bootout ${gui}/${LABEL}`,
        `bootout user/${uid}/${LABEL}`,
      ]);
    });

    it.each([
      ['no answer', { code: null }],
      ['36', { code: 36, says: 'Boot-out failed: 36: Operation now in progress' }],
      ['5', { code: 5, says: 'Boot-out failed: 5: Input/output error' }],
    ])('%s, and it goes all the same', async (_, fault) => {
      const { launchd, manager } = await open({}, hasty);
      const job = writeJob(launchd, LABEL);
      await manager.start([job]);
      await becomes(launchd);
      await launchd.fault({ verb: 'bootout', works: true, ...fault });
      await manager.stop([LABEL]);
      expect(await launchd.job(LABEL)).toBe(null);
    });

    it('it never goes', async () => {
      const { launchd, manager } = await open({}, hasty);
      const job = writeJob(launchd, LABEL, undefined, { ExitTimeOut: 5 });
      await manager.start([job]);
      const { pid } = await becomes(launchd);
      await launchd.fault({ verb: 'bootout', code: 5, says: 'Boot-out failed: 5: Input/output error' });
      expect(await failureOf(launchd, manager.stop([LABEL]))).toEqual({
        exit: 'host',
        message: 'ai.unitpin.test is still there 15 s after launchctl bootout',
        why: `its process ${pid} goes on; bootout said: Boot-out failed: 5: Input/output error (exit 5)`,
        next: 'launchctl print gui/UID/ai.unitpin.test',
      });
    });

    it('print has forgotten it, and its process goes on', async () => {
      // launchd would end it by force after 100 seconds, not 5.
      const { launchd, manager } = await open({ scale: 20 }, hasty);
      const job = writeJob(launchd, LABEL, 'trap "" TERM; while :; do sleep 0.02; done', { ExitTimeOut: 5 });
      await manager.start([job]);
      const { pid } = await becomes(launchd);
      await eventually(() => expect(ignoresTerm(pid)).toBe(true));
      expect(await failureOf(launchd, manager.stop([LABEL]))).toMatchObject({
        message: 'ai.unitpin.test is still there 15 s after launchctl bootout',
        why: `its process ${pid} goes on`,
      });
      expect(await launchd.job(LABEL)).toBe(null);
    });

    it('nobody says whether it is gone', async () => {
      const { launchd, manager } = await open({}, hasty);
      const job = writeJob(launchd, LABEL, undefined, { ExitTimeOut: 5 });
      await manager.start([job]);
      await becomes(launchd);
      // The first question is answered.
      await launchd.fault({ verb: 'bootout', code: 0 });
      const stopping = failureOf(launchd, manager.stop([LABEL]));
      await eventually(async () => expect((await launchd.acts()).at(-1)).toContain('bootout'));
      await launchd.fault({ verb: 'print', code: 13, says: 'Permission denied', times: 10_000 });
      expect(await stopping).toMatchObject({
        message: 'could not find out whether ai.unitpin.test is gone: launchctl print did not say so in 15 s',
      });
    });

    it('it may not be done', async () => {
      const { launchd, manager } = await open();
      const job = writeJob(launchd, LABEL);
      await manager.start([job]);
      const { pid } = await becomes(launchd);
      await launchd.fault({ verb: 'bootout', code: 1, says: 'Boot-out failed: 1: Operation not permitted' });
      expect(await failureOf(launchd, manager.restart([job]))).toEqual({
        exit: 'host',
        message:
          'launchctl bootout gui/UID/ai.unitpin.test failed: Boot-out failed: 1: Operation not permitted (exit 1)',
        why: 'the job goes on as it was',
        next: 'launchctl bootout gui/UID/ai.unitpin.test',
      });
      expect(await becomes(launchd)).toMatchObject({ pid });
    });
  });

  it('a job that unitpin itself runs in', async () => {
    const { launchd, manager } = await open({}, (host) => ({
      ...host,
      processes: { ...host.processes, descendants: () => [host.processes.own().pid] },
    }));
    const job = writeJob(launchd, LABEL);
    await manager.start([job]);
    await becomes(launchd);
    const acts = await launchd.acts();
    for (const work of [
      () => manager.stop([LABEL]),
      () => manager.restart([job]),
      () => manager.restart([{ ...job, changed: false }]),
    ])
      expect(await failureOf(launchd, work())).toEqual({
        exit: 'host',
        message: 'unitpin runs inside ai.unitpin.test, and would end with it',
        why: 'what is stopped from within is never started again',
        next: 'run the command in a terminal of your own',
      });
    expect(await launchd.acts()).toEqual(acts);
  });

  describe('domains', () => {
    it('without a screen: the domain that ssh gives', async () => {
      const { launchd, manager } = await open({ domains: ['user'] });
      const job = writeJob(launchd, LABEL);
      await manager.start([job]);
      expect(await becomes(launchd)).toMatchObject({ domain: `user/${launchd.uid}` });
      await manager.stop([LABEL]);
      expect(await launchd.job(LABEL)).toBe(null);
    });

    it('none', async () => {
      const { launchd, manager } = await open({ domains: [] });
      const job = writeJob(launchd, LABEL);
      expect(await failureOf(launchd, manager.enable([LABEL]))).toEqual({
        exit: 'host',
        message: 'launchd has no domain for uid UID: NAME is not logged in',
        why:
          'gui/UID: Could not find domain for user gui: UID (exit 112); ' +
          'user/UID: Could not find domain for user user: UID (exit 112)',
        next: 'log in as NAME, at the screen or over ssh, and run the command there',
      });
      // Nothing is known of the job then, least of all that it is not loaded.
      expect(await failureOf(launchd, manager.start([job]))).toEqual({
        exit: 'host',
        message: 'could not find out whether launchd has loaded ai.unitpin.test',
        why: 'launchctl print: Could not find domain for user user: UID (exit 112)',
        next: 'launchctl print gui/UID/ai.unitpin.test',
      });
    });

    it.each([
      ['1', { code: 1, says: 'Operation not permitted' }, 'Operation not permitted (exit 1)'],
      ['13', { code: 13, says: 'Permission denied' }, 'Permission denied (exit 13)'],
      ['no answer', { code: null }, 'launchctl did not answer'],
    ])('%s: not known, and not guessed', async (_, fault, says) => {
      const { launchd, manager } = await open({}, hasty);
      await launchd.fault({ verb: 'print', about: `gui/${launchd.uid}`, ...fault });
      expect(await failureOf(launchd, manager.enable([LABEL]))).toEqual({
        exit: 'host',
        message: 'could not find out whether launchd has the domain gui/UID',
        why: `gui/UID: ${says}`,
        next: 'launchctl print gui/UID',
      });
      await manager.enable([LABEL]);
      expect(await launchd.acts()).toEqual([`enable gui/${launchd.uid}/${LABEL}`]);
    });

    it('the system has one', async () => {
      const launchd = await startLaunchd();
      const job = writeJob(launchd, LABEL, undefined, { LimitLoadToSessionType: 'System' });
      const manager = launchdManager(launchd.host, launchd.host.caller, 'system');
      await manager.start([job]);
      expect(await becomes(launchd)).toMatchObject({ domain: 'system' });
      expect(
        await failureOf(launchd, manager.start([{ name: 'ai.test.not', path: '/not/there' }])),
      ).toMatchObject({
        next: 'plutil -lint /not/there',
      });
    });

    it('no launchctl', async () => {
      const { launchd, manager } = await open({}, (host) => ({
        ...host,
        exec: async () => ({ state: 'missing' }),
      }));
      expect(await failureOf(launchd, manager.enable([LABEL]))).toEqual({
        exit: 'host',
        message: 'launchctl is not installed: this host has no launchd',
        why: undefined,
        next: 'write the definitions with: unitpin gen --out DIR',
      });
    });
  });

  it('many side by side, so many processes at a time; one failure stops no other', async () => {
    let [now, most] = [0, 0];
    const { launchd, manager, domain } = await open({}, (host) => ({
      ...host,
      async exec(argv, options) {
        most = Math.max(most, ++now);
        try {
          return await host.exec(argv, options);
        } finally {
          now--;
        }
      },
    }));
    const gate = join(launchd.home, 'gate');
    const script = `trap 'until [ -e ${gate} ]; do sleep 0.02; done; exit 0' TERM; while :; do sleep 0.02; done`;
    const jobs = Array.from({ length: 12 }, (_, index) =>
      writeJob(launchd, `ai.unitpin.test${index}`, script),
    );
    for (const name of ['ai.unitpin.test3', 'ai.unitpin.test4']) {
      await launchd.fault({
        verb: 'bootstrap',
        about: `${name}.plist`,
        code: 153,
        says: `Bootstrap failed: 153: ${name}`,
      });
    }
    expect(await failureOf(launchd, manager.start(jobs))).toEqual({
      exit: 'host',
      message:
        'launchctl bootstrap gui/UID did not load ai.unitpin.test3: Bootstrap failed: 153: ai.unitpin.test3 (exit 153)',
      why: 'also: launchctl bootstrap gui/UID did not load ai.unitpin.test4: Bootstrap failed: 153: ai.unitpin.test4 (exit 153)',
      next: 'launchctl print gui/UID/ai.unitpin.test3',
    });
    const { jobs: loaded, calls } = await launchd.look();
    expect(loaded.length).toBe(10);
    expect(most).toBe(8);
    // The domain is asked for once.
    expect(calls.filter((call) => call.join(' ') === `print ${domain}`).length).toBe(1);
    const stopping = manager.stop(jobs.map(({ name }) => name));
    // One after the other, the second would never be asked: none of them ends before all of them may.
    await eventually(async () =>
      expect((await launchd.acts()).filter((act) => act.startsWith('bootout')).length).toBe(10),
    );
    writeFileSync(gate, '');
    await stopping;
    expect((await launchd.look()).jobs).toEqual([]);
  });

  it.each([
    [{ code: 13, says: 'Permission denied' }, 'Permission denied (exit 13)'],
    [{ code: null }, 'launchctl did not answer'],
  ])('a state that cannot be asked is not known: %j', async (fault, detail) => {
    const { launchd, manager } = await open({}, hasty);
    writeJob(launchd, LABEL);
    await launchd.fault({ verb: 'print', ...fault });
    expect(await stateOf(manager)).toMatchObject({
      load: 'unknown',
      active: 'inactive',
      detail,
      stale: false,
    });
  });
});
