import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import { type Host, openHost } from '../../src/host/host.ts';
import { domainsOf, type Launchd, launchctl, printJob } from '../../src/launchd/launchctl.ts';
import { standIn } from '../support/requirements.ts';
import { type Settings, startLaunchd, type TestJob } from './stand-in.ts';

/** Whether the suites are to run on this Mac's own launchd: `UNITPIN_REAL_LAUNCHCTL=1 npx vitest run test/launchd`. */
export const isReal = process.env.UNITPIN_REAL_LAUNCHCTL === '1';

if (isReal) vi.setConfig({ testTimeout: 180_000 });

/** What the suites that can run on both need. */
export const anyLaunchd = (): string | null => {
  if (!isReal) return standIn();
  return process.platform === 'darwin' ? null : 'macOS, because UNITPIN_REAL_LAUNCHCTL is 1';
};

/** The launchd of this Mac, or one of the test's own. `settings` are for the latter. */
export const openLaunchd = (settings: Settings = {}) => (isReal ? realLaunchd() : startLaunchd(settings));

export type AnyLaunchd = Awaited<ReturnType<typeof openLaunchd>>;

/** This Mac's own. Files and homes are in a folder of their own; jobs of that folder are taken out after the test. */
async function realLaunchd() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'unitpin-launchd-')));
  const home = join(folder, 'home');
  const agents = join(home, 'Library/LaunchAgents');
  mkdirSync(agents, { recursive: true });
  const { uid, gid, username } = userInfo();
  const calls: string[] = [];
  const real = openHost(undefined);
  const host: Host = {
    ...real,
    caller: { name: username, uid, gid, home },
    environment: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', HOME: home },
    exec: (argv, options) => {
      if (argv[0] === 'launchctl') calls.push(argv.slice(1).join(' '));
      return real.exec(argv, options);
    },
  };
  const asked: Launchd = { exec: real.exec, uid, environment: host.environment };
  onTestFinished(async () => {
    const targets = calls.flatMap((call) => /^enable (\S+)$/.exec(call)?.[1] ?? []);
    for (const target of new Set(targets)) await launchctl(asked, ['bootout', target]);
    // The next test has jobs of the same names.
    for (const target of new Set(targets)) {
      const job = { label: target.split('/').slice(2).join('/'), scope: 'user' } as const;
      const isGone = async () => expect((await printJob(asked, job)).loaded).toBe('no');
      await vi.waitFor(isGone, { timeout: 60_000, interval: 100 });
    }
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    host,
    home,
    uid,
    agents,
    domain: await firstDomain(asked),
    /** What launchctl was called with, questions left out. */
    acts: async () => calls.filter((call) => !call.startsWith('print')),
    job: async (label: string): Promise<TestJob | null> => {
      const { loaded, domain, pid, runs, state } = await printJob(asked, { label, scope: 'user' });
      return loaded === 'yes' && domain !== null ? { domain, label, pid, runs, state } : null;
    },
  };
}

async function firstDomain(launchd: Launchd): Promise<string> {
  for (const domain of domainsOf('user', launchd.uid)) {
    const result = await launchctl(launchd, ['print', domain]);
    if (result.state === 'done' && result.code === 0) return domain;
  }
  throw new Error('this launchd has no domain for us');
}
