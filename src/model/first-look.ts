import type { AnyManager } from './definition.ts';

/** A profile as `init` finds it. */
export interface FoundProfile {
  profile: string;
  /** The file of its service; null when it has none. */
  definition: string | null;
  /** Whether its manager starts it by itself. */
  startsByItself: boolean;
  /** Of its API server; null where it has none. */
  port: number | null;
}

/** What is there before there is a `unitpin.yaml`. */
export interface FirstLook {
  app: string;
  /** The app's root home, and whether it is where the app's rule puts it. */
  root: string;
  isNative: boolean;
  accountHome: string;
  /** Who manages services here. */
  manager: AnyManager;
  profiles: readonly FoundProfile[];
  /** Whether the app's program is found. */
  program: boolean;
}
