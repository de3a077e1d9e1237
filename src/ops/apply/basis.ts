import type { Change } from '../../model/change.ts';
import type { ManagedState } from '../../model/manager.ts';
import type { Basis, Step } from '../../model/plan.ts';
import type { Running } from '../../runtime/running.ts';
import { sha256 } from '../../store/store.ts';
import { type English, tr } from '../../texts/tr.ts';

/** The five things that a step is decided on. */
export function basisOf(
  { path, before, after, definition }: Change,
  state: ManagedState | null,
  running: Running | null,
  written: ReadonlyMap<string, string>,
): Basis {
  const files = new Map<string, string | Buffer>(definition?.sources ?? []);
  if (before !== null) files.set(path, before);
  const disk = [...files].map(([file, bytes]) => [file, sha256(Buffer.from(bytes))] as const);
  return {
    desired: after && sha256(after),
    written: written.get(path) ?? null,
    disk: Object.fromEntries(disk.sort(([a], [b]) => (a < b ? -1 : 1))),
    loaded: loadedWords(state),
    running: runningWords(state, running),
  };
}

function loadedWords(state: ManagedState | null): string {
  if (state === null) return 'not asked';
  const starts = { yes: 'starts by itself', no: 'does not start by itself', masked: 'masked', 'no-say': '' };
  return [state.load, starts[state.enabled], state.stale ? 'older than its files' : '']
    .filter(Boolean)
    .join(', ');
}

/** A process that has ended and begun again is another one, even when it runs the same. */
function runningWords(state: ManagedState | null, running: Running | null): string {
  if (state === null) return 'not asked';
  const { kind, profile } = running?.identity ?? { kind: 'none', profile: null };
  const what = running ? `, ${kind}${profile === null ? '' : ` ${profile}`}` : '';
  return `${state.active}${state.mainPid === null ? '' : `, process ${state.mainPid}`}${what}`;
}

const WORDS = [
  'not asked',
  'starts by itself',
  'does not start by itself',
  'older than its files',
] as const satisfies readonly English[];

/** A view as it is told. In plans it is the same in every language: the one that carries a plan out may speak another. */
const inWords = (view: string): string =>
  view
    .split(', ')
    .map((one) => {
      const known = WORDS.find((words) => words === one);
      const pid = /^process (\d+)$/.exec(one)?.[1];
      if (known !== undefined) return tr(known);
      return pid === undefined ? one : tr('process {pid}', { pid });
    })
    .join(tr(', '));

/** One thing that is not as it was. */
export interface Moved {
  profile: string;
  what: string;
}

/** What has moved between two plans for the same services; nothing where the second would do exactly the same. */
export function whatMoved(
  then: readonly (Pick<Step, 'basis' | 'actions'> & { profile: string; kind: string; path: string })[],
  now: readonly Step[],
): Moved[] {
  const moved: Moved[] = [];
  const known = new Set(then.map(({ profile }) => profile));
  for (const { change } of now) {
    const { profile } = change.service;
    if (!known.has(profile)) moved.push({ profile, what: tr('is among the services now') });
  }
  for (const old of then) {
    const step = now.find(({ change }) => change.service.profile === old.profile);
    const tell = (what: string): void => void moved.push({ profile: old.profile, what });
    if (!step) {
      tell(tr('is not among the services any more'));
      continue;
    }
    const before = moved.length;
    const { basis, change } = step;
    for (const path of new Set([...Object.keys(old.basis.disk), ...Object.keys(basis.disk)])) {
      if (old.basis.disk[path] !== basis.disk[path]) tell(`${path} ${happened(old.basis, basis, path)}`);
    }
    if (old.basis.written !== basis.written)
      tell(tr('what unitpin last wrote to {path} is another thing now', { path: old.path }));
    if (old.basis.desired !== basis.desired || old.path !== change.path)
      tell(tr('what should be there is something else now'));
    for (const view of ['loaded', 'running'] as const) {
      if (old.basis[view] !== basis[view])
        tell(
          tr('{view}: was {old}; is {now}', {
            view: tr(view),
            old: inWords(old.basis[view]),
            now: inWords(basis[view]),
          }),
        );
    }
    const same = old.kind === change.kind && old.actions.join() === step.actions.join();
    if (!same && moved.length === before) tell(tr('something else would be done now'));
  }
  return moved;
}

function happened(then: Basis, now: Basis, path: string): string {
  if (then.disk[path] === undefined) return tr('is new');
  return now.disk[path] === undefined ? tr('is gone') : tr('has changed');
}
