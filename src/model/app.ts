import type { ManagerName } from './definition.ts';
import type { Sign } from './sign.ts';

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

export interface LogSign extends Sign {
  /** What it means for a gateway that runs; `until`: a pattern for a later line that takes it back. */
  health?: { answer: 'not' | 'degraded'; says?: string | undefined; until?: string | undefined } | undefined;
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
    /** Flags that name the profile. Unless `pin.by` says otherwise, the first is written into the command. */
    profileFlags: readonly string[];
    /** The flag that ends a gateway which runs, to take its place. */
    replaceFlag: string;
    /** Flags that tell the app that something else supervises it. Older versions refuse them. */
    supervisorFlags: readonly string[];
    /** The sub-command under which the gateway lives, and the actions it knows. */
    gateway: string;
    actions: readonly string[];
    /** The action that runs in the foreground; also what the bare sub-command does. */
    run: string;
    /** Whether that is written by the bare sub-command: there is no word for the action. */
    bare: boolean;
    /** The action that stops a gateway from outside. */
    stop: string;
    /** Actions that only ask the service manager, so that under it nothing is supervised. */
    delegates: readonly string[];
  };
  home: {
    variable: string;
    /** Below the account's home directory. */
    default: string;
    /** On Windows instead: a folder below the first of these variables that is set. */
    windows?: { variables: readonly string[]; folder: string } | undefined;
    /** The home of a profile: `{root}/profiles/{profile}`, or beside the root home: `{root}-{profile}`. */
    profiles: string;
    /** What a profile may be called; a regular expression. */
    names: string;
    /** Below a home: the gateway's settings. YAML, of which JSON is a part. */
    config: string;
    /** Below the root home: the profile that commands without a flag follow. Without one they run `default`. */
    sticky?: string | undefined;
    /** What a profile's own processes have as HOME, below the profile's home. */
    inner?: string | undefined;
    /** Variables that look as if they named the profile, and that no version reads for it. */
    decoys: readonly string[];
  };
  pin: {
    /** What counts before the other, and is written: the flag in the command, or the home in the environment. */
    by: 'flag' | 'home';
    /**
     * Variables that a definition has besides the home's. `{profile}`, `{home}`, `{root}`, `{unit}`, `{label}` stand for
     * what they are of the service. One with `{profile}` or `{home}` that says another one is a contradiction.
     */
    variables: Readonly<Record<string, string>>;
  };
  markers: readonly Marker[];
  naming: {
    /** Names of the default profile's. */
    unit: string;
    label: string;
    /** Between the base name and the profile's suffix. */
    separator: string;
    /** The names of the others, where they are made in another way: `{suffix}` is the profile. */
    profileUnit?: string | undefined;
    profileLabel?: string | undefined;
    legacyUnits: readonly string[];
    /** Labels of what else the app runs: no profile's gateway may have one. */
    otherLabels: readonly string[];
  };
  program: {
    /** Where the install keeps its program, below the root home, best first; `argv` follows it. */
    layouts: readonly { path: string; argv: readonly string[] }[];
    /** The caller's variable that names the program, and the name looked for on PATH. */
    variable: string;
    name: string;
    /** Files of the install that tell its release date, relative to the checkout, and how. */
    release?: { files: readonly string[]; pattern: string } | undefined;
  };
  replace: Record<ManagerName, 'auto' | 'never'> & {
    /** Installs released on or after this day (YYYY-MM-DD) write systemd units without `--replace`. */
    droppedOn?: string | undefined;
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
    /** Those that an agent has besides, and a daemon must not have. */
    agentKeys: Record<string, unknown>;
    /** Seconds that a stop needs at least with the app's defaults. */
    leastStopTimeout: number;
    environment: Record<string, string>;
  };
  /** What our own supervisor does beyond the systemd settings; those hold for it, too. */
  supervisor: {
    /** Tells the app that something starts it again. */
    environment: Record<string, string>;
    /** As RestartSteps= and RestartMaxDelaySec= of systemd.service(5), which older systemds do not know. Seconds. */
    restartSteps: number;
    restartMaxDelay: number;
    /** A run of so many seconds is a stable one: what was before it is forgotten. */
    stableAfter: number;
    /** So many ends in a row, no stable run among them, are a crash loop: it rests for `parkedFor` seconds, then one try. */
    crashLoop: number;
    parkedFor: number;
    /** So many profiles in crash loops within `seconds`: nothing more is started by itself for so long. */
    fleetBreaker: { profiles: number; seconds: number };
  };
  /** Written into a profile's home before its gateway is stopped: keys of the JSON in it. */
  plannedStop?: { file: string; pid: string; start: string; by: string; at: string } | undefined;
  /** Below a profile's home. `also`: others that tell why it ended. */
  logs: { out: string; error: string; also: readonly string[] };
  /** `restart`: it wants to be started again; `fatal`: no restart can mend it. Null: no code says so. */
  exitCodes: { restart: number | null; fatal: number | null };
  stopTimeout: Record<
    string,
    { environment?: string | undefined; config?: string | undefined; default: number }
  >;
  /** Where a profile's API server listens. */
  endpoint: {
    /** Whether there is one: always, never, or with a key that the app takes. */
    serves: 'always' | 'never' | 'with key';
    default: { host: string; port: number };
    variables: Partial<Record<'enabled' | 'key' | 'host', string | undefined>> & { port: string };
    /** Keys that the app refuses. Placeholders in lower case. */
    key: { minLength: number; placeholders: readonly string[] };
    /** Ports above this one that the gateway takes besides: from `first` to `last`, counted from it. */
    derived: readonly { first: number; last: number; of: string }[];
    /** The flag of the gateway's that counts before all of them. */
    portFlag?: string | undefined;
    /** Key paths of the mappings in the configuration, best first; every version reads the first. */
    config: readonly string[];
    /** Key paths that look right and that no version reads. */
    ignored: readonly string[];
    /** Ports that something else beside the gateway uses. */
    neighbours: readonly { port: number; of: string }[];
  };
  /** Variables that no two gateways may have the same value of. */
  tokens: readonly string[];
  /** One gateway for all profiles. */
  multiplexer?:
    | {
        variable: string;
        config: readonly string[];
        standalone: string;
        migration: string;
        /** Key of its state file: the profiles it serves. */
        served: string;
      }
    | undefined;
  /** Installs released on or after this day (YYYY-MM-DD) write their own user unit anew at every start. */
  rewritesSince?: string | undefined;
  /** `answer`: what the JSON object it answers with says, beside other things. */
  health: { path: string; answer: Readonly<Record<string, string>> };
  /** Below a profile's home. */
  files: { pid: string; lock: string; state: string; starts: string; launchdRefused: string };
  /** Keys of the JSON in those files; seconds after which the state file says nothing about now. */
  records: { home: string; start: string; phase: string; staleAfter: number };
  /** Words for a platform with which nothing is wrong. */
  platformsWell: readonly string[];
  /** Lines of its logs that tell something of it. */
  logSigns: readonly LogSign[];
  /** More than so many starts in so many seconds are no chance. */
  storm: { starts: number; seconds: number };
}
