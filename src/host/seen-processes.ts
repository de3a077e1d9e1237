import type { ProcessId } from './process-id.ts';
import type { Processes } from './processes.ts';

/** The same processes, each looked at once: whoever asks again gets the answer of the first time. For one look, not longer. */
export function seenProcesses(processes: Processes): Processes {
  let own: ProcessId | null = null;
  return {
    ...processes,
    own() {
      own ??= processes.own();
      return own;
    },
    read: once(processes.read),
    stat: once(processes.stat),
    startedAt: once(processes.startedAt),
    numbers: once(processes.numbers),
  };
}

function once<R>(look: (pid: number) => R): (pid: number) => R {
  const known = new Map<number, R>();
  return (pid) => {
    if (!known.has(pid)) known.set(pid, look(pid));
    return known.get(pid) as R;
  };
}
