import { list } from './list.ts';

export const job = {
  'definition-linked': {
    title: 'the definition is a link, or read-only',
    store: (p: { target: string }) =>
      `The file is a link into a store (${p.target}): nothing can be changed there, and the next rebuild makes it anew. What should last belongs in the configuration that it is built from; unitpin pins a unit by a drop-in beside it.`,
    link: (p: { target: string }) =>
      `The file is a link to ${p.target}: an edit changes that file, and a tool that replaces this one cuts the link. unitpin pins a unit by a drop-in beside it and refuses to replace a link.`,
    readOnly: () =>
      'Nobody has the permission to write this file: tools that mend definitions, the app among them, fail on it. unitpin pins a unit by a drop-in beside it.',
  },
  'file-mode': {
    title: 'others can write the definition, or its manager cannot take it',
    written: (p: { path: string; mode: string }) =>
      `Others than its owner can write ${p.path} (mode ${p.mode}): whoever does has their own command run as this service's account. Make it 0644.`,
    refused: (p: { path: string; mode: string }) =>
      `Others than its owner can write ${p.path} (mode ${p.mode}): launchd refuses such a file, and the job is not loaded. Make it 0644.`,
    closed: (p: { path: string; mode: string }) =>
      `${p.path} is not readable for all (mode ${p.mode}): launchd refuses to load it with "Bootstrap failed: 5: Input/output error". Make it 0644, and keep secrets elsewhere.`,
    foreign: (p: { path: string; uid: number }) =>
      `${p.path} belongs to another account (uid ${p.uid}): that one decides what this service runs, and launchd refuses such a file.`,
    executable: (p: { path: string; mode: string }) =>
      `${p.path} is executable (mode ${p.mode}), which a unit file has no use for: systemd warns of it each time it reads it.`,
    folder: (p: { path: string; mode: string }) =>
      `Everybody can write in ${p.path} (mode ${p.mode}): whoever puts a definition or a drop-in there has their own command run as this service's account. Make it 0755.`,
  },
  'job-disabled': {
    title: 'the job is disabled in its own file',
    message: (p: { label: string }) =>
      `Disabled is set: launchd does not load this job at login or boot unless "launchctl enable" was once said for ${p.label}, which a new installation does not know.`,
    fix: 'take Disabled out',
  },
  'job-key-obsolete': {
    title: 'a key that launchd no longer honours',
    message: (p: { key: string }) =>
      `${p.key} is obsolete: launchd reads it and does nothing, or does not promise what it does.`,
    onDemand: () => 'OnDemand is obsolete since macOS 10.5: KeepAlive says the same, the other way round.',
    timeOut: () =>
      'TimeOut is an obsolete idle time-out of programs started on demand. It delays no restart, and limits no stop: those are ThrottleInterval and ExitTimeOut.',
    globbing: () =>
      'EnableGlobbing is obsolete: patterns and ~ in the arguments reach the program as they stand.',
  },
  'keep-alive-contradicted': {
    title: 'a key that contradicts KeepAlive',
    once: () =>
      'LaunchOnlyOnce beside KeepAlive: the job runs once and is not started again until the next boot, so a gateway that has ended stays down.',
    onDemand: () =>
      'OnDemand true says that the job is not kept alive, KeepAlive that it is: which of the two counts is not documented.',
    clock: (p: { key: string }) =>
      `${p.key} beside KeepAlive: KeepAlive starts the gateway again after each end, so that no start by the clock ever happens. Who expects a restart by the clock does not get it.`,
    keepAliveIsHere: 'KeepAlive is here',
    fix: (p: { key: string }) => `take ${p.key} out`,
  },
  'label-file-mismatch': {
    title: 'the label is not the name of the file',
    message: (p: { label: string; file: string }) =>
      `The label is ${p.label}, the file ${p.file}: tools that look for ${p.label}.plist do not find it, and write a second job beside it. Name the file after the label.`,
  },
  'log-discarded': {
    title: 'what the program says on standard error is thrown away',
    error: () => 'Standard error is thrown away: when the gateway cannot start, nothing anywhere says why.',
    inherited: () =>
      'Standard output is thrown away, and standard error with it, as nothing else is said: when the gateway cannot start, nothing anywhere says why.',
    missing: () =>
      'There is no StandardErrorPath: launchd throws standard error away. When the gateway cannot start, only "last exit code" of launchctl print hints at it.',
    fixUnit: (p: { value: string }) => `send it to the ${p.value}`,
    fixJob: (p: { value: string }) => `write it to ${p.value}`,
  },
  'log-folder-missing': {
    title: 'the folder of a log is missing',
    launchd: (p: { folder: string }) =>
      `${p.folder} is not there. launchd opens the logs before it runs the program: it cannot, and the job ends with exit code 78 without ever having run.`,
    systemd: (p: { folder: string; key: string }) =>
      `${p.folder} is not there. systemd opens ${p.key} before it runs the program and makes no folder for it: each start fails with ${p.key === 'StandardError' ? '222/STDERR' : '209/STDOUT'}.`,
  },
  'log-temporary': {
    title: 'a log among temporary files',
    message: (p: { path: string }) =>
      `The log is ${p.path}: it is removed at a reboot, or after some days, which is when somebody looks for it, and other accounts of the machine can read it or have made it before.`,
    too: (p: { path: string }) => `${p.path}, too`,
  },
  'path-not-expanded': {
    title: 'a path that only a shell would expand',
    program: (p: { manager: string; part: string }) =>
      `${p.manager} starts programs without a shell and takes ${p.part} as it stands: there is no such program, and the service never runs.`,
    opened: (p: { manager: string; name: string; part: string }) =>
      `${p.manager} takes ${p.part} in ${p.name} as it stands: it finds no such path, and the program is never started.`,
    home: (p: { manager: string; name: string; part: string }) =>
      `${p.manager} passes ${p.name} on with ${p.part} as it stands: the program works in a folder of that very name, or in none, and not in the home that is meant.`,
    variable: (p: { manager: string; name: string; part: string }) =>
      `${p.manager} passes ${p.name} on with ${p.part} as it stands: no shell reads it, and what it should stand for is not there.`,
    argument: (p: { manager: string; part: string }) =>
      `${p.manager} passes an argument on with ${p.part} as it stands: no shell reads it, and the program looks for a path of that very name.`,
    fix: 'write the path out',
  },
  'run-at-load-implied': {
    title: 'the job starts although RunAtLoad is false',
    message: (p: { key: string }) =>
      `RunAtLoad is false, but ${p.key} starts the job as soon as it is loaded: at every login or boot it runs all the same.`,
  },
  'run-at-load-off': {
    title: 'nothing starts the job',
    when: { agent: 'at login', daemon: 'at boot' },
    never: (p: { when: string }) =>
      `launchd loads this job and does not start it: RunAtLoad is not true, and no other key starts it ${p.when}. The gateway stays down until somebody says "launchctl kickstart".`,
    later: (p: { key: string; when: string }) =>
      `launchd does not start this job ${p.when}: RunAtLoad is not true, and only ${p.key} starts it, later. Until then the gateway is down.`,
    fix: 'set RunAtLoad',
  },
  'session-type-narrow': {
    title: 'the session the agent is for is not the one it is started in',
    message: (p: { types: readonly string[] }) =>
      `The agent is for ${list(p.types)} only: launchd leaves it out when somebody logs in at the screen (Aqua), and "launchctl bootstrap gui/UID" fails. Of the other sessions none reads the LaunchAgents folder by itself.`,
    fix: (p: { types: readonly string[] }) => `load it in ${list(p.types)}`,
  },
  'supervisor-unannounced': {
    title: 'the gateway is not told that launchd supervises it',
    message: (p: { flag: string | null; name: string }) =>
      `Nothing in this job tells the gateway that it is supervised (${p.name}${p.flag ? `, or ${p.flag} where the version knows it` : ''}): a version that does not notice by itself starts its own successor when it is asked to restart, beside the one launchd starts.`,
    fix: (p: { names: readonly string[] }) => `set ${list(p.names)}`,
  },
  'throttle-interval': {
    title: 'launchd starts a failing gateway again too soon',
    short: (p: { seconds: number; wanted: number }) =>
      `ThrottleInterval is ${p.seconds} s: a gateway that fails at its start is started again every ${p.seconds} s, before locks and ports of the last one are free. ${p.wanted} s are enough for that.`,
    missing: (p: { seconds: number; wanted: number }) =>
      `There is no ThrottleInterval, so launchd waits its default of ${p.seconds} s: a gateway that fails at its start is started again before locks and ports of the last one are free. ${p.wanted} s are enough for that.`,
    fix: (p: { wanted: number }) => `set ThrottleInterval to ${p.wanted}`,
  },
  'umask-decimal': {
    title: 'an octal umask written as a decimal number',
    message: (p: { digits: string; octal: string; decimal: number }) =>
      `launchd reads the integer ${p.digits} as decimal, which is the umask ${p.octal}: files get other permissions than meant, and may be open to others or closed to their owner. Octal ${p.digits} is the integer ${p.decimal}.`,
    fix: (p: { digits: string; decimal: number }) => `write octal ${p.digits} as ${p.decimal}`,
  },
  'user-name-in-agent': {
    title: 'an agent cannot choose its account',
    message: (p: { keys: readonly string[] }) =>
      `${list(p.keys)} ${p.keys.length === 1 ? 'counts' : 'count'} only in the system domain: as an agent the job runs as whoever logs in, whatever stands here.`,
    fix: (p: { keys: readonly string[] }) => `take ${list(p.keys)} out`,
  },
};
