/** Names of exit codes that systemd takes beside numbers (systemd.exec(5), "Process Exit Codes"), in order of their codes. */
const EXIT_NAMES = new Map<string, number>();
const name = (from: number, names: string): void => {
  for (const [index, one] of names.split(' ').entries()) EXIT_NAMES.set(one, from + index);
};
name(0, 'SUCCESS FAILURE INVALIDARGUMENT NOTIMPLEMENTED NOPERMISSION NOTINSTALLED NOTCONFIGURED NOTRUNNING');
name(64, 'USAGE DATAERR NOINPUT NOUSER NOHOST UNAVAILABLE SOFTWARE OSERR');
name(72, 'OSFILE CANTCREAT IOERR TEMPFAIL PROTOCOL NOPERM CONFIG');
name(200, 'CHDIR NICE FDS EXEC MEMORY LIMITS OOM_ADJUST SIGNAL_MASK STDIN STDOUT');
name(210, 'CHROOT IOPRIO TIMERSLACK SECUREBITS SETSCHEDULER CPUAFFINITY GROUP USER CAPABILITIES CGROUP');
name(220, 'SETSID CONFIRM STDERR');
name(224, 'PAM NETWORK NAMESPACE NO_NEW_PRIVILEGES SECCOMP SELINUX_CONTEXT PERSONALITY APPARMOR');
name(232, 'ADDRESS_FAMILIES RUNTIME_DIRECTORY');
name(235, 'CHOWN SMACK_PROCESS_LABEL KEYRING STATE_DIRECTORY CACHE_DIRECTORY LOGS_DIRECTORY');
name(241, 'CONFIGURATION_DIRECTORY NUMA_POLICY CREDENTIALS BPF');
name(255, 'EXCEPTION');

/** Linux signals in order of their numbers, from 1 on. Not those of this machine: a Mac judges units, too. */
const SIGNALS = (
  'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU ' +
  'URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'
).split(' ');
const FIRST_REALTIME = 34;
const LAST_REALTIME = 64;

/** A whole number as systemd reads it: also `0x4b`, `0113` (octal) and `+75`; null for anything else. */
export function parseUnsigned(text: string): number | null {
  const digits = text.replace(/^\+/, '');
  if (/^0[0-7]+$/.test(digits)) return Number.parseInt(digits, 8);
  return /^(0x[\da-f]+|0b[01]+|0o[0-7]+|0|[1-9]\d*)$/i.test(digits) ? Number(digits) : null;
}

/** A signal by one name for each: `SIGTERM`, also for `TERM` and 15; null when systemd knows none. */
export function signalName(text: string): string | null {
  const number = parseUnsigned(text);
  if (number !== null) return nameOf(number);
  const bare = text.replace(/^SIG/, '');
  const [, end, distance] = /^RT(MIN|MAX)([+-]\d+)?$/.exec(bare) ?? [];
  if (end === undefined) return SIGNALS.includes(bare) ? `SIG${bare}` : null;
  const real = (end === 'MIN' ? FIRST_REALTIME : LAST_REALTIME) + Number(distance ?? 0);
  return real >= FIRST_REALTIME ? nameOf(real) : null;
}

function nameOf(number: number): string | null {
  if (number >= FIRST_REALTIME && number <= LAST_REALTIME) return `SIGRTMIN+${number - FIRST_REALTIME}`;
  const plain = SIGNALS[number - 1];
  if (plain !== undefined) return `SIG${plain}`;
  // Two that the C library keeps for itself.
  return number === 32 || number === 33 ? `SIG${number}` : null;
}

/** One word of SuccessExitStatus= and its like: an exit code, else a signal; null when systemd ignores it. */
export function parseStatus(word: string): number | string | null {
  const code = EXIT_NAMES.get(word) ?? parseUnsigned(word);
  return code !== null && code < 256 ? code : signalName(word);
}
