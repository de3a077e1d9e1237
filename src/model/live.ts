import type { Identity } from './identity.ts';
import type { UnitState } from './unit-state.ts';

/** The gateway that runs in a unit, judged by what it was started with. */
export interface RunningGateway {
  pid: number;
  identity: Identity;
}

/** What systemd says about one definition. */
export interface LiveUnit {
  manager: 'systemd';
  state: UnitState;
  /** Whether the manager has read another main file than ours. */
  elsewhere: boolean;
  /** Null when there is none, or it cannot be looked at. */
  running: RunningGateway | null;
}

/** What `launchctl print` says about one job. `unknown`: could not find out. */
export interface JobState {
  loaded: 'yes' | 'no' | 'unknown';
  /** Where it is loaded, or could be: `gui/501`, `user/501` or `system`. */
  domain: string | null;
  /** `running`, `not running`, `spawn scheduled`, …; where it is unknown, what launchctl said instead. */
  state: string;
  pid: number | null;
  /** Starts since it was loaded. */
  runs: number;
  /** As it is printed, `78: EX_CONFIG`; null when it has not ended yet. */
  lastExit: string | null;
  /** Seconds that launchd waits between SIGTERM and SIGKILL; the gui domain allows 60 at most. Null where it is not printed. */
  exitTimeout: number | null;
  /** The file it was loaded from. */
  path: string | null;
  /** Its arguments as they are printed: one a line, a line break in one as it is. Null when there are none. */
  argv: string | null;
  environment: ReadonlyMap<string, string> | null;
}

/** What launchd says about one definition. */
export interface LiveJob {
  manager: 'launchd';
  state: JobState;
  /** Whether launchd has read another file than ours. */
  elsewhere: boolean;
}

/** What its manager says about one definition, beside what its files say. */
export type LiveState = LiveUnit | LiveJob;

/** A unit of the app that its manager has loaded, and that is in no file any more. */
export interface Ghost {
  name: string;
  scope: 'user' | 'system';
  /** The profile its name says. */
  profile: string;
  /** The file it was loaded from; null when the manager has noticed that it is gone. */
  fragment: string | null;
  active: string;
}

/** A gateway that runs in no unit we know. */
export interface OutsideProcess {
  pid: number;
  profile: string;
  controlGroup: string;
}

/** More starts in a short time than the app itself takes for sound. */
export interface Storm {
  starts: number;
  seconds: number;
  /** Seconds since the last of them; null where it is not known what time it is on that host. */
  age: number | null;
  /** The app's ledger of them, and the line of the last. */
  path: string;
  line: number;
}

/** What is known about managers and processes. Under another root and without asking, only what files say. */
export interface MachineFacts {
  /** Whether services of the account go on without a login; null: could not find out. */
  linger: { on: boolean; path: string } | null;
  /** Why the user's systemd cannot be asked; null when it can, or was not. */
  unreachable: { reason: string; next: string | null; installed: boolean } | null;
  /** XDG_RUNTIME_DIR of another account. */
  foreignRuntimeDir: string | null;
  /** Profiles that `unitpin.yaml` does not want started. */
  resting: ReadonlySet<string>;
  ghosts: readonly Ghost[];
  /** Names of the app that a link to /dev/null, or an empty file, takes away. */
  masked: readonly { name: string; scope: 'user' | 'system'; profile: string; path: string }[];
  /** What `launchctl enable` and `disable` have noted, by scope and label (`user ai.example`). */
  overrides: ReadonlyMap<string, 'enabled' | 'disabled'>;
  outside: readonly OutsideProcess[];
  /** By the id of the definition. */
  storms: ReadonlyMap<string, Storm>;
  /** Where the app has noted that launchd cannot run it here, by the id of the definition. */
  launchdRefused: ReadonlyMap<string, string>;
}
