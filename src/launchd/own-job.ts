import { Failure } from '../host/failure.ts';
import type { JobState } from '../model/live.ts';
import { tr } from '../texts/tr.ts';
import type { Control } from './control.ts';

/**
 * A job that we run in ourselves, as when an agent is told to restart its own gateway, would end us with it, and nobody would
 * be left to load it again (openclaw 1c "self-protection"; NousResearch/hermes-agent reloads through `launchctl submit`).
 * @throws Failure (host)
 */
export function assertNotInside({ host: { processes } }: Control, label: string, { pid }: JobState): void {
  if (pid === null || !processes.descendants(pid).includes(processes.own().pid)) return;
  throw new Failure('host', tr('unitpin runs inside {label}, and would end with it', { label }), {
    why: tr('what is stopped from within is never started again'),
    next: tr('run the command in a terminal of your own'),
  });
}
