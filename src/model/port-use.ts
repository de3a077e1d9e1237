import type { Sourced } from './facts.ts';
import type { Location } from './location.ts';

/** The port of one profile, who says it, and who listens there now. */
export interface PortUse {
  profile: string;
  home: string;
  host: string;
  /** Null: not known, because a file of its settings could not be read. */
  port: number | null;
  /** `ledger`: only the ledger knows it, nothing tells the gateway yet. */
  from: Sourced<unknown>['from'] | 'ledger';
  at: Location | null;
  /** Whether the gateway starts an API server. */
  serves: boolean;
  /** The port that the ledger has for it; null when it has none. */
  allocated: number | null;
  /** That entry is a reservation which no definition carries yet. */
  pending: boolean;
  /** Null: nobody listens; `unknown`: could not find out. */
  listener: PortListener | null | 'unknown';
  /** Why its settings do not say a port, though there is something that should; null when nothing is wrong with them. */
  problem: PortIssue | null;
}

/** What stands where a port should, or a file that tells nothing. */
export interface PortIssue {
  message: string;
  at: Location | null;
}

export interface PortListener {
  address: string;
  /** Null when its process cannot be seen. */
  pid: number | null;
  command: string | null;
  /** Whether it is the profile's own gateway. */
  own: boolean;
}

/** What is wrong with the port of a profile. */
export type PortConflict = { profile: string; port: number; at: Location | null } & (
  | { kind: 'shared'; with: readonly string[]; movable: boolean }
  | { kind: 'reserved'; of: string | null; movable: boolean }
  | { kind: 'foreign-listener'; listener: PortListener }
  | { kind: 'not-carried'; allocated: number }
  | { kind: 'unreadable'; message: string }
);

/** A port that was given out or back. */
export interface GivenPort {
  profile: string;
  home: string;
  port: number;
  /** Whether its settings say it already. */
  configured: boolean;
  /** Whether a definition that carries it would make the gateway listen there. */
  movable: boolean;
  /** Whether the gateway starts an API server: without one no definition carries a port. */
  serves: boolean;
}
