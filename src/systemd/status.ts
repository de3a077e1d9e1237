import { constants } from 'node:os';

/** Names of exit codes that systemd takes beside numbers (systemd.exec(5), "Process Exit Codes"): libc's and BSD's. */
const EXIT_NAMES: Readonly<Record<string, number>> = {
  SUCCESS: 0,
  FAILURE: 1,
  USAGE: 64,
  DATAERR: 65,
  NOINPUT: 66,
  NOUSER: 67,
  NOHOST: 68,
  UNAVAILABLE: 69,
  SOFTWARE: 70,
  OSERR: 71,
  OSFILE: 72,
  CANTCREAT: 73,
  IOERR: 74,
  TEMPFAIL: 75,
  PROTOCOL: 76,
  NOPERM: 77,
  CONFIG: 78,
};

/** A signal as systemd names it: `SIGTERM`, also for `TERM` and 15; null when there is none. */
export function signalName(text: string): string | null {
  const byNumber = /^\d+$/.test(text)
    ? Object.entries(constants.signals).find(([, number]) => number === Number(text))?.[0]
    : undefined;
  const name = byNumber ?? (text.startsWith('SIG') ? text : `SIG${text}`);
  return Object.hasOwn(constants.signals, name) ? name : null;
}

/** One word of SuccessExitStatus= and its like: an exit code, or a signal's name; null when systemd ignores it. */
export function parseStatus(word: string): number | string | null {
  if (/^\d+$/.test(word)) return Number(word) < 256 ? Number(word) : null;
  return Object.hasOwn(EXIT_NAMES, word) ? (EXIT_NAMES[word] ?? null) : signalName(word);
}
