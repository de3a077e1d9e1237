import { Failure } from '../host/failure.ts';
import { isLoopback, isWildcard, plainHost, urlOf } from '../model/address.ts';
import type { App } from '../model/app.ts';
import type { Sourced } from '../model/facts.ts';
import { tr } from '../texts/tr.ts';
import { readEndpoint, type Sources } from './endpoint.ts';

export interface UpstreamOptions {
  /** Hosts besides this machine that requests, and the key with them, may be sent to; compared as a whole. */
  allowHosts?: readonly string[];
}

/** Where a proxy sends the requests that are for a gateway. */
export interface Upstream {
  /** Without a path: `http://127.0.0.1:8642`. */
  url: string;
  host: Sourced<string>;
  port: Sourced<number>;
  /** Whether the gateway starts an API server at all. */
  serves: boolean;
}

/**
 * Where the API server of a gateway is reached. A wildcard is reached by the loopback of its family. A host that is not
 * this machine is refused unless it is allowed: a line in a profile's configuration must not send requests, and the key
 * with them, to wherever it likes.
 * @throws Failure (host) with the place that says the host.
 */
export function upstreamOf(app: App, sources: Sources, { allowHosts = [] }: UpstreamOptions = {}): Upstream {
  const { host, port, serves } = readEndpoint(app, sources);
  const name = plainHost(host.value);
  const url = urlOf(name, port.value);
  const isLocal = isLoopback(name) || isWildcard(name);
  if (!isLocal && !(allowHosts.some((one) => plainHost(one) === name) && isHostOf(url, name))) {
    throw new Failure(
      'host',
      tr('the API server is said to be on another host: {value}', { value: JSON.stringify(host.value) }),
      {
        ...(host.at && { where: host.at }),
        why: tr('requests, and the key with them, go to this machine only'),
        next: tr('set the host to 127.0.0.1, or allow this one (allowHosts)'),
      },
    );
  }
  return { url, host, port, serves };
}

/** Whether a client that reads the URL goes to that host: a name may hold what ends one (`/`, `@`, `#`). */
function isHostOf(url: string, name: string): boolean {
  try {
    return new URL(url).hostname.replace(/^\[|\]$/g, '') === name;
  } catch {
    return false;
  }
}
