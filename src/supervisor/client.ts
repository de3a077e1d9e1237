import { Failure } from '../host/failure.ts';
import type { Asked, Sockets } from '../host/local-socket.ts';
import type { ServiceState } from '../model/service.ts';
import { tr } from '../texts/tr.ts';
import type { InstanceRecord } from './instances.ts';
import type { Rescan } from './keeper.ts';
import type { Supervised } from './service-state.ts';

/** What the other commands ask a supervisor that runs. Each throws Failure (host) when it does not answer, or refuses. */
export interface SupervisorClient {
  pid: number;
  list(): Promise<Supervised[]>;
  /** They come back when nothing moves any more. */
  act(verb: 'start' | 'stop' | 'restart', profiles: readonly string[]): Promise<Supervised[]>;
  rescan(): Promise<Rescan>;
  setState(profile: string, state: ServiceState): Promise<void>;
}

/** Milliseconds for what is known already. */
const SOON = 5_000;

export function supervisorClient(
  { ask }: Pick<Sockets, 'ask'>,
  { socket, owner: { pid } }: InstanceRecord,
): SupervisorClient {
  async function post<T>(verb: string, body: object, timeoutMs: number | null): Promise<T> {
    return read<T>(await ask(socket, 'POST', `/${verb}`, body, timeoutMs), pid, socket);
  }
  return {
    pid,
    async list() {
      const { services } = read<{ services: Supervised[] }>(
        await ask(socket, 'GET', '/list', undefined, SOON),
        pid,
        socket,
      );
      return services;
    },
    async act(verb, profiles) {
      if (profiles.length === 0) return [];
      return (await post<{ services: Supervised[] }>(verb, { profiles }, null)).services;
    },
    rescan: () => post('rescan', {}, null),
    async setState(profile, state) {
      await post('state', { profile, state }, null);
    },
  };
}

function read<T>(asked: Asked, pid: number, socket: string): T {
  if (asked.state !== 'answered') {
    const why = {
      absent: tr('nobody answers'),
      timeout: tr('it does not answer in time'),
      failed: tr('the connection broke'),
    };
    throw new Failure(
      'host',
      tr('the supervisor (process {pid}) cannot be asked: {why}', { pid, why: why[asked.state] }),
      {
        where: socket,
        next: tr('unitpin supervise, when it has ended'),
      },
    );
  }
  const answer = JSON.parse(asked.body) as T & { error?: string; why?: string; next?: string };
  if (asked.status === 200) return answer;
  throw new Failure(
    asked.status === 409 ? 'usage' : 'host',
    answer.error ?? tr('the supervisor says {status}', { status: asked.status }),
    {
      ...(answer.why !== undefined && { why: answer.why }),
      ...(answer.next !== undefined && { next: answer.next }),
    },
  );
}
