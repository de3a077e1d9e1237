import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readLifecycle, withoutEnd } from '../../src/store/lifecycle.ts';
import { bundleRunner } from '../support/bundle-runner.ts';
import { PROJECT_IN_GUEST, runOnDisposableSystemd } from '../support/disposable-systemd.ts';
import { disposableSystemd, requireOrSkip } from '../support/requirements.ts';
import { INSTALL_IN_GUEST } from '../support/stand-in.ts';

const [CODE, SIDE, WORK] = ['code', 'side', 'work'].map((name) => `hermes-gateway-${name}.service`) as [
  string,
  string,
  string,
];

interface Look {
  units: Record<string, { state: string; mainPid: number; enabled: string }>;
  files: Record<'code' | 'side' | 'work', string | null>;
  /** LOG_LEVEL of the process that runs `code`. */
  level: string | null;
  leftBeside: string[];
  journals: string[];
  lifecycle: string;
}

interface Call {
  status: number | null;
  signal: string | null;
  stderr: string;
}

/** What guest/crash.mjs has seen of one step. */
interface Round {
  step: string;
  level: string;
  removed: Call;
  before: Look;
  killed: Call;
  after: Look;
  audit: Call;
  next: Call;
  end: Look;
}

let rounds: Round[];
let runner: { folder: string; remove: () => void } | undefined;

requireOrSkip(disposableSystemd, 'an apply that is killed, on a real systemd', () => {
  beforeAll(async () => {
    runner = await bundleRunner(resolve(import.meta.dirname, 'crash-script.ts'), PROJECT_IN_GUEST);
    const guest = await runOnDisposableSystemd({
      script: `node ${PROJECT_IN_GUEST}/test/e2e/guest/crash.mjs ${INSTALL_IN_GUEST} /crash/runner.mjs`,
      binds: [{ host: runner.folder, guest: '/crash', readOnly: true }],
    });
    expect(guest, guest.stderr).toMatchObject({ status: 0, timedOut: false });
    rounds = JSON.parse(guest.stdout) as Round[];
    process.stdout.write(`\n${rounds.map(rowOf).join('\n')}\n`);
  });

  afterAll(() => runner?.remove());

  it('leaves every file whole, and every service up that was up', () => {
    expect(rounds.map(({ killed, removed }) => [killed.signal, removed.status])).toEqual(
      rounds.map(() => ['SIGKILL', 0]),
    );
    for (const { step, before, after, end } of rounds) {
      for (const name of ['code', 'side', 'work'] as const)
        expect([before.files[name], end.files[name]], `${step}: ${name}`).toContain(after.files[name]);
      // A restart that was asked for goes on without the one who asked.
      for (const unit of [CODE, SIDE])
        expect(after.units[unit]!.state, `${step}: ${unit}`).toMatch(/^(active|(de)?activating)\//);
      expect(after.units[SIDE], step).toEqual(before.units[SIDE]);
    }
  });

  it('who only looks is told, and the next apply brings it in order', () => {
    for (const { step, level, after, audit, next, end } of rounds) {
      const open = after.journals.length > 0 && !/remove/.test(step);
      expect(
        /was interrupted; it is finished or undone by the next: unitpin apply/.test(audit.stderr),
        step,
      ).toBe(open);
      expect(/was interrupted: (it is|what it)/.test(next.stderr), step).toBe(open);
      expect(next.status, `${step}: ${next.stderr}`).toBe(0);
      expect([end.journals, end.leftBeside], step).toEqual([[], []]);
      expect(end.level, step).toBe(level);
      expect(end.units[SIDE], step).toEqual(after.units[SIDE]);
      for (const unit of [CODE, SIDE, WORK])
        expect(end.units[unit], `${step}: ${unit}`).toMatchObject({
          state: 'active/running',
          enabled: 'enabled',
        });
      expect(withoutEnd(readLifecycle(end.lifecycle)), step).toEqual([]);
    }
  });

  it('was both undone and finished', () => {
    const said = rounds.map(({ next }) => /was interrupted: (.*)/.exec(next.stderr)?.[1] ?? '');
    expect(new Set(said)).toEqual(
      new Set(['', 'it is undone, everything is as it was', 'it is finished now']),
    );
  });
});

function rowOf({ step, after, next, end }: Round): string {
  const state = ({ units }: Look): string =>
    [CODE, WORK]
      .map((unit) => `${units[unit]!.state.split('/')[0]}, ${units[unit]!.enabled || 'not there'}`)
      .join(' | ');
  const said = /was interrupted: (.*)/.exec(next.stderr)?.[1] ?? 'nothing to do';
  return [step.padEnd(46), state(after).padEnd(48), said.padEnd(40), state(end)].join('  ');
}
