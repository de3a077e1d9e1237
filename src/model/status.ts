import type { ManagerName, Scope } from './definition.ts';
import type { Endpoint } from './facts.ts';
import type { Health, Listener, LockState } from './gateway.ts';
import type { Identity } from './identity.ts';
import type { ServiceState } from './service.ts';

/** What its manager says about a service, in words that serve for every manager. */
export interface ManagerAnswer {
  /** systemd: LoadState, where that is not `loaded`, else ActiveState; launchd: as `launchctl print` has it, or `not loaded`. */
  state: string;
  /** systemd: SubState, with the result where it ended badly; launchd: how it ended last. Null when there is no more to say. */
  detail: string | null;
  up: 'up' | 'coming' | 'down';
  /** Whether it starts by itself; null when the manager does not say. */
  enabled: boolean | null;
  /** Of its main process; null when there is none. */
  pid: number | null;
  /** When that was started, in milliseconds since 1970; null when not known. */
  since: number | null;
  /** How often the manager has started it anew. */
  restarts: number;
}

/**
 * Where three views of one service disagree: what is configured, what the manager has loaded, what runs.
 *
 * - `definition`: what is on disk is not what `gen` would write.
 * - `loaded`: the manager goes by something else than what is on disk.
 * - `running`: the process runs as somebody else than the definition says.
 * - `port`: it listens elsewhere than it is configured to.
 */
export type DriftKind = 'definition' | 'loaded' | 'running' | 'port';

export interface Drift {
  kind: DriftKind;
  message: string;
}

/**
 * How the service of a profile is, all things considered. Beside the words of `Verdict`: `down`: it should run and does
 * not; `off`: it does not run, and nobody said that it should.
 */
export type Condition = 'well' | 'degraded' | 'starting' | 'sick' | 'down' | 'off' | 'unknown';

/** One profile and what is known about its service; a profile with two definitions has two of these. */
export interface ServiceStatus {
  /** Null where nothing says which one the definition is for. */
  profile: string | null;
  /** Home of the profile; null with it. */
  home: string | null;
  /** What `unitpin.yaml` says; null when it does not name the profile, or is not there. */
  wanted: ServiceState | null;
  definition: { id: string; name: string; manager: ManagerName; scope: Scope; path: string } | null;
  /** Whom the definition would run as; null where there is none. */
  identity: Identity | null;
  /** Null where there is no definition, or its manager was not asked or did not answer. */
  managed: ManagerAnswer | null;
  health: Health;
  /** When the gateway was started, in milliseconds since 1970; null when none runs, or it is not known. */
  since: number | null;
  /** Null where nothing says which profile it is. */
  endpoint: Endpoint | null;
  /** Where the gateway listens; null where that could not be found out. */
  listeners: readonly Listener[] | null;
  lock: LockState;
  /** The log file of the gateway's own; null when there is none. */
  log: { path: string; written: number | null } | null;
  drift: readonly Drift[];
  condition: Condition;
  /** Why it is not well, in words; empty when it is. */
  reasons: readonly string[];
}

export interface Status {
  /** Milliseconds since 1970. */
  at: number;
  /** Whether this machine was looked at, not another root: then nothing is known of processes and managers. */
  live: boolean;
  services: readonly ServiceStatus[];
  /** Why the manager could not be asked; null when it was, or nobody wanted it. */
  unreachable: { reason: string; next: string | null } | null;
}

/** What happened to a service between two looks at it. */
export type StatusEvent = { profile: string | null; definition: string | null } & (
  | { kind: 'started'; pid: number }
  | { kind: 'exited'; pid: number; reason: string | null }
  | { kind: 'restarted'; pid: number | null; before: number | null; restarts: number }
  /** More starts in `seconds` than the app itself takes for sound. */
  | { kind: 'storm'; starts: number; seconds: number }
  | { kind: 'condition'; from: Condition | null; to: Condition | null; reasons: readonly string[] }
);

/** One look of a `watch`. */
export interface Tick {
  status: Status;
  /** What happened since the look before; empty at the first one. */
  events: readonly StatusEvent[];
}
