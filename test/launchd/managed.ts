import { expect } from 'vitest';
import type { Host } from '../../src/host/host.ts';
import { launchdManager } from '../../src/launchd/manager.ts';
import type { ManagedState, ServiceManager } from '../../src/model/manager.ts';
import { eventually } from '../support/eventually.ts';
import type { TestJob } from './stand-in.ts';

export const LABEL = 'ai.unitpin.test';
/** Takes its time to end, and ends well. */
export const SLOW = 'trap "sleep 0.3; exit 0" TERM; while :; do sleep 0.02; done';

/** The manager of the account's agents on a launchd that a test has opened. */
export function manage<L extends { host: Host; domain: string }>(
  launchd: L,
  change: (host: Host) => Host = (host) => host,
) {
  const host = change(launchd.host);
  return { launchd, manager: launchdManager(host, host.caller, 'user'), domain: launchd.domain };
}

export const stateOf = async (manager: ServiceManager): Promise<ManagedState> =>
  (await manager.states([LABEL])).get(LABEL)!;

/** Waits until the job is like that. */
export const becomes = (
  launchd: { job: (label: string) => Promise<TestJob | null> },
  wanted: Partial<TestJob> = { state: 'running' },
): Promise<TestJob> =>
  eventually(async () => {
    const job = await launchd.job(LABEL);
    expect(job).toMatchObject(wanted);
    return job!;
  });

export function isThere(pid: number | null): boolean {
  try {
    return pid !== null && process.kill(pid, 0);
  } catch {
    return false;
  }
}
