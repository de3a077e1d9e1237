// What a gateway leaves to be seen: its process and the files in its profile's home.
import { readFileSync } from 'node:fs';

/** The words a process was started with; null when there is none. */
export function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch {
    return null;
  }
}

/** Pid file, state and log of a profile's home; null where there is none. */
export const seen = (home) => ({
  pidFile: json(`${home}/gateway.pid`),
  state: json(`${home}/gateway_state.json`)?.gateway_state ?? null,
  log: text(`${home}/logs/gateway.log`),
});

function text(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function json(path) {
  try {
    return JSON.parse(text(path));
  } catch {
    return null;
  }
}
