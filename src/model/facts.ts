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

/** Where a profile's API server listens, as its own files say it. Null fields: nothing says. */
export interface Endpoint {
  port: number;
  host: string;
  /** Where the port stands; null: the app's default. */
  at: Location | null;
}

/** What the files of one profile say, as far as rules look at it. */
export interface ProfileFacts {
  home: string;
  /** Null: the profile has no API server. */
  endpoint: Endpoint | null;
  /** Bot tokens: a hash by the name of the variable. Never the token itself. */
  tokens: ReadonlyMap<string, { hash: string; at: Location }>;
  /** Seconds a stop may take. */
  stopTimeout: number;
}

/** What is known about the host besides its definitions. */
export interface HostFacts {
  /** False below another root: nothing was asked, only files were read. */
  live: boolean;
  account: Account;
  /** Every path that a definition of the audit mentions. */
  paths: ReadonlyMap<string, PathFacts>;
  profiles: ReadonlyMap<string, ProfileFacts>;
}
