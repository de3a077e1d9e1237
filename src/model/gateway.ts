import type { Endpoint } from './facts.ts';
import type { Identity } from './identity.ts';

/** A TCP socket that waits for connections. */
export interface Listener {
  /** Plain: `127.0.0.1`, `::1`, `0.0.0.0`, `::`. */
  address: string;
  port: number;
  /** The process that has it open; null when that cannot be told. */
  owner: { pid: number; command: string } | null;
}

/** All listeners of this machine, read in one pass; null where nothing could tell. */
export interface Listeners {
  source: 'proc' | 'ss' | 'lsof' | 'netstat' | null;
  all: readonly Listener[] | null;
}

/** What a pid or lock file of a gateway says. */
export interface GatewayRecord {
  path: string;
  pid: number;
  /** As the app writes it: on Linux, field 22 of proc_pid_stat(5). Null in old forms. */
  start: number | null;
  /** Null where it does not say. */
  home: string | null;
  argv: readonly string[] | null;
}

/** Such a file: a record, none, or why there is none though the file is there. */
export type RecordFile =
  | { state: 'there'; record: GatewayRecord }
  | { state: 'absent' }
  | { state: 'broken'; path: string; reason: string };

/** What a gateway says of itself. */
export type GatewayPhase = 'starting' | 'running' | 'degraded' | 'draining' | 'stopped' | 'startup_failed';

export interface PlatformState {
  name: string;
  /** Whose it is, where one gateway serves several profiles; null: its own. */
  profile: string | null;
  state: string;
  error: string | null;
}

/** What the state file of a gateway says. */
export interface GatewayState {
  path: string;
  pid: number | null;
  /** As in `GatewayRecord`. */
  start: number | null;
  /** Null for a word that the app is not known to write. */
  phase: GatewayPhase | null;
  platforms: readonly PlatformState[];
  exitReason: string | null;
  /** Milliseconds since 1970; null when it does not say. */
  updated: number | null;
}

export type StateFile =
  | { state: 'there'; gateway: GatewayState }
  | { state: 'absent' }
  | { state: 'broken'; path: string; reason: string };

/**
 * Whether the gateway of a home holds its lock, seen without taking it (principle 4). `unknown`: the files that would
 * tell cannot be read.
 */
export type LockState =
  | { state: 'held'; pid: number }
  | { state: 'free' }
  | { state: 'unknown'; reason: string };

/** Whether the gateway of a profile runs: a process that is one by its words, its home and its start, not by its number alone. */
export type Liveness =
  | {
      state: 'running';
      pid: number;
      /** Clock ticks from the boot to its start; null where that is not known. */
      start: number | null;
      /** What it would run as, by what it was started with. */
      identity: Identity;
      /** Other gateways of the same profile that run at the same time. */
      others: readonly number[];
    }
  /** None runs. Why what the files record is not it, in words; null when they record nothing. */
  | { state: 'stopped'; reason: string | null }
  | { state: 'unknown'; reason: string };

/** What is asked about a gateway, in this order. */
export type HealthLevel = 'process' | 'listener' | 'http' | 'state' | 'log';

/** `degraded`: it works, not all of it. `unknown`: could not find out. `none`: there is nothing to ask. */
export type HealthAnswer = 'well' | 'degraded' | 'not' | 'unknown' | 'none';

export interface LevelHealth {
  answer: HealthAnswer;
  /** In words; null when it is well and there is no more to say. */
  reason: string | null;
}

/** `sick`: it runs, and does not do its work. `unknown`: nothing is known to be wrong, and not enough to be right. */
export type Verdict = 'well' | 'degraded' | 'starting' | 'sick' | 'stopped' | 'unknown';

/** How the gateway of one profile is. */
export interface Health {
  verdict: Verdict;
  levels: Readonly<Record<HealthLevel, LevelHealth>>;
  /** Null when none runs, or it could not be found out. */
  pid: number | null;
  /** What the state file of this very process says; null when there is none. */
  phase: GatewayPhase | null;
  platforms: readonly PlatformState[];
  /** Milliseconds since that file was written; null when it does not say. */
  stateAge: number | null;
  /** Milliseconds that `/health` took; null when it was not asked or did not answer. */
  latency: number | null;
  /** What was asked; null when nothing was. */
  url: string | null;
}

/** One gateway whose health is wanted. */
export interface HealthRequest {
  /** What names it in the answer. */
  id: string;
  profile: string;
  /** Home of the profile. */
  home: string;
  /** Where its API server listens; null when that is not known. */
  endpoint: Endpoint | null;
  process: Liveness;
}

/** One thing that a service still lacks to be ready. */
export type Missing =
  | { kind: 'not-loaded'; load: string }
  | { kind: 'not-active'; active: string; sub: string; result: string }
  | { kind: 'old-process'; pid: number }
  /** `argv`: of the process that it runs instead, which is not known as one; null where it runs none. */
  | { kind: 'no-gateway'; argv: readonly string[] | null }
  | { kind: 'wrong-profile'; identity: Identity }
  | { kind: 'still-starting' }
  | { kind: 'stopping'; phase: GatewayPhase }
  | { kind: 'nobody-listens'; address: string; port: number; others: readonly Listener[] }
  | { kind: 'foreign-listener'; listener: Listener }
  /** `url`: null when nothing was asked yet. */
  | { kind: 'no-answer'; url: string | null; reason: string }
  /** Nothing is missing but time: it has to stay as it is for a moment. */
  | { kind: 'settling' }
  /** Its process is replaced again and again. */
  | { kind: 'restless' };

/** What is not as it should be with one that is ready all the same. */
export type ReadyWarning =
  | { kind: 'degraded'; platforms: readonly PlatformState[] }
  | { kind: 'other-port'; port: number; actual: number }
  | Extract<Missing, { kind: 'nobody-listens' | 'foreign-listener' | 'no-answer' }>;

/** Whether a service that was started is ready, and what it lacks or what is wrong with it. */
export interface Readiness {
  /** The gateway's process; null while there is no right one. */
  pid: number | null;
  missing: readonly Missing[];
  warnings: readonly ReadyWarning[];
  /** Whether the state file of this very process says so, too. */
  said: boolean;
}
