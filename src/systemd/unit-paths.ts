import { type Bus, busEnvironment } from './systemctl.ts';

/** It starts no unit and asks no manager. Milliseconds. */
const TIMEOUT = 5_000;

/**
 * The folders that the installed systemd looks for units in, first wins: `systemd-analyze unit-paths`. Null where it
 * cannot be had.
 */
export async function askUnitPaths(bus: Bus): Promise<string[] | null> {
  const argv = ['systemd-analyze', `--${bus.scope}`, 'unit-paths'];
  const answer = await bus.exec(argv, { env: busEnvironment(bus), timeoutMs: TIMEOUT });
  if (answer.state !== 'done' || answer.code !== 0) return null;
  const folders = answer.stdout.split('\n').filter(Boolean);
  return folders.length > 0 && folders.every((folder) => folder.startsWith('/')) ? folders : null;
}
