import type { Host } from '../host/host.ts';
import type { App } from '../model/app.ts';
import type { Endpoint } from '../model/facts.ts';
import { askHealth, type HttpHealth } from './ask-health.ts';

/** What asks gateways again and again how they are, without waiting for any of them. */
export interface Probes {
  /**
   * What this process has answered last; null: nothing yet. Asks it anew in the background unless that was well.
   * @param isOwn whether the listener is known to be the gateway
   */
  last(pid: number, endpoint: Pick<Endpoint, 'host' | 'port'>, isOwn: boolean): HttpHealth | null;
}

/** For one answer. Milliseconds. */
const TIMEOUT = 2_000;

export function startProbes(host: Pick<Host, 'net'>, app: App): Probes {
  const known = new Map<string, { asking: boolean; answer: HttpHealth | null }>();
  return {
    last(pid, endpoint, isOwn) {
      const key = [pid, endpoint.host.value, endpoint.port.value, isOwn].join(' ');
      const probe = known.get(key) ?? { asking: false, answer: null };
      known.set(key, probe);
      if (!probe.asking && probe.answer?.answer !== 'well') {
        probe.asking = true;
        const options = { timeoutMs: TIMEOUT, allowHosts: [], isOwn };
        void askHealth(host, app, endpoint, options).then((answer) => {
          Object.assign(probe, { asking: false, answer });
        });
      }
      return probe.answer;
    },
  };
}
