import { beforeAll, expect, it } from 'vitest';
import type { LogLine } from '../../src/model/log-line.ts';
import type { RemoveResult, ServiceResult } from '../../src/model/service-result.ts';
import { PROJECT_IN_GUEST, runOnDisposableSystemd } from '../support/disposable-systemd.ts';
import { disposableSystemd, requireOrSkip } from '../support/requirements.ts';
import { expectSchema } from '../support/schema.ts';
import { INSTALL_IN_GUEST } from '../support/stand-in.ts';

type Units = Record<string, { state: string; mainPid: number; enabled: string }>;
interface Call<T = ServiceResult> {
  status: number | null;
  stderr: string;
  json: { services: T[]; lines: LogLine[]; error: { message: string } };
}
type Seen = Record<
  'stopAll' | 'startAll' | 'startAgain' | 'restartOne',
  Call & { units: Units; locked: string[] }
> &
  Record<'installed' | 'failing' | 'latch' | 'logs', Call> & {
    slowStop: Call & { seconds: number };
    outside: { pid: number; start: Call; stop: Call; alive: boolean };
    both: Call[];
    removed: Call<RemoveResult> & { gone: boolean; units: Units };
  };

const GUEST = `${PROJECT_IN_GUEST}/test/e2e/guest/services.mjs`;
const outcomes = ({ json }: Call) => json.services.map(({ outcome }) => outcome);
const pids = (units: Units) => Object.values(units).map(({ mainPid }) => mainPid);

requireOrSkip(disposableSystemd, 'services on a real systemd', () => {
  let seen: Seen;
  beforeAll(async () => {
    const guest = await runOnDisposableSystemd({
      script: `node ${GUEST} ${INSTALL_IN_GUEST} ${PROJECT_IN_GUEST}/dist/cli/main.js`,
    });
    expect(guest, guest.stderr).toMatchObject({ status: 0, timedOut: false });
    seen = JSON.parse(guest.stdout) as Seen;
  });

  it('G-31: stops ten', () => {
    const { status, json, units } = seen.stopAll;
    expectSchema('services', json);
    expect([status, new Set(outcomes(seen.stopAll)), new Set(pids(units))]).toEqual([
      0,
      new Set(['stopped']),
      new Set([0]),
    ]);
  });

  it('G-33: starts ten, each with its lock; G-23: then leaves them as they are', () => {
    const { startAll, startAgain } = seen;
    expect([startAll.status, new Set(outcomes(startAll)), startAll.locked.length], startAll.stderr).toEqual([
      0,
      new Set(['started']),
      10,
    ]);
    expect(startAll.json.services.map(({ pid }) => pid).sort()).toEqual(pids(startAll.units).sort());
    expect([startAgain.status, new Set(outcomes(startAgain))]).toEqual([0, new Set(['already-running'])]);
    expect(pids(startAgain.units)).toEqual(pids(startAll.units));
  });

  it('restarts one, and no other', () => {
    const { startAgain, restartOne } = seen;
    expect([restartOne.status, outcomes(restartOne)]).toEqual([0, ['restarted']]);
    const changed = Object.keys(restartOne.units).filter(
      (name) => restartOne.units[name]?.mainPid !== startAgain.units[name]?.mainPid,
    );
    expect(changed).toEqual(['hermes-gateway-p1.service']);
  });

  it('G-30: a stop is over when the process is gone', () => {
    expect([seen.slowStop.status, outcomes(seen.slowStop)]).toEqual([0, ['stopped']]);
    expect(seen.slowStop.seconds).toBeGreaterThanOrEqual(2);
    expect(seen.slowStop.stderr).toMatch(/^waiting for hermes-gateway-p2\.service \(process \d+\)$/m);
  });

  it('says why one does not start, and restart clears the latch of one that was given up', () => {
    const { failing, latch } = seen;
    expect([failing.status, outcomes(failing)]).toEqual([1, ['failed']]);
    expect(failing.json.services[0]?.lines.join('\n')).toContain('Startup failed, exit status 1');
    expect([latch.status, outcomes(latch)], latch.stderr).toEqual([0, ['started']]);
  });

  it('B-28, B-03: refuses beside a gateway that somebody started by hand, and leaves that one alone', () => {
    const { pid, start, stop, alive } = seen.outside;
    expect([start.status, outcomes(start), stop.status, outcomes(stop), alive]).toEqual([
      3,
      ['refused'],
      3,
      ['refused'],
      true,
    ]);
    expect(start.json.services[0]?.reason).toContain(
      `process ${pid} runs this profile outside of its service: `,
    );
  });

  it('two at once: one does it, the other is told', () => {
    const [first, second] = [...seen.both].sort((a, b) => (a.status ?? 0) - (b.status ?? 0));
    expect([first?.status, second?.status]).toEqual([0, 3]);
    expect(second?.json.error.message).toMatch(
      /process \d+ is at work on profile p5; nothing was done|another command/,
    );
  });

  it('shows what they wrote, by time', () => {
    const { status, json } = seen.logs;
    expectSchema('logs', json);
    expect([status, new Set(json.lines.map(({ profile }) => profile))]).toEqual([0, new Set(['p1', 'p5'])]);
    expect(json.lines.map(({ at }) => at)).toEqual(json.lines.map(({ at }) => at).sort());
    expect(json.lines.some(({ text }) => text.includes('Gateway running with'))).toBe(true);
  });

  it('removes one: stopped, disabled, gone, and the manager has forgotten it', () => {
    const { status, json, gone, units } = seen.removed;
    expectSchema('services', json);
    expect([
      status,
      outcomes(seen.removed),
      gone,
      Object.values(units).map(({ enabled }) => enabled),
    ]).toEqual([0, ['removed'], true, ['']]);
  });
});
