import type { ManagerName } from './definition.ts';

export type ServiceState = 'enabled' | 'manual' | 'disabled';
export type Strategy = 'auto' | 'unit' | 'dropin';

export interface Account {
  name: string;
  uid: number;
  gid: number;
  home: string;
}

/** What should run one profile. Knows no manager: both dialects render from it. */
export interface Service {
  app: string;
  profile: string;
  state: ServiceState;
  /** Home of the profile, and the root home it belongs to. Absolute. */
  home: string;
  root: string;
  /** Name without `.service`, and the launchd label. */
  unit: string;
  label: string;
  description: string;
  /** The words that start the program, before any flag. */
  program: readonly string[];
  /** Where `program` was found, for messages. */
  programFrom: string;
  /** What the manager executes: program, pin, gateway run. Without the take-over flag. */
  argv: readonly string[];
  replaceFlag: string;
  /** Whether the take-over flag belongs in it, by manager. */
  replace: Record<ManagerName, boolean>;
  /** Home and markers: what pins, whatever else the environment holds. */
  pin: Readonly<Record<string, string>>;
  /** PATH and the manifest's variables. */
  environment: Readonly<Record<string, string>>;
  /** Seconds from SIGTERM to SIGKILL. */
  stopTimeout: number;
  logs: { out: string; error: string };
  /** Profiles that start before this one. */
  dependsOn: readonly string[];
  strategy: Strategy;
  replacePolicy: 'auto' | 'keep' | 'drop';
  /** Seconds until a start counts as failed; null for the default. */
  readyTimeout: number | null;
  account: Account;
}
