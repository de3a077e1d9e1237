import type { AnyManager } from './definition.ts';

/** What a manager says of one service, in words common to all managers. */
export interface ManagedState {
  /** The unit's name with `.service`, or the label. */
  name: string;
  /** `broken`: it is there and the manager refuses it. `unknown`: could not find out. Look at it before anything else. */
  load: 'loaded' | 'not-loaded' | 'masked' | 'broken' | 'unknown';
  active: 'active' | 'activating' | 'deactivating' | 'inactive' | 'failed';
  /** In its own words: `auto-restart`, `spawn scheduled`, `start-limit-hit`. */
  detail: string;
  mainPid: number | null;
  /** systemd only. */
  controlGroup: string | null;
  /** Whether it starts by itself at login or boot. `no-say`: another unit decides, or there is nothing to say. */
  enabled: 'yes' | 'no' | 'masked' | 'no-say';
  /** What is loaded is older than the disk (NeedDaemonReload; launchd: the loaded arguments differ). */
  stale: boolean;
  /** The drop-ins it was loaded with, as systemd prints them; of the other managers none. */
  dropIns?: readonly string[];
  restarts: number | null;
  /** When the main process was started, in milliseconds since 1970. */
  since: number | null;
  lastExit: string | null;
}

/** A service to be started: its name, and the file that defines it (launchd loads files, not names). */
export interface Job {
  name: string;
  path: string;
  /** False: its file is the one that was loaded. launchd then does not have to load it again to restart it. */
  changed?: boolean;
}

/**
 * A service manager. What acts takes many services, does them side by side and returns when the request is taken (`stop`:
 * when they are gone); with no names it does nothing. It throws Failure (host) with the manager's words and the next command.
 */
export interface ServiceManager {
  readonly name: AnyManager;
  /** One process for all on systemd; bounded side by side on launchd. Each name has an answer. */
  states(names: readonly string[]): Promise<ReadonlyMap<string, ManagedState>>;
  /** Makes it notice what is on disk, once for all. launchd notices when a job is loaded again: nothing. */
  reload(): Promise<void>;
  enable(names: readonly string[]): Promise<void>;
  disable(names: readonly string[]): Promise<void>;
  start(jobs: readonly Job[]): Promise<void>;
  /** Returns when they are really gone. */
  stop(names: readonly string[]): Promise<void>;
  restart(jobs: readonly Job[]): Promise<void>;
  /** Lets a service start again that has used up its tries. launchd keeps no such count: nothing. */
  clearFailure(names: readonly string[]): Promise<void>;
  /** The end of what it wrote, from the journal or its log file, oldest first. The caller redacts. */
  lastLines(name: string, lines: number): Promise<string[]>;
}
