import type { Host } from '../host/host.ts';
import type { Sockets } from '../host/local-socket.ts';
import type { Children } from '../host/spawn.ts';
import type { Watch } from '../host/watch.ts';
import type { App } from '../model/app.ts';
import type { Service } from '../model/service.ts';
import type { LifecyclePlace } from '../store/lifecycle.ts';
import type { Keeper } from './keeper.ts';
import type { RestartPolicy } from './restart-policy.ts';

/** What a supervisor is given: everything that it cannot find out or do by itself. */
export interface Ports {
  host: Host;
  app: App;
  /** The root home. */
  root: string;
  /** The state folder of the account. */
  state: string;
  policy: RestartPolicy;
  /** What should run now, checked: no cycle, nothing disabled that is needed. @throws Failure */
  load(): Promise<readonly Service[]>;
  /** Something that is another when what `load` reads may be another; and the folders in which that is to be seen. */
  source: { fingerprint(): string; folders(): readonly string[] };
  children: Children;
  sockets: Sockets;
  watch: Watch;
  lifecycle: LifecyclePlace;
  /** One line for who looks on. */
  say(line: string): void;
  /** Calls back at each Ctrl-C, SIGTERM and SIGHUP; what it gives ends that. */
  onInterrupt(callback: () => void): () => void;
  /** Called when everything that is to run has been begun, and is ready or is not going to be. */
  up?: (keeper: Keeper) => void;
}
