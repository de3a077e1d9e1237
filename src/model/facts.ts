import type { MachineFacts } from './live.ts';
import type { Location } from './location.ts';
import type { Account } from './service.ts';

/** What stands at a path that a definition mentions. */
export interface PathFacts {
  /** `unknown`: could not find out. */
  kind: 'file' | 'dir' | 'other' | 'absent' | 'unknown';
  /** The path with all links resolved; null when there is nothing. */
  real: string | null;
  /** Permission bits and owner of what the path leads to; null when not known. */
  mode: number | null;
  uid: number | null;
}

/** A value, who says it, and where; null: the app's default. */
export interface Sourced<T> {
  value: T;
  from: 'definition' | 'dotenv' | 'config' | 'default';
  at: Location | null;
}

/** A port as it is written, that is no port or that not everybody reads alike. */
export interface PortProblem {
  kind: 'no-port' | 'read-differently' | 'twice' | 'mapping-twice' | 'disagree';
  /** The variable, or the key path in the app's configuration. */
  name: string;
  text: string;
  /** What the app makes of it; null when it passes it over. */
  port: number | null;
  at: Location | null;
  /** Where it stands, too. */
  other: Location | null;
}

export interface UnreadableSettings {
  /** `broken`: the app goes on without it, so that the rest holds. `unread`: what it says is not known, nor is the rest. */
  kind: 'broken' | 'unread';
  message: string;
  at: Location;
}

/** Where the API server of one service listens, by the app's rules. */
export interface Endpoint {
  /** Whether the gateway starts it: never without a key that the app takes. */
  serves: boolean;
  host: Sourced<string>;
  port: Sourced<number>;
  /** The key itself is nobody's business. */
  key: { state: 'none' | 'weak' | 'usable'; at: Location | null };
  /** What is said about running it, and where; null when nothing is. */
  enabled: (Sourced<boolean> & { name: string }) | null;
  /** Ports at other key paths than the one every version of the app reads. */
  misplaced: readonly { name: string; port: string; read: 'by some' | 'by none'; at: Location }[];
  problems: readonly PortProblem[];
  /** A file of its settings that makes no sense, or could not be read. */
  unreadable: UnreadableSettings | null;
}

/** What one service finds in its environment and in the files of its profile, as far as rules look at it. */
export interface GatewayFacts {
  /** Home of the profile that it runs. */
  home: string;
  endpoint: Endpoint;
  /** Bot tokens: a hash by the name of the variable. Never the token itself. */
  tokens: ReadonlyMap<string, { hash: string; at: Location | null }>;
  /** Where it is told to serve every profile; null when it is not. */
  multiplexes: { at: Location | null } | null;
  /** Whether it keeps a gateway of its own where another one serves every profile. */
  standalone: boolean;
  /** Seconds a stop may take. */
  stopTimeout: number;
  /** The day its install was released (YYYY-MM-DD); null when its files do not say. */
  release: string | null;
}

/** What is known about the host besides its definitions. */
export interface HostFacts {
  /** False below another root: nothing was asked, only files were read. */
  live: boolean;
  account: Account;
  /** Every path that a definition of the audit mentions. */
  paths: ReadonlyMap<string, PathFacts>;
  /** By the id of the definition; none where nobody can tell which profile it runs. */
  gateways: ReadonlyMap<string, GatewayFacts>;
  /** Units of the app in folders that no manager reads. */
  misplacedUnits: readonly { path: string; profile: string }[];
  /** What the app leaves where it has taken per-profile services away; null when it has not. */
  migration: string | null;
  machine: MachineFacts;
}
