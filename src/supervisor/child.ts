import type { Files } from '../host/files.ts';
import type { Host } from '../host/host.ts';
import type { SpawnRequest } from '../host/spawn.ts';
import type { App } from '../model/app.ts';
import { redactText } from '../model/redact.ts';
import type { Service } from '../model/service.ts';

/** Of our own environment nothing else reaches a gateway: it may hold another profile's keys (hermes-studio #742). */
const PASSED = ['LANG', 'LC_ALL', 'LC_CTYPE', 'TZ'];

/** What a service is started with: made anew, never inherited. What pins comes last. */
export function childEnvironment(host: Host, app: App, service: Service): Record<string, string> {
  const { name, home } = service.account;
  const passed = PASSED.flatMap((key): [string, string][] => {
    const value = host.environment[key];
    return value === undefined ? [] : [[key, value]];
  });
  return {
    HOME: home,
    USER: name,
    LOGNAME: name,
    ...Object.fromEntries(passed),
    ...app.supervisor.environment,
    ...service.environment,
    ...service.pin,
  };
}

export const spawnRequest = (host: Host, app: App, service: Service, log: string): SpawnRequest => ({
  argv: service.argv,
  environment: childEnvironment(host, app, service),
  folder: service.home,
  log,
});

/** A log begins anew when it has so many bytes; so many old ones are kept (`.1`, the newest, …). */
const LARGEST = 10 * 1024 * 1024;
const KEPT = 3;

export const logPath = (folder: string, profile: string): string => `${folder}/logs/${profile}.log`;

/**
 * Puts a log away that has become too large. Its writer has it open and adds to its end, so it is copied and emptied; what
 * is written between the two is lost.
 */
export function rotateLog(files: Files, path: string, largest = LARGEST): void {
  const { kind, size } = files.stat(path);
  if (kind !== 'file' || (size ?? 0) < largest) return;
  for (let n = KEPT; n > 1; n--) {
    if (files.kind(`${path}.${n - 1}`) === 'file') files.rename(`${path}.${n - 1}`, `${path}.${n}`);
  }
  files.copyAndEmpty(path, `${path}.1`);
}

const LAST_LINES = 10;
const LAST_BYTES = 8 * 1024;

/** The end of what was written since the log had `from` bytes, without secrets. */
export function lastLines(files: Files, path: string, from: number): string[] {
  const { size } = files.stat(path);
  const written = (size ?? 0) - from;
  // Shorter than before: it has been put away meanwhile.
  const found = files.tail(path, Math.min(LAST_BYTES, written > 0 ? written + 1 : (size ?? 0)));
  if (found.state !== 'there' || written === 0) return [];
  return found.bytes.toString('utf8').split('\n').filter(Boolean).slice(-LAST_LINES).map(redactText);
}
