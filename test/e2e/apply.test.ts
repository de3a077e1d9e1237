import { beforeAll, expect, it } from 'vitest';
import { PROJECT_IN_GUEST, runOnDisposableSystemd, TESTER } from '../support/disposable-systemd.ts';
import { disposableSystemd, requireOrSkip } from '../support/requirements.ts';
import { expectSchema } from '../support/schema.ts';
import { INSTALL_IN_GUEST } from '../support/stand-in.ts';

const ROOT = `${TESTER.home}/.hermes`;
const PYTHON = `${ROOT}/hermes-agent/venv/bin/python`;
const DEFAULT = 'hermes-gateway.service';
const CODE = 'hermes-gateway-code.service';
const WORK = 'hermes-gateway-work.service';
const API = 'hermes-gateway-api.service';

interface Unit {
  state: string;
  mainPid: number;
  restarts: number;
  enabled: string;
  /** When it became active last. Seconds since boot. */
  since: number;
}

interface Call {
  status: number | null;
  stdout: string;
  stderr: string;
  json: {
    steps: { profile: string; kind: string; actions: string[]; actionReason: string | null }[];
    receipt: string | null;
    ready: { unit: string; pid: number; warnings: string[] }[];
    error: { code: string; message: string; why: string; next: string };
  };
}

type Units = Record<string, Unit>;
interface Applied extends Call {
  units: Units;
}
interface Wrapped extends Call {
  again: Call;
  mainPid: number;
  parent: number;
  words: string[];
  locked: boolean;
}

/** What guest/apply.mjs has seen, scene by scene. */
interface Seen {
  fromNothing: Applied & { gateways: { profile: string; words: string[]; locked: boolean }[] };
  again: Applied;
  oneEnvironment: Applied & { before: Units; level: string };
  noRestart: Applied & { before: Units };
  disabledAndManual: Applied & { before: Units; again: Applied; kept: boolean };
  enabledAgain: Applied;
  editedByHand: Applied & { before: Units; kept: boolean };
  neverReady: Applied & { before: Units; restored: boolean; again: Applied; seconds: number };
  foreignRuntimeFolder: Call;
  noBus: Call;
  masked: { refused: Call; disabled: Call };
  cycle: Call;
  order: Applied;
  theirsNeverReady: Call & { dropIn: string; words: string[] };
  wrapperWithExec: Wrapped;
  wrapperWithChild: Wrapped;
  apiServer: Call & { port: number; answered: number };
  apiServerWithoutPort: Call & { port: number };
}

let seen: Seen;

const pids = (units: Units) => Object.entries(units).map(([name, { mainPid }]) => [name, mainPid]);
const lastLine = ({ stderr }: Call) => stderr.trim().split('\n').at(-1);
const stepsOf = ({ json }: Call) =>
  json.steps.map(({ profile, kind, actions, actionReason }) => [profile, kind, actions, actionReason]);

requireOrSkip(disposableSystemd, 'apply on a real systemd', () => {
  beforeAll(async () => {
    const guest = await runOnDisposableSystemd({
      script: `node ${PROJECT_IN_GUEST}/test/e2e/guest/apply.mjs ${INSTALL_IN_GUEST} ${PROJECT_IN_GUEST}/dist/cli/main.js`,
    });
    expect(guest, guest.stderr).toMatchObject({ status: 0, timedOut: false });
    seen = JSON.parse(guest.stdout) as Seen;
  });

  it('makes, enables and starts one service a profile', () => {
    const { status, json, units, gateways, stderr } = seen.fromNothing;
    expect(status, stderr).toBe(0);
    expectSchema('apply', json);
    expect(stepsOf(seen.fromNothing)).toEqual(
      ['default', 'code', 'work'].map((profile) => [
        profile,
        'create',
        ['enable', 'start'],
        'it is not running',
      ]),
    );
    expect(Object.values(units).map(({ state, enabled, restarts }) => [state, enabled, restarts])).toEqual(
      Array(3).fill(['active/running', 'enabled', 0]),
    );
    expect(new Set(Object.values(units).map(({ mainPid }) => mainPid)).size).toBe(3);
    expect(json.ready).toEqual(pids(units).map(([unit, pid]) => ({ unit, pid, warnings: [] })));
    expect(gateways).toEqual(
      ['default', 'code', 'work'].map((profile) => ({
        profile,
        words: [PYTHON, ...`-m hermes_cli.main --profile ${profile} gateway run --replace`.split(' ')],
        locked: true,
      })),
    );
    expect(lastLine(seen.fromNothing)).toBe('3 of 3 services run their profile.');
  });

  it('then has nothing to do', () => {
    const { status, json, stderr, units } = seen.again;
    expect({ status, json, stderr }).toEqual({
      status: 0,
      json: {
        schema: 1,
        command: 'apply',
        dryRun: false,
        steps: [],
        receipt: null,
        ready: [],
        failed: [],
      },
      stderr: 'Nothing to do: every service runs its profile.\n',
    });
    expect(units).toEqual(seen.fromNothing.units);
  });

  it('restarts the one whose environment changes, once', () => {
    const { status, before, units, level } = seen.oneEnvironment;
    expect(status).toBe(0);
    expect(stepsOf(seen.oneEnvironment)).toEqual([
      ['code', 'update', ['restart'], 'changed: Environment LOG_LEVEL'],
    ]);
    expect({ ...units, [CODE]: null }).toEqual({ ...before, [CODE]: null });
    expect(units[CODE]).toMatchObject({ state: 'active/running', restarts: 0 });
    expect(units[CODE]!.mainPid).not.toBe(before[CODE]!.mainPid);
    expect(level).toBe('debug');
  });

  it('--no-restart restarts nothing, and says how to', () => {
    const { status, before, units } = seen.noRestart;
    expect([status, units]).toEqual([0, before]);
    expect(lastLine(seen.noRestart)).toBe(
      `not restarted: ${CODE}, changed: Environment LOG_LEVEL. next: unitpin restart code`,
    );
  });

  it('stops and disables what is disabled, keeps its file, and does not start what is manual', () => {
    const { status, before, units, again, kept } = seen.disabledAndManual;
    expect([status, kept]).toEqual([0, true]);
    expect(stepsOf(seen.disabledAndManual)).toEqual([
      ['code', 'update', ['disable', 'stop'], 'unitpin.yaml disables it'],
    ]);
    expect(units[CODE]).toMatchObject({ mainPid: 0, enabled: 'disabled' });
    expect([units[WORK], units[DEFAULT]]).toEqual([before[WORK], before[DEFAULT]]);
    expect(units[WORK]!.mainPid).toBe(0);
    expect([again.status, again.json.steps, again.units]).toEqual([0, [], units]);
  });

  it('starts and enables both when they are enabled again', () => {
    const { status, units } = seen.enabledAgain;
    expect(status).toBe(0);
    expect(stepsOf(seen.enabledAgain)).toEqual([
      ['code', 'none', ['enable', 'start'], 'it is failed (exit-code)'],
      ['work', 'none', ['start'], 'it is failed (exit-code)'],
    ]);
    expect(Object.values(units).map(({ state, enabled }) => [state, enabled])).toEqual(
      Array(3).fill(['active/running', 'enabled']),
    );
  });

  it('leaves a unit of ours that was edited by hand, and shows it', () => {
    const { status, stdout, stderr, before, units, kept } = seen.editedByHand;
    expect({ status, stdout, stderr, kept }).toEqual({
      status: 0,
      stdout:
        `none  default  ${DEFAULT}\n    up to date\n` +
        `reload  code  ${CODE}\n    edited by hand since unitpin wrote it; it runs the right profile\n` +
        '    reload: its files have changed since the manager read them\n' +
        `none  work  ${WORK}\n    up to date\n`,
      stderr: expect.stringMatching(/^(waiting for .*\n)*3 of 3 services run their profile\.\n$/),
      kept: true,
    });
    expect(units).toEqual(before);
  });

  it('gives a service that does not get ready its old files back, in its own time, and no other is touched', () => {
    const { status, json, before, units, restored, again, seconds } = seen.neverReady;
    expectSchema('error', json);
    expect({ status, restored, error: json.error }).toEqual({
      status: 4,
      restored: true,
      error: {
        code: 'restored',
        message: '1 service did not get ready',
        where: null,
        why: expect.stringMatching(
          new RegExp(
            `^${WORK}: it is still starting; its files are as they were\n( {4}\\| .*\n)+ {2}receipt: \\S+$`,
          ),
        ),
        next: `unitpin logs ${WORK}`,
      },
    });
    expect([units[DEFAULT], units[CODE]]).toEqual([before[DEFAULT], before[CODE]]);
    expect([again.status, again.json.steps]).toEqual([0, []]);
    // Its own time-out, and not the minute that others have.
    expect(seconds).toBeLessThan(60);
  });

  it("finds its own bus when XDG_RUNTIME_DIR is somebody else's", () => {
    const { status, stderr } = seen.foreignRuntimeFolder;
    expect([status, stderr]).toEqual([0, 'Nothing to do: every service runs its profile.\n']);
  });

  it('says so when there is no bus', () => {
    const { status, stdout, stderr } = seen.noBus;
    expect({ status, stdout, stderr }).toEqual({
      status: 3,
      stdout: '',
      stderr: expect.stringMatching(
        /^error: no user service manager can be reached: Failed to connect to .*\n {2}looked for the bus of uid 1501; it runs while the user is logged in, or lingers\n {2}next: loginctl enable-linger 1501\n$/,
      ),
    });
  });

  it('refuses a masked unit, unless it is to be off', () => {
    const { refused, disabled } = seen.masked;
    expect({ status: refused.status, stderr: refused.stderr }).toEqual({
      status: 3,
      stderr:
        'error: 1 of 2 services cannot be brought in order; nothing was changed\n' +
        '  gone: hermes-gateway-gone.service is masked: systemctl --user unmask hermes-gateway-gone.service, or set the profile to disabled\n',
    });
    expect([disabled.status, disabled.stderr]).toEqual([
      0,
      'Nothing to do: every service runs its profile.\n',
    ]);
  });

  it('refuses services that depend on each other', () => {
    const { status, stdout, stderr } = seen.cycle;
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^error: dependsOn goes round in a circle: default → code → default\n/),
    });
  });

  it('starts each when what it depends on is ready', () => {
    const { status, units } = seen.order;
    expect(status).toBe(0);
    const [work, code, last] = [WORK, CODE, DEFAULT].map((unit) => units[unit]!.since) as [
      number,
      number,
      number,
    ];
    expect(code - work).toBeGreaterThanOrEqual(1);
    // A second to start, one more to be called ready.
    expect(last - code).toBeGreaterThanOrEqual(2);
    // Each at once when it may, and not when a time-out is over.
    expect(last - work).toBeLessThan(60);
  });

  it("keeps the pin of somebody else's unit, whose program does not get ready", () => {
    const { status, json, dropIn, words } = seen.theirsNeverReady;
    expectSchema('error', json);
    expect({ status, error: json.error }).toEqual({
      status: 5,
      error: {
        code: 'unrestored',
        message: '1 service did not get ready',
        where: null,
        why: expect.stringMatching(
          /^hermes-gateway-other\.service: it is still starting; its files are kept: the old ones ran the wrong profile\n( {4}\| .*\n)+ {2}receipt: \S+$/,
        ),
        next: 'unitpin logs hermes-gateway-other.service',
      },
    });
    expect(dropIn).toContain(
      `\nExecStart=\nExecStart=${PYTHON} -m hermes_cli.main --profile other gateway run\n`,
    );
    expect(words.join(' ')).toBe(`${PYTHON} -m hermes_cli.main --profile other gateway run`);
  });

  it.each(['wrapperWithExec', 'wrapperWithChild'] as const)(
    'judges the gateway, not the shell: %s',
    (name) => {
      const { status, json, again, mainPid, parent, words, locked } = seen[name];
      expect(status).toBe(0);
      expect(stepsOf(seen[name])).toEqual([
        ['wrapped', 'pin by drop-in', expect.any(Array), expect.any(String)],
      ]);
      const pid = json.ready[0]!.pid;
      expect([pid === mainPid, parent === mainPid]).toEqual(
        name === 'wrapperWithExec' ? [true, false] : [false, true],
      );
      expect(words.slice(1).join(' ')).toBe(`${ROOT}/bin/hermes --profile wrapped gateway run`);
      expect(locked).toBe(true);
      expect([again.status, again.json.steps]).toEqual([0, []]);
    },
  );

  it('waits for the API server, and asks it', () => {
    const { status, stderr, json, answered } = seen.apiServer;
    expect(status, stderr).toBe(0);
    expect(answered).toBe(200);
    expect(json.ready).toEqual([{ unit: API, pid: expect.any(Number), warnings: [] }]);
    expect(stderr).toContain(`waiting for ${API} (`);
  });

  it('takes one that goes on without its port for ready, with a warning', () => {
    const { status, stderr, json } = seen.apiServerWithoutPort;
    expect(status, stderr).toBe(0);
    expectSchema('apply', json);
    const degraded = expect.stringMatching(
      /^it is degraded, api_server is retrying \(port \d+: Address already in use\)$/,
    );
    const nobody = `nobody listens on 127.0.0.1:${seen.apiServer.port}`;
    expect(json.ready).toEqual([{ unit: API, pid: expect.any(Number), warnings: [degraded, nobody] }]);
    expect(stderr).toContain(`warning: ${API}: it is degraded, api_server is retrying`);
  });
});
