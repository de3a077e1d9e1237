import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnose/diagnose.ts';
import { signReader } from '../../src/diagnose/find-events.ts';
import { en } from '../../src/diagnose/texts/en/index.ts';
import { LAUNCHD_SIGNS } from '../../src/launchd/signs.ts';
import type { DiagnoseLine, DiagnoseService } from '../../src/model/diagnosis.ts';
import type { Finding } from '../../src/model/finding.ts';
import { SYSTEMD_SIGNS } from '../../src/systemd/signs.ts';
import { app } from '../ops/fixtures.ts';

const A = 'hermes-gateway.service';
const B = 'hermes-gateway-code.service';

type Said = Partial<DiagnoseLine> & { text: string; second?: number };

/** A line of the journal; `second`: when. */
const line = ({ second, ...more }: Said): DiagnoseLine => ({
  at: second === undefined ? null : second * 1_000,
  service: null,
  profile: null,
  pid: null,
  byManager: false,
  source: 0,
  line: null,
  ...more,
});
/** What systemd says of a service, and what it says itself. */
const says = (second: number, service: string, text: string): Said => ({
  second,
  service,
  text,
  byManager: true,
});
const writes = (second: number, service: string, pid: number, text: string): Said => ({
  second,
  service,
  pid,
  text,
});

const service = (name: string, runs: string | null, meant = runs): DiagnoseService => ({
  id: `systemd:user:/u/${name}`,
  name,
  path: `/u/${name}`,
  manager: 'systemd',
  runs,
  pinned: runs !== null && runs === meant,
  meant,
  replace: true,
});

function tell(
  lines: readonly Said[],
  services: readonly DiagnoseService[] = [],
  findings: readonly Finding[] = [],
) {
  const read = signReader({ service: app.logSigns, manager: [...SYSTEMD_SIGNS, ...LAUNCHD_SIGNS] });
  const events = lines.flatMap((one) => read(line(one)) ?? []);
  return diagnose({ app, texts: en, events, services, findings, isAsked: () => true });
}
const ids = (...args: Parameters<typeof tell>): string[] => tell(...args).stories.map(({ id }) => id);

describe('each sign tells its story', () => {
  it.each([
    ['program-missing', [says(1, A, 'hermes.service: Main process exited, code=exited, status=203/EXEC')]],
    ['folder-missing', [says(1, A, `${A}: Main process exited, code=exited, status=200/CHDIR`)]],
    ['fatal-exit', [says(1, A, `${A}: Main process exited, code=exited, status=78/CONFIG`)]],
    [
      'take-over-refused',
      [writes(1, A, 9, 'Refusing --replace: PID 77 cannot be proven to belong to this profile')],
    ],
    ['already-supervised', [writes(1, A, 9, 'Gateway already running under launchd, exiting')]],
    ['token-conflict', [writes(1, A, 9, 'Conflict: terminated by other getUpdates request; make sure')]],
    [
      'address-in-use',
      [
        writes(
          1,
          A,
          9,
          "[Errno 98] error while attempting to bind on address ('127.0.0.1', 8642): address already in use",
        ),
      ],
    ],
    ['key-refused', [writes(1, A, 9, 'HTTP 401: bad'), writes(9, A, 9, 'error code: 401')]],
    ['out-of-memory', [says(1, A, `${A}: A process of this unit has been killed by the OOM killer.`)]],
    [
      'killed-at-stop',
      [
        says(1, A, `${A}: State 'stop-sigterm' timed out. Killing.`),
        says(1, A, `${A}: Killing process 7 (python) with signal SIGKILL.`),
      ],
    ],
    [
      'start-limit',
      [
        says(1, A, `${A}: Start request repeated too quickly.`),
        says(1, A, `${A}: Failed with result 'start-limit-hit'.`),
      ],
    ],
    [
      'throttled',
      [1, 12].map((at) =>
        says(at, 'ai.x', '(ai.x) Service only ran for 0 seconds. Pushing respawn out by 10 seconds.'),
      ),
    ],
    [
      'ended-from-outside',
      [
        says(
          1,
          'ai.x',
          '(ai.x [16]) Service exited due to SIGKILL | sent by Python[35502], ran for 9086738ms',
        ),
      ],
    ],
    ['crash-loop', [1, 7, 13, 19, 25, 31].map((at) => writes(at, A, 9 + at, 'Starting Hermes Gateway...'))],
  ])('%s', (id, lines) => {
    const { stories } = tell(lines);
    expect(stories.map((story) => story.id)).toEqual([id]);
    const [story] = stories;
    expect(story).toMatchObject({ services: [lines[0]!.service], first: 1_000 });
    for (const text of [story!.title, ...story!.told, story!.because, story!.unless])
      expect(text).not.toMatch(/undefined|null|NaN|\[object/);
  });

  it('who ended with it once was not started again, whoever else did', () => {
    const ends = (second: number, name: string) =>
      says(second, name, `${name}: Main process exited, code=exited, status=78/CONFIG`);
    const [both] = tell([ends(1, A), ends(2, B)]).stories;
    const [twice] = tell([ends(1, A), ends(9, A)]).stories;
    expect(both?.title).toBe(`each gateway of ${B} and ${A} says that it cannot run as it is configured`);
    expect(both?.told.join()).not.toContain('started again');
    expect(twice?.title).toBe(`the gateway of ${A} says that it cannot run as it is configured`);
    expect(twice?.told.join()).toContain('started again');
  });

  it('and what is normal tells none', () => {
    expect(
      ids([
        says(0, A, `Stopping ${A} - Gateway...`),
        writes(0.1, A, 9, 'Shutdown context: signal=SIGTERM under_systemd=yes'),
        writes(0.2, A, 9, 'RuntimeError: Executor shutdown has been called'),
        says(1, A, `${A}: Main process exited, code=exited, status=1/FAILURE`),
        says(1, A, `Stopped ${A} - Gateway.`),
        says(2, A, `Started ${A} - Gateway.`),
        writes(3, A, 10, 'Starting Hermes Gateway...'),
        says(900, A, `${A}: Main process exited, code=exited, status=75/TEMPFAIL`),
        writes(905, A, 11, 'HTTP 401: once'),
        // One take-over is what somebody does by hand.
        writes(2000, A, 12, 'Replacing existing gateway instance (PID 4711) with --replace.'),
      ]),
    ).toEqual([]);
  });
});

describe('who ended whom', () => {
  const both = [service(A, 'code', 'default'), service(B, 'code')];

  it('is told by the process that a line names', () => {
    const [story] = tell(
      [
        writes(1, B, 20, 'Starting Hermes Gateway...'),
        writes(5, A, 30, 'Replacing existing gateway instance (PID 20) with --replace.'),
        writes(5, B, 20, 'Shutdown context: signal=SIGTERM under_systemd=yes'),
        writes(10, B, 40, 'Replacing existing gateway instance (PID 30) with --replace.'),
      ],
      both,
    ).stories;
    expect(story).toMatchObject({ id: 'mutual-stop', confidence: 'high', services: [B, A], count: 2 });
    expect(story?.told.slice(0, 3)).toEqual([
      `${B} took the place of ${A} once: a line names the process.`,
      `${A} took the place of ${B} once: a line names the process.`,
      `${A} is meant for default, and runs code: its definition does not pin it.`,
    ]);
  });

  it('is over when each is pinned to a profile of its own now', () => {
    const lines = [
      writes(1, A, 20, 'Replacing existing gateway instance (PID 30)'),
      writes(1, B, 30, 'Replacing existing gateway instance (PID 20)'),
    ];
    const [story] = tell(lines, [service(A, 'default'), service(B, 'code')]).stories;
    expect(story).toMatchObject({ id: 'mutual-stop', title: expect.stringContaining(' ran '), next: 'look' });
    expect(story?.advice).toEqual([expect.stringMatching(/^Nothing, if no line of it is newer/)]);
    // One of them only runs what somebody has switched to, or is not known.
    const switched = { ...service(A, 'default'), pinned: false };
    for (const others of [[switched, service(B, 'code')], [service(B, 'code')], both])
      expect(tell(lines, others).stories[0]).toMatchObject({ id: 'mutual-stop', next: 'mend' });
  });

  it('is likely by the times alone, when both run one profile', () => {
    const lines = [
      writes(100, A, 30, 'Starting Hermes Gateway...'),
      writes(102, B, 20, 'Shutdown context: signal=SIGTERM under_systemd=yes'),
    ];
    const [story] = tell(lines, both).stories;
    expect(story?.told[0]).toBe(`${B} got its SIGTERM within seconds of a start of ${A}, once.`);
    // Of different profiles, or long after each other, it is chance.
    expect(ids(lines, [service(A, 'default'), service(B, 'code')])).toEqual([]);
    expect(ids([lines[0]!, { ...lines[1]!, second: 130 }], both)).toEqual([]);
    // The manager was asked: `unitpin restart --all`, say.
    expect(ids([says(101, B, `Stopping ${B} - Gateway`), ...lines], both)).toEqual([]);
  });

  it('is not a service whose own process of before was still there', () => {
    expect(
      ids([
        writes(1, A, 20, 'Starting Hermes Gateway...'),
        writes(9, A, 21, 'Replacing existing gateway instance (PID 20) with --replace.'),
      ]),
    ).toEqual([]);
  });

  it('is something unknown, where only one service is there', () => {
    const replaced = (second: number) =>
      writes(second, A, second, 'Replacing existing gateway instance (PID 4711) with --replace.');
    expect(ids([replaced(1), replaced(60)], [service(A, 'default')])).toEqual(['taken-over']);
  });
});

describe('an executor', () => {
  const gone = { second: 4_300, profile: 'work', text: 'RuntimeError: Executor shutdown has been called' };
  const started = { second: 10, profile: 'work', text: 'Starting Hermes Gateway...' };

  it('that was shut down: since when, and what brings it back', () => {
    const [story] = tell([started, gone]).stories;
    expect(story).toMatchObject({
      id: 'executor-shut',
      confidence: 'high',
      next: 'restart',
      profiles: ['work'],
    });
    expect(story?.told[0]).toMatch(/^1 h 11 min after its start: something in this process called/);
    expect(story?.advice[1]).toBe('Then upgrade to a version with PR #53565: until then it may come again.');
  });

  it('of a pool is another thing', () => {
    const [story] = tell([
      { ...gone, text: 'RuntimeError: cannot schedule new futures after shutdown' },
    ]).stories;
    expect(story?.told[0]).toBe('a pool of threads in this process was shut down, and takes no more work.');
  });

  it('of a gateway that was started again since is to be looked after', () => {
    const [story] = tell([started, gone, { ...started, second: 5_000 }]).stories;
    expect(story).toMatchObject({ next: 'look' });
    expect(story?.told).toContain('It was started again later, which mended it until the next time.');
  });
});

describe('one happening', () => {
  it('that the journal and a file tell is one', () => {
    const text = 'Replacing existing gateway instance (PID 20) with --replace.';
    const { series } = tell(
      [
        writes(5, A, 30, text),
        { second: 5.3, profile: 'code', source: 1, text: `2026-05-24 21:40:43,871 INFO ${text}` },
      ],
      [service(A, 'code')],
    );
    expect(series).toMatchObject([{ sign: 'took-over', count: 1, service: A }]);
  });

  it('again and again is one row, and another one after a long silence', () => {
    const at = (second: number) => writes(second, A, second, 'Starting Hermes Gateway...');
    const { series } = tell([0, 5, 10, 15, 4_000].map(at));
    expect(series).toMatchObject([
      { count: 4, every: 5_000, first: 0, last: 15_000 },
      { count: 1, every: null, first: 4_000_000 },
    ]);
  });
});

it('ties a story to the findings of its rules about the same services', () => {
  const finding = (rule: string, name: string): Finding => ({
    rule,
    severity: 'error',
    definition: `systemd:user:/u/${name}`,
    profile: null,
    message: '',
    location: null,
    related: [],
    fix: null,
    ignored: null,
  });
  const { stories } = tell(
    [says(1, A, `${A}: State 'stop-sigterm' timed out. Killing.`)],
    [service(A, 'default'), service(B, 'code')],
    [
      finding('kill-mode-wrong', A),
      finding('stop-timeout-short', A),
      finding('stop-timeout-short', B),
      { ...finding('stop-timeout-short', A), ignored: 'meant' },
      finding('linger-off', A),
    ],
  );
  expect(stories[0]?.findings.map(({ rule, definition }) => [rule, definition])).toEqual([
    ['stop-timeout-short', `systemd:user:/u/${A}`],
    ['kill-mode-wrong', `systemd:user:/u/${A}`],
  ]);
});
