import type { Host } from '../host/host.ts';
import type { App } from '../model/app.ts';
import type { Service } from '../model/service.ts';
import { liveness } from '../runtime/liveness.ts';
import { awaitReady, type Ready, type Waiting } from '../runtime/readiness.ts';
import type { ManagerWord } from '../runtime/readiness-look.ts';
import { sayAll } from '../runtime/readiness-text.ts';
import { tr } from '../texts/tr.ts';
import type { Run, Unit, World } from './unit.ts';

/** We are told of every end, and need not ask who runs. */
const PACE = { settle: 0, slowing: 1 / 20, eager: true };
/** Milliseconds that the first of several questions waits for the others. */
const WINDOW = 10;

/** Several questions that come at almost the same time are worked on together; each has its own answer. */
function together<Q, A>(
  { clock }: Host,
  work: (asked: ReadonlyMap<Q, (answer: A) => void>) => Promise<void>,
): (question: Q) => Promise<A> {
  let open: Map<Q, (answer: A) => void> | null = null;
  let failure: Promise<never> | null = null;
  return (question) => {
    const asked = open ?? new Map<Q, (answer: A) => void>();
    if (open === null) {
      open = asked;
      failure = clock.sleep(WINDOW).then(async () => {
        open = null;
        await work(asked);
        // Everybody has been answered.
        return new Promise<never>(() => undefined);
      });
    }
    return Promise.race([new Promise<A>((answer) => asked.set(question, answer)), failure as Promise<never>]);
  };
}

/** Why a service must not be started now: its home is gone, or somebody else runs its profile. One pass for many. */
export const obstacles = (host: Host, app: App): World['obstacle'] =>
  together<Service, string | null>(host, async (asked) => {
    const [first] = asked.keys();
    if (!first) return;
    const alive = liveness(host, app, first.account, [...asked.keys()]);
    for (const [service, answer] of asked) {
      const found = alive.get(service.home);
      if (host.files.kind(service.home) !== 'dir')
        answer(tr('its home {home} is not there', { home: service.home }));
      else if (found?.state === 'running')
        answer(
          tr('process {pid} runs this profile, and was not started here: the two would end each other', {
            pid: found.pid,
          }),
        );
      else answer(null);
    }
  });

/** Waits for what was started: the readiness that every manager's services are judged by. One look at a time for all. */
export function readiness(host: Host, app: App, isClosing: () => boolean): World['ready'] {
  type Answer = Awaited<ReturnType<World['ready']>>;
  return together<Unit, Answer>(host, async (asked) => {
    const runs = new Map([...asked.keys()].map((unit) => [unit.service.profile, { unit, run: unit.run }]));
    const show = async (names: readonly string[]): Promise<Map<string, ManagerWord>> =>
      new Map(
        names.map((name) => {
          const one = runs.get(name);
          const isThere = one?.run && one.unit.run === one.run && !one.run.stopping && !isClosing();
          return [name, word(name, isThere ? one.run : null)];
        }),
      );
    const each = (result: Ready | Waiting): void => {
      const one = runs.get(result.unit);
      if (!one) return;
      const answer = asked.get(one.unit);
      if ('pid' in result) answer?.({ warning: result.warnings.length > 0 ? sayAll(result.warnings) : null });
      else answer?.(one.unit.run === one.run ? { lacks: sayAll(result.missing) } : null);
    };
    const awaited = [...asked.keys()].map(({ service }) => ({ service, unit: service.profile, old: null }));
    await awaitReady(host, app, awaited, show, () => undefined, PACE, each);
  });
}

const word = (name: string, run: Run | null): ManagerWord => ({
  name,
  load: 'loaded',
  active: run ? 'active' : 'failed',
  sub: run ? 'running' : 'ended',
  result: '',
  mainPid: run?.pid ?? 0,
  controlGroup: '',
});
