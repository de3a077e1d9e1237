import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FakeHost, fakeHost, type Unit } from '../fakes.ts';

/** What the fake manager of a machine knows: it outlives every process. */
interface Saved {
  units: [string, Unit][];
  processes: {
    pid: number;
    argv: readonly string[];
    environment: [string, string][];
    controlGroup?: string;
  }[];
  lastPid: number;
  broken: string[];
}

const stateFile = (root: string): string => join(root, 'manager.json');

/** Keeps what the manager of a fake host knows, beside its files. */
export function saveMachine({ root, units, processes, broken }: FakeHost): void {
  const before = existsSync(stateFile(root))
    ? (JSON.parse(readFileSync(stateFile(root), 'utf8')) as Saved).lastPid
    : 0;
  const saved: Saved = {
    units: [...units],
    processes: [...processes.values()].map(({ pid, argv, environment, controlGroup }) => ({
      pid,
      argv,
      environment: [...(environment ?? [])],
      ...(controlGroup !== undefined && { controlGroup }),
    })),
    lastPid: Math.max(before, 1000, ...processes.keys()),
    broken: [...broken],
  };
  writeFileSync(`${stateFile(root)}.new`, JSON.stringify(saved));
  renameSync(`${stateFile(root)}.new`, stateFile(root));
}

/** A machine as an earlier process has left it. */
export function openMachine(root: string): FakeHost {
  const fake = fakeHost({}, root);
  const saved = JSON.parse(readFileSync(stateFile(root), 'utf8')) as Saved;
  // No number is given twice.
  for (let pid = 0; pid < saved.lastPid; ) {
    pid = fake.spawn([]);
    fake.processes.delete(pid);
  }
  for (const name of saved.broken) fake.broken.add(name);
  for (const [name, unit] of saved.units) fake.units.set(name, unit);
  for (const { environment, ...one } of saved.processes)
    fake.processes.set(one.pid, { ...one, environment: new Map(environment) });
  return fake;
}
