import { beforeAll, expect, it } from 'vitest';
import { PROJECT_IN_GUEST, runOnDisposableSystemd, TESTER } from '../support/disposable-systemd.ts';
import { disposableSystemd, requireOrSkip } from '../support/requirements.ts';
import { expectSchema } from '../support/schema.ts';
import { INSTALL_IN_GUEST } from '../support/stand-in.ts';

const PYTHON = `${TESTER.home}/.hermes/hermes-agent/venv/bin/python`;
const FLEET = ['default', ...Array.from({ length: 9 }, (_, index) => `p${index + 1}`)];
const unitOf = (profile: string): string =>
  `hermes-gateway${profile === 'default' ? '' : `-${profile}`}.service`;
const NOTHING = 'Nothing to do: every service runs its profile.\n';

type Units = Record<string, { state: string; mainPid: number; restarts: number; enabled: string }>;
interface Call {
  status: number | null;
  stdout: string;
  stderr: string;
  json: {
    steps: { profile: string; kind: string; actions: string[]; actionReason: string | null }[];
    ready: { unit: string; pid: number }[];
    error: { code: string; message: string; why: string; next: string };
  };
}
interface Applied extends Call {
  before: Units;
  units: Units;
}
interface Pinned extends Applied {
  words: string[];
  again: Call;
}

/** What guest/apply-fleet.mjs has seen, scene by scene. */
interface Seen {
  fromNothing: Applied;
  oneChanged: Applied;
  neverReady: Applied & { restored: boolean };
  startLimit: Applied & { byHand: number };
  oldReplace: Pinned & { kept: boolean };
  rewritten: Pinned & { rewrote: boolean };
  rewrittenOurs: Pinned;
  twoAtOnce: { both: Call[]; before: Units; units: Units };
  planMoved: { saved: Call; moved: Call; carriedOut: Call; before: Units; units: Units };
  orphan: Applied & { there: boolean };
  nothingLeft: Applied;
}

let seen: Seen;

const pids = (units: Units) =>
  Object.fromEntries(Object.entries(units).map(([name, one]) => [name, one.mainPid]));
/** The units whose main process is another one than before. */
const changed = ({ before, units }: { before: Units; units: Units }): string[] =>
  Object.keys(units).filter((unit) => units[unit]?.mainPid !== before[unit]?.mainPid);
const stepsOf = ({ json }: Call) =>
  json.steps.map(({ profile, kind, actions, actionReason }) => [profile, kind, actions, actionReason]);
const lastLine = ({ stderr }: Call) => stderr.trim().split('\n').at(-1);

requireOrSkip(disposableSystemd, 'apply of ten profiles on a real systemd', () => {
  beforeAll(async () => {
    const guest = await runOnDisposableSystemd({
      script: `node ${PROJECT_IN_GUEST}/test/e2e/guest/apply-fleet.mjs ${INSTALL_IN_GUEST} ${PROJECT_IN_GUEST}/dist/cli/main.js`,
    });
    expect(guest, guest.stderr).toMatchObject({ status: 0, timedOut: false });
    seen = JSON.parse(guest.stdout) as Seen;
  });

  it('installs all ten from nothing', () => {
    const { status, json, units, stderr } = seen.fromNothing;
    expect(status, stderr).toBe(0);
    expectSchema('apply', json);
    expect(stepsOf(seen.fromNothing)).toEqual(
      FLEET.map((profile) => [profile, 'create', ['enable', 'start'], 'it is not running']),
    );
    expect(Object.values(units).map(({ state, enabled, restarts }) => [state, enabled, restarts])).toEqual(
      Array(10).fill(['active/running', 'enabled', 0]),
    );
    expect(Object.fromEntries(json.ready.map(({ unit, pid }) => [unit, pid]))).toEqual(pids(units));
    expect(lastLine(seen.fromNothing)).toBe('10 of 10 services run their profile.');
  });

  it('restarts the one that changed, and no other', () => {
    const { status } = seen.oneChanged;
    expect([status, stepsOf(seen.oneChanged), changed(seen.oneChanged)]).toEqual([
      0,
      [['p3', 'update', ['restart'], 'changed: Environment LOG_LEVEL']],
      [unitOf('p3')],
    ]);
  });

  it('gives one that never gets ready its old files back, says what it wrote, and disturbs no other', () => {
    const { status, json, restored } = seen.neverReady;
    expectSchema('error', json);
    expect([status, restored, changed(seen.neverReady)]).toEqual([4, true, [unitOf('p4')]]);
    expect(json.error).toMatchObject({ code: 'restored', next: `unitpin logs ${unitOf('p4')}` });
    expect(json.error.why).toMatch(
      new RegExp(
        `^${unitOf('p4')}: it is still starting; its files are as they were\\n( {4}\\| .*\\n)*? {4}\\| .*Starting gateway, home .*/p4\\n {2}receipt: \\S+$`,
      ),
    );
  });

  it('starts one that systemd refuses to start any more', () => {
    const { status, byHand, units } = seen.startLimit;
    expect([status, byHand, units[unitOf('p5')]?.state, changed(seen.startLimit)]).toEqual([
      0,
      1,
      'active/running',
      [unitOf('p5')],
    ]);
  });

  it('puts its pin above what an old version of the app left', () => {
    const { status, words, kept, again } = seen.oldReplace;
    expect([status, stepsOf(seen.oldReplace), changed(seen.oldReplace), kept]).toEqual([
      0,
      [['default', 'pin by drop-in', ['restart'], 'changed: ExecStart']],
      [unitOf('default')],
      true,
    ]);
    expect(words.slice(0, 7)).toEqual([
      PYTHON,
      ...'-m hermes_cli.main --profile default gateway run'.split(' '),
    ]);
    expect([again.status, again.stderr]).toEqual([0, NOTHING]);
  });

  it("pins somebody else's unit that is written anew at its start", () => {
    const { status, words, rewrote, again, stderr } = seen.rewritten;
    expect(status, stderr).toBe(0);
    expect(rewrote).toBe(true);
    expect(words.slice(3, 5)).toEqual(['--profile', 'other']);
    expect([again.status, again.stderr]).toEqual([0, NOTHING]);
  });

  it('leaves a unit of its own that was written anew, and runs right', () => {
    const { status, again } = seen.rewrittenOurs;
    expect([status, changed(seen.rewrittenOurs), again.status, again.stderr]).toEqual([0, [], 0, NOTHING]);
    expect(again.stdout).toContain(
      `leave  p7  ${unitOf('p7')}\n    edited by hand since unitpin wrote it; it runs the right profile\n`,
    );
  });

  it('two at once: one does it, the other says that somebody is at it', () => {
    const [done, refused] = [...seen.twoAtOnce.both].sort((a, b) => (a.status ?? 9) - (b.status ?? 9));
    expect([done?.status, refused?.status, changed(seen.twoAtOnce)]).toEqual([0, 3, [unitOf('p8')]]);
    expect(refused?.stderr).toMatch(/^error: another command is running: .*; nothing was changed$/m);
  });

  it('a plan is for the world it was made for', () => {
    const { saved, moved, carriedOut } = seen.planMoved;
    expect([saved.status, moved.status, carriedOut.status]).toEqual([0, 3, 0]);
    expect(moved.stderr).toMatch(
      /^ {2}p9: running: was active, process \d+, pinned p9; is active, process \d+, pinned p9$/m,
    );
    expect(changed(seen.planMoved)).toEqual([unitOf('p9')]);
  });

  it('takes away what runs a profile that is gone', () => {
    const { status, there, units } = seen.orphan;
    expect([status, there, changed(seen.orphan), units[unitOf('p9')]?.state]).toEqual([
      0,
      false,
      [unitOf('p9')],
      'inactive/dead',
    ]);
    expect(stepsOf(seen.orphan)).toEqual([
      ['p9', 'remove orphan', ['disable', 'stop'], 'its profile is gone'],
    ]);
    expect(lastLine(seen.orphan)).toBe('10 of 10 services run their profile.');
  });

  it('and then there is nothing to do', () => {
    expect([seen.nothingLeft.status, seen.nothingLeft.stderr, changed(seen.nothingLeft)]).toEqual([
      0,
      NOTHING,
      [],
    ]);
  });
});
