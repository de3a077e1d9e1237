// What a gateway leaves to be seen: its process and the files in its profile's home.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The words a process was started with; null when there is none. */
export function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch {
    return null;
  }
}

/** One variable of the environment a process was started with. */
export const variable = (pid, name) =>
  text(`/proc/${pid}/environ`)
    ?.split('\0')
    .find((item) => item.startsWith(`${name}=`))
    ?.slice(name.length + 1) ?? null;

/** Who started a process. */
export const parent = (pid) => Number(/^PPid:\s*(\d+)/m.exec(text(`/proc/${pid}/status`) ?? '')?.[1]);

/** Whether a process holds the lock on a file: asked of the kernel, not by taking it. A file it closes meanwhile is none. */
export const holdsLock = (pid, file) =>
  readdirSync(`/proc/${pid}/fd`).some(
    (fd) =>
      target(`/proc/${pid}/fd/${fd}`) === file &&
      /^lock:.* FLOCK /m.test(text(`/proc/${pid}/fdinfo/${fd}`) ?? ''),
  );

/** Pid file, state and log of a profile's home; null where there is none. */
export const seen = (home) => ({
  pidFile: json(`${home}/gateway.pid`),
  state: json(`${home}/gateway_state.json`)?.gateway_state ?? null,
  log: text(`${home}/logs/gateway.log`),
});

function target(path) {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

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
