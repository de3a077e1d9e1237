import { beforeAll, expect, it } from 'vitest';
import { PROJECT_IN_GUEST, runOnDisposableSystemd, TESTER } from '../support/disposable-systemd.ts';
import { disposableSystemd, requireOrSkip } from '../support/requirements.ts';
import { INSTALL_IN_GUEST } from '../support/stand-in.ts';

const NOTHING = 'Nothing to do: every service runs its profile.\n';

interface Call {
  status: number | null;
  stdout: string;
  stderr: string;
  json: { ready: { unit: string; pid: number }[] };
}

/** What guest/apply-root.mjs has seen, scene by scene. */
interface Seen {
  forTester: Call & { units: Record<string, number>; ofRoot: string; unit: number };
  again: Call;
  unknown: Call;
  byTester: Call;
  lingerOff: { told: Call; turnedOn: Call; on: boolean };
  ofTheSystem: Call & { unit: string; owner: number; words: string[]; ofRoot: string };
  ownAccount: { without: Call; result: Call; on: boolean };
}

let seen: Seen;

requireOrSkip(disposableSystemd, 'apply by root on a real systemd', () => {
  beforeAll(async () => {
    const guest = await runOnDisposableSystemd({
      script: `node ${PROJECT_IN_GUEST}/test/e2e/guest/apply-root.mjs ${INSTALL_IN_GUEST} ${PROJECT_IN_GUEST}/dist/cli/main.js`,
      user: 'root',
    });
    expect(guest, guest.stderr).toMatchObject({ status: 0, timedOut: false });
    seen = JSON.parse(guest.stdout) as Seen;
  });

  it("--as-user: that account's services, by its manager, and nothing of root's below its home", () => {
    const { status, stderr, json, units, ofRoot, unit } = seen.forTester;
    expect(status, stderr).toBe(0);
    expect(Object.fromEntries(json.ready.map((one) => [one.unit, one.pid]))).toEqual(units);
    expect([ofRoot, unit]).toEqual(['', TESTER.uid]);
    expect([seen.again.status, seen.again.stderr]).toEqual([0, NOTHING]);
  });

  it('--as-user is for root, and for accounts that are there', () => {
    expect([seen.unknown.status, seen.unknown.stderr]).toEqual([
      2,
      'error: there is no account called "nobody-here"\n  id: \'nobody-here\': no such user\n',
    ]);
    expect([seen.byTester.status, seen.byTester.stderr.split('\n')[0]]).toEqual([
      2,
      'error: --as-user is for root: it runs the command as somebody else',
    ]);
  });

  it('lingering is off: told, and turned on when asked', () => {
    const { told, turnedOn, on } = seen.lingerOff;
    expect([told.status, told.stderr]).toEqual([
      0,
      `warning: lingering is off: services end when ${TESTER.name} logs out, and do not start at boot. next: unitpin apply --enable-linger\n${NOTHING}`,
    ]);
    expect([turnedOn.status, turnedOn.stderr, on]).toEqual([
      0,
      `services of ${TESTER.name} now go on without a login, and start at boot\n${NOTHING}`,
      true,
    ]);
  });

  it('--scope system: a unit of the system that runs as the account', () => {
    const { status, stderr, unit, owner, words, ofRoot } = seen.ofTheSystem;
    expect(status, stderr).toBe(0);
    expect(unit).toContain(`\nUser=${TESTER.name}\nGroup=${TESTER.uid}\n`);
    expect([owner, words.slice(3, 5), ofRoot]).toEqual([TESTER.uid, ['--profile', 'sys'], '']);
  });

  it('--enable-linger brings the manager of an account that nobody is logged in as', () => {
    const { without, result, on } = seen.ownAccount;
    expect([without.status, without.stderr.split('\n').at(-2)]).toEqual([
      3,
      '  next: loginctl enable-linger 0',
    ]);
    expect([result.status, result.stderr.split('\n')[0], on]).toEqual([
      0,
      'services of root now go on without a login, and start at boot',
      true,
    ]);
  });
});
