import { list } from './list.ts';

export const environment = {
  'environment-file-missing': {
    title: 'an environment file is not there',
    message: (p: { path: string }) =>
      `${p.path} is not there as a file: systemd cannot start the service without it. With "-" before the path the service starts without its variables.`,
  },
  'home-missing': {
    title: 'the home is not there',
    absent: (p: { home: string; profile: string | null }) =>
      `The home ${p.home} is not there. The gateway${p.profile === null ? '' : ` of "${p.profile}"`} fails at every start, or makes a new and empty one: no tokens, no memory, no sessions.`,
    noFolder: (p: { home: string }) =>
      `The home ${p.home} is a file, not a folder: the gateway fails at every start.`,
  },
  'home-relative': {
    title: 'the home is a relative path',
    message: (p: { variable: string; home: string }) =>
      `${p.variable} is "${p.home}", a path without a leading slash: which folder that is depends on the one the service is started in, and tools that read it elsewhere look at another one.`,
  },
  'home-temporary': {
    title: 'the home is a temporary folder',
    message: (p: { variable: string; home: string }) =>
      `${p.variable} is ${p.home}, a temporary folder: a test or a trial has written it. After the next boot or clean-up the gateway is without its profile, its tokens and its memory.`,
  },
  'home-unset': {
    title: 'the home is not in the definition',
    message: (p: { variable: string; folder: string }) =>
      `The flag pins the profile, but not below which home: without ${p.variable} that is ${p.folder} below whatever HOME is at the start. Started by another manager, or with another HOME, it is another profile of the same name.`,
    fix: (p: { variable: string; home: string }) => `set ${p.variable} to ${p.home}`,
  },
  'proxy-in-definition': {
    title: 'a proxy is frozen into the definition',
    message: (p: { names: readonly string[] }) =>
      `${list(p.names)} in the definition send${p.names.length === 1 ? 's' : ''} the gateway's traffic through a proxy for good: when it moves or is switched off the gateway is cut off, and versions of the app that write the definition anew leave it out.`,
  },
  'runtime-dir-fixed': {
    title: 'the runtime folder of one user id is in the definition',
    fixed: (p: { names: readonly string[]; uid: string }) =>
      `${list(p.names)} name${p.names.length === 1 ? 's' : ''} the runtime folder of user id ${p.uid}. On a machine where the account has another id the gateway talks to a foreign bus, or to none. The user's manager sets both by itself; %t is its folder everywhere.`,
    foreign: (p: { names: readonly string[]; uid: string; own: number; account: string }) =>
      `${list(p.names)} name${p.names.length === 1 ? 's' : ''} the runtime folder of user id ${p.uid}, but the service runs as ${p.account}, user id ${p.own}: it has no access there, and everything that needs the bus fails.`,
    fix: 'leave it to the manager',
  },
  'search-path-gone': {
    title: 'folders in PATH that are not there',
    message: (p: { gone: readonly string[] }) =>
      `PATH names what is not there: ${list(p.gone)}. Programs that were found there are missing now, or another one of the same name runs.`,
  },
  'search-path-unset': {
    title: 'a launchd job without PATH',
    message: () =>
      "The job sets no PATH: launchd gives it /usr/bin:/bin:/usr/sbin:/sbin only. Programs of Homebrew and of the user's own folders (node, git, ffmpeg) are not found, though the same command works in a terminal.",
    fix: "set PATH to unitpin's list",
  },
  'search-path-unstable': {
    title: 'folders in PATH that do not last',
    message: (p: { entries: readonly string[] }) =>
      `PATH names folders that do not last, or mean something else elsewhere: ${list(p.entries)}. The gateway finds other programs one day, or none.`,
    temporary: (p: { entry: string; by: string }) => `${p.entry} (temporary)`,
    test: (p: { entry: string; by: string }) => `${p.entry} (of a test run)`,
    session: (p: { entry: string; by: string }) => `${p.entry} (made by ${p.by} for one session)`,
    version: (p: { entry: string; by: string }) => `${p.entry} (moves with ${p.by})`,
    cache: (p: { entry: string; by: string }) => `${p.entry} (the cache of ${p.by})`,
    windows: (p: { entry: string; by: string }) => `${p.entry} (a Windows drive)`,
    relative: (p: { entry: string; by: string }) => `"${p.entry}" (relative)`,
    empty: (_: { entry: string; by: string }) => 'an empty entry (the folder it is started in)',
    fix: 'take them out of PATH',
  },
  'secret-file-open': {
    title: 'others can read a file with secrets',
    everybody: (p: { path: string; mode: string; names: readonly string[] }) =>
      `${p.path} (mode ${p.mode}) holds ${list(p.names)}, and every account of this machine can read it. Mode 0600 keeps it to its owner, and the service reads it all the same.`,
    group: (p: { path: string; mode: string; names: readonly string[] }) =>
      `${p.path} (mode ${p.mode}) holds ${list(p.names)}, and its whole group can read it. Where the group is more than this service, mode 0600 keeps it to its owner.`,
  },
  'secret-in-definition': {
    title: 'a secret is written in the definition',
    word: 'a secret without a name',
    systemd: (p: { names: readonly string[] }) =>
      `The definition itself holds ${list(p.names)}. Whoever may read the unit, its backups or the output of "systemctl show" has it, and each new token means an edit here. It belongs in the profile's .env, or into a file that EnvironmentFile= names.`,
    launchd: (p: { names: readonly string[] }) =>
      `The definition itself holds ${list(p.names)}. A property list has to be readable by others for launchd to take it, and "launchctl print" shows it, too. It belongs in the profile's .env.`,
    here: (p: { name: string }) => `${p.name} stands here`,
  },
  'working-directory-in-checkout': {
    title: 'the working directory may be deleted',
    checkout: (p: { path: string }) =>
      `The working directory ${p.path} is the program's own checkout: an update or a new install may delete it, and then no start succeeds any more.`,
    temporary: (p: { path: string }) =>
      `The working directory ${p.path} is temporary: after the next boot or clean-up no start succeeds any more.`,
    packages: (p: { path: string }) =>
      `The working directory ${p.path} belongs to a package manager: with the next version of the interpreter or the package it is gone, and then no start succeeds any more.`,
  },
  'working-directory-missing': {
    title: 'the working directory is not there',
    systemd: (p: { path: string; key: string; isFile: boolean }) =>
      `${p.key} ${p.path} is ${p.isFile ? 'a file' : 'not there'}: systemd ends each start with 200/CHDIR before the program runs, and with Restart= tries again for ever.`,
    launchd: (p: { path: string; key: string; isFile: boolean }) =>
      `${p.key} ${p.path} is ${p.isFile ? 'a file' : 'not there'}: launchd cannot go there, and the program does not run.`,
    fix: (p: { home: string }) => `use the home, ${p.home}`,
  },
  'environment-file-foreign': {
    title: "another profile's variables are read in",
    message: (p: { path: string; profile: string }) =>
      `${p.path} is of another profile than "${p.profile}", which this service runs: what it sets there (bot tokens, ports, keys) is in effect here, and wins over the profile's own .env.`,
  },
};
