import type { ManagerName } from './definition.ts';

/** One way in which a command line can name the app's program. */
export interface ProgramShape {
  /** A program or script file: the last components of its path (`hermes`, `hermes_cli/main.py`). */
  file?: string;
  /** A Python module after `-m`. */
  module?: string;
  /** Text inside the program given after `-c`. */
  inline?: string;
  /** The gateway action it stands for by itself, where no sub-command follows. */
  action?: string;
}

/** A wrapper of the app's own: the real command follows its `--`. */
export interface WrapperShape {
  module?: string;
  /** An option of the app's program with this value: `--run-module hermes_cli.stderr_timestamp`. */
  option?: string;
  value?: string;
}

export interface Marker {
  name: string;
  /** Whether unitpin writes it (with the value `1`). */
  write: boolean;
}

/** Everything unitpin knows about one app, as `templates/<app>/app.yaml` says it. */
export interface App {
  id: string;
  title: string;
  /** A definition that holds none of these words, in its name or text, is not this app's. */
  mentions: readonly string[];
  command: {
    programs: readonly ProgramShape[];
    wrappers: readonly WrapperShape[];
    profileFlags: readonly string[];
    replaceFlag: string;
    /** Flags that tell the app that something else supervises it. Older versions refuse them. */
    supervisorFlags: readonly string[];
    /** The sub-command under which the gateway lives, and the actions it knows. */
    gateway: string;
    actions: readonly string[];
    /** The action that runs in the foreground; also what the bare sub-command does. */
    run: string;
    /** The action that stops a gateway from outside. */
    stop: string;
    /** Actions that only ask the service manager, so that under it nothing is supervised. */
    delegates: readonly string[];
  };
  home: {
    variable: string;
    /** Below the account's home directory. */
    default: string;
    profiles: string;
    sticky: string;
    /** What a profile's own processes have as HOME, below the profile's home. */
    inner: string;
    /** Variables that look as if they named the profile, and that no version reads for it. */
    decoys: readonly string[];
  };
  markers: readonly Marker[];
  naming: {
    unit: string;
    label: string;
    /** Between the base name and the profile's suffix. */
    separator: string;
    legacyUnits: readonly string[];
  };
  program: {
    /** Where the install keeps its program, below the root home, best first; `argv` follows it. */
    layouts: readonly { path: string; argv: readonly string[] }[];
    /** The caller's variable that names the program, and the name looked for on PATH. */
    variable: string;
    name: string;
    /** Files of the install that tell its release date, relative to the checkout, and how. */
    release: { files: readonly string[]; pattern: string };
  };
  replace: Record<ManagerName, 'auto' | 'never'> & {
    /** Installs released on or after this day (YYYY-MM-DD) write systemd units without `--replace`. */
    droppedOn: string;
  };
  /** Folders of PATH, in order; `{home}` is the profile's home, `{root}` the root home, `{account}` the account's home. */
  path: readonly string[];
  systemd: {
    /** Settings of a whole unit besides the command, its environment and its names. */
    unit: readonly { scope?: 'user' | 'system'; key: string; value: string }[];
    service: readonly { key: string; value: string }[];
    wantedBy: { user: string; system: string };
  };
  launchd: {
    /** Keys of a whole property list besides the command, its environment and its names. */
    keys: Record<string, unknown>;
    /** Seconds that a stop needs at least with the app's defaults. */
    leastStopTimeout: number;
    environment: Record<string, string>;
  };
  logs: { out: string; error: string };
  exitCodes: { restart: number; fatal: number };
  stopTimeout: Record<string, { environment: string; config: string; default: number }>;
  /** Where a profile's API server listens. */
  endpoint: {
    default: { host: string; port: number };
    variables: Record<'enabled' | 'key' | 'host' | 'port', string>;
    /** Keys that the app refuses. Placeholders in lower case. */
    key: { minLength: number; placeholders: readonly string[] };
    /** Key paths of the mappings in config.yaml, best first; every version reads the first. */
    config: readonly string[];
    /** Key paths that look right and that no version reads. */
    ignored: readonly string[];
    /** Ports that something else beside the gateway uses. */
    neighbours: readonly { port: number; of: string }[];
  };
  /** Variables that no two gateways may have the same value of. */
  tokens: readonly string[];
  /** One gateway for all profiles. */
  multiplexer: { variable: string; config: readonly string[]; standalone: string; migration: string };
  /** Installs released on or after this day (YYYY-MM-DD) write their own user unit anew at every start. */
  rewritesSince: string;
  health: { path: string };
  /** Below a profile's home. */
  files: { pid: string; lock: string; state: string; starts: string; launchdRefused: string };
  /** More than so many starts in so many seconds are no chance. */
  storm: { starts: number; seconds: number };
}
