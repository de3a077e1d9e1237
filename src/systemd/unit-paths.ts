import { type Bus, busEnvironment } from './systemctl.ts';

/** It starts no unit and asks no manager. Milliseconds. */
const TIMEOUT = 5_000;

/**
 * The folders that the installed systemd looks for units in, first wins: `systemd-analyze unit-paths`. Null where it
 * cannot be had. `home` is the account's, as its manager knows it: whoever asks may have another HOME, as with sudo.
 */
export async function askUnitPaths(bus: Bus, home: string): Promise<string[] | null> {
  const argv = ['systemd-analyze', `--${bus.scope}`, 'unit-paths'];
  const answer = await bus.exec(argv, { env: { ...busEnvironment(bus), HOME: home }, timeoutMs: TIMEOUT });
  if (answer.state !== 'done' || answer.code !== 0) return null;
  const folders = answer.stdout.split('\n').filter(Boolean);
  return folders.length > 0 && folders.every((folder) => folder.startsWith('/')) ? folders : null;
}
