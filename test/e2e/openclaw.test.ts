import { beforeAll, expect, it } from 'vitest';
import { PROJECT_IN_GUEST, runOnDisposableSystemd, TESTER } from '../support/disposable-systemd.ts';
import { disposableSystemd, requireOrSkip } from '../support/requirements.ts';

interface Call {
  status: number | null;
  stdout: string;
  stderr: string;
  json: Record<string, never>;
}

type Units = Record<string, { state: string; mainPid: number; enabled: string }>;

/** What guest/openclaw.mjs has seen. */
interface Seen {
  applied: Call;
  units: Units;
  states: { home: string | null; port: string | null }[];
  status: Call;
  audit: Call;
  again: Call;
  stopped: Call;
  after: Units;
}

let seen: Seen;

requireOrSkip(disposableSystemd, 'a second app on a real systemd', () => {
  beforeAll(async () => {
    const guest = await runOnDisposableSystemd({
      script: `node ${PROJECT_IN_GUEST}/test/e2e/guest/openclaw.mjs ${PROJECT_IN_GUEST}/dist/cli/main.js`,
    });
    expect(guest, guest.stderr).toMatchObject({ status: 0, timedOut: false });
    seen = JSON.parse(guest.stdout) as Seen;
  });

  it('apply makes its services run, each with a home and a port of its own', () => {
    expect(seen.applied.status, seen.applied.stderr).toBe(0);
    expect(Object.values(seen.units).map(({ state, enabled }) => [state, enabled])).toEqual(
      Array(2).fill(['active/running', 'enabled']),
    );
    const [first, second] = seen.states;
    expect([first, second?.home]).toEqual([
      { home: `${TESTER.home}/.openclaw`, port: null },
      `${TESTER.home}/.openclaw-work`,
    ]);
    expect(Number(second?.port)).toBeGreaterThan(18_899);
  });

  it('status knows them under the name that they give themselves, and the audit finds nothing wrong', () => {
    const { services } = seen.status.json as unknown as {
      services: {
        profile: string;
        identity: { kind: string };
        health: { verdict: string };
        drift: object[];
      }[];
    };
    expect(
      services.map(({ profile, identity, health, drift }) => [profile, identity.kind, health.verdict, drift]),
    ).toEqual(['default', 'work'].map((name) => [name, 'pinned', 'well', []]));
    const { findings } = seen.audit.json as unknown as { findings: { rule: string; severity: string }[] };
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(seen.again.stderr).toBe('Nothing to do: every service runs its profile.\n');
  });

  it('stop ends them', () => {
    expect(seen.stopped.status, seen.stopped.stderr).toBe(0);
    expect(Object.values(seen.after).map(({ state }) => state)).toEqual(Array(2).fill('inactive/dead'));
  });
});
