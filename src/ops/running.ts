import type { Host } from '../host/host.ts';
import { identify } from '../identity/identify.ts';
import { plainWords } from '../identity/word.ts';
import type { App } from '../model/app.ts';
import type { EnvironmentValue } from '../model/definition.ts';
import type { Identity } from '../model/identity.ts';
import type { UnitState } from '../model/unit-state.ts';

/** The gateway that really runs in a unit. */
export interface Running {
  pid: number;
  identity: Identity;
}

/**
 * The app's gateway among the processes of a unit: its main process, or a descendant (a wrapper is the main process
 * then). Judged by what it was started with; null when there is none, or it cannot be looked at.
 */
export function runningIn(host: Host, app: App, accountHome: string, unit: UnitState): Running | null {
  if (unit.mainPid <= 1) return null;
  const pids = new Set([unit.mainPid, ...host.processes.inControlGroup(unit.controlGroup)]);
  for (const pid of pids) {
    const found = host.processes.read(pid);
    if (!found) continue;
    const environment = new Map<string, EnvironmentValue>();
    for (const [name, value] of found.environment) {
      environment.set(name, {
        value,
        origin: { kind: 'definition', location: { path: `/proc/${pid}/environ`, line: 1, column: 1 } },
      });
    }
    const subject = { words: plainWords(found.argv), environment, accountHome, name: unit.name };
    // What the sticky file said when it started cannot be known: a process that follows it is never taken for right.
    const identity = identify(subject, app, () => null);
    if (identity.kind !== 'foreign' && identity.kind !== 'opaque') return { pid, identity };
  }
  return null;
}

/** Whether it runs this profile whatever happens to the sticky file. */
export function runsProfile(running: Running | null, profile: string): boolean {
  if (!running || running.identity.profile !== profile) return false;
  return running.identity.kind === 'pinned' || running.identity.kind === 'guarded';
}

/** In words, for a reason. */
export const saysWhat = ({ identity }: Running): string =>
  identity.kind === 'sticky'
    ? 'runs whatever the sticky file said when it started'
    : `runs ${identity.profile}`;
