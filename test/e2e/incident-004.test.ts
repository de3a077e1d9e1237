import { expect, it } from 'vitest';
import { PROJECT_IN_GUEST, runOnDisposableSystemd, TESTER } from '../support/disposable-systemd.ts';
import { copyIncident } from '../support/incident.ts';
import { disposableSystemd, requireOrSkip } from '../support/requirements.ts';
import { INSTALL_IN_GUEST } from '../support/stand-in.ts';

const DEFAULT = 'hermes-gateway.service';
const CODE = 'hermes-gateway-code.service';

interface UnitState {
  state: string;
  mainPid: number;
  restarts: number;
}

interface HomeSeen {
  pidFile: { pid: number; hermes_home: string } | null;
  state: string | null;
  log: string | null;
}

/** Both units over some seconds, and both homes at the end of them. */
interface Watched {
  first: Record<string, UnitState>;
  last: Record<string, UnitState>;
  mainPids: Record<string, number[]>;
  homes: { default: HomeSeen; code: HomeSeen };
}

/** One call of unitpin. */
interface Call<Json> {
  status: number | null;
  json: Json;
  stderr: string;
}

interface Audit {
  definitions: {
    id: string;
    name: string;
    identity: { kind: string; by: string | null; profile: string | null };
  }[];
  findings: {
    severity: string;
    definition: string | null;
    message: string;
    related: { message: string }[];
  }[];
  summary: { error: number };
}

interface Apply {
  steps: unknown[];
}

interface Observations {
  before: Watched;
  steps: { audit: Call<Audit>; apply: Call<Apply> } | null;
  after: Watched;
  commandLines: Record<string, string[] | null>;
  again: { audit: Call<Audit>; apply: Call<Apply> } | null;
}

/** Replays the incident, mends it one way or the other, and brings back what was seen. */
async function replay(way: 'by-hand' | 'unitpin'): Promise<Observations> {
  const incident = copyIncident('004-two-profiles', { from: '/home/hermesuser', to: TESTER.home });
  try {
    const guest = await runOnDisposableSystemd({
      home: `${incident.root}${TESTER.home}`,
      script: `node ${PROJECT_IN_GUEST}/test/e2e/guest/incident-004.mjs ${way} ${INSTALL_IN_GUEST} ${PROJECT_IN_GUEST}/dist/cli/main.js`,
    });
    expect(guest, guest.stderr).toMatchObject({ status: 0, timedOut: false });
    return JSON.parse(guest.stdout) as Observations;
  } finally {
    incident.cleanup();
  }
}

/** Both services run `code`, and each ends the other again and again. */
function expectFight({ first, last, homes }: Watched): void {
  for (const unit of [DEFAULT, CODE]) {
    expect(last[unit]!.restarts - first[unit]!.restarts, `restarts of ${unit}`).toBeGreaterThanOrEqual(2);
  }
  expect(homes.code.log).toMatch(/Shutdown context: signal=SIGTERM under_systemd=yes/);
  expect(homes.code.log).toMatch(
    /Another gateway instance \(PID \d+\) started during our startup\. Exiting to avoid double-running\./,
  );
  expect(homes.default, 'nobody ran the default profile').toMatchObject({ pidFile: null, state: null });
}

/** Each service runs a profile of its own, and nothing has moved, or been logged, for as long as we looked. */
function expectPeace({ after, commandLines }: Observations): void {
  expect(after.last, 'nothing moves').toEqual(after.first);
  const pids = { default: after.last[DEFAULT]!.mainPid, code: after.last[CODE]!.mainPid };
  expect(after.mainPids).toEqual({ [DEFAULT]: [pids.default], [CODE]: [pids.code] });
  expect(pids.default).not.toBe(pids.code);
  expect(after.last).toMatchObject({
    [DEFAULT]: { state: 'active/running' },
    [CODE]: { state: 'active/running' },
  });
  expect(commandLines[DEFAULT]?.join(' ')).toContain(' --profile default gateway run');
  expect(commandLines[CODE]?.join(' ')).toContain(' --profile code gateway run');
  const root = `${TESTER.home}/.hermes`;
  expect(after.homes.default).toMatchObject({
    state: 'running',
    log: null,
    pidFile: { pid: pids.default, hermes_home: root },
  });
  expect(after.homes.code).toMatchObject({
    state: 'running',
    log: null,
    pidFile: { pid: pids.code, hermes_home: `${root}/profiles/code` },
  });
}

requireOrSkip(disposableSystemd, 'incident 004: two services, one profile', () => {
  // Side by side: each waits most of the time.
  it.concurrent('is a fight as long as one unit names no profile, and over once it does', async () => {
    const seen = await replay('by-hand');
    expectFight(seen.before);
    expectPeace(seen);
  });

  it.concurrent('audit names both, apply ends it for good', async () => {
    const seen = await replay('unitpin');
    expectFight(seen.before);

    const { audit, apply } = seen.steps!;
    expect(audit.status, JSON.stringify(audit)).toBe(1);
    const identities = Object.fromEntries(
      audit.json.definitions.map(({ name, identity }) => [name, identity]),
    );
    expect(identities).toMatchObject({
      [DEFAULT]: { kind: 'sticky', by: 'sticky', profile: 'code' },
      [CODE]: { kind: 'pinned', by: 'flag', profile: 'code' },
    });
    const errors = JSON.stringify(audit.json.findings.filter(({ severity }) => severity === 'error'));
    expect(errors).toContain(DEFAULT);
    expect(errors).toContain(CODE);
    expect(apply.status, JSON.stringify(apply)).toBe(0);

    expectPeace(seen);

    expect(seen.again!.audit.status, JSON.stringify(seen.again!.audit)).toBe(0);
    expect(seen.again!.audit.json.summary.error).toBe(0);
    expect(seen.again!.apply.status, JSON.stringify(seen.again!.apply)).toBe(0);
    expect(seen.again!.apply.json.steps).toEqual([]);
  });
});
