import { lookup } from 'node:dns/promises';
import { get as httpGet } from 'node:http';
import { createServer } from 'node:net';
import { type SocketOwner, socketOwners } from './socket-owners.ts';

/** Whether a port can be bound. Only `EADDRINUSE` is busy; every other error is said as it is. */
export type BindResult = { state: 'free' } | { state: 'busy' } | { state: 'error'; code: string };

/** What became of a request. `timeout`: no whole answer in time. `failed`: another error of the connection. */
export type GetResult =
  | { state: 'answered'; status: number; body: string; ms: number }
  | { state: 'refused' }
  | { state: 'timeout' }
  | { state: 'failed'; code: string };

export interface GetOptions {
  /** For everything together: the connection, the headers and the body. */
  timeoutMs: number;
  /** An answer is cut off after so many bytes. */
  maxBytes: number;
}

export interface Net {
  /** Binds and lets go again. `address`: plain, without brackets. */
  bind(address: string, port: number): Promise<BindResult>;
  /** One GET over HTTP. Redirects are not followed, proxies of the environment are not used, no connection is kept. */
  get(url: string, options: GetOptions): Promise<GetResult>;
  /** The addresses of a host name; empty when it has none. */
  resolve(name: string): Promise<string[]>;
  /** Which processes have these sockets open, by inode, as far as we may look. Linux; elsewhere none. */
  socketOwners(inodes: ReadonlySet<number>): ReadonlyMap<number, SocketOwner>;
}

export const net: Net = { bind, get, resolve, socketOwners };

function bind(address: string, port: number): Promise<BindResult> {
  return new Promise((done) => {
    const server = createServer();
    // Without `exclusive`, a cluster worker would share the port of another one.
    server.once('error', (error: NodeJS.ErrnoException) => {
      done(
        error.code === 'EADDRINUSE' ? { state: 'busy' } : { state: 'error', code: error.code ?? 'UNKNOWN' },
      );
    });
    server.listen({ host: address, port, exclusive: true, ipv6Only: true }, () => {
      server.close(() => done({ state: 'free' }));
    });
  });
}

function get(url: string, { timeoutMs, maxBytes }: GetOptions): Promise<GetResult> {
  const start = performance.now();
  return new Promise((resolve) => {
    const request = httpGet(url, { agent: false, headers: { connection: 'close' } });
    const done = (result: GetResult): void => {
      clearTimeout(timer);
      request.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => done({ state: 'timeout' }), timeoutMs);
    request.once('error', ({ code = 'UNKNOWN' }: NodeJS.ErrnoException) =>
      done(code === 'ECONNREFUSED' ? { state: 'refused' } : { state: 'failed', code }),
    );
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const answer = (): void =>
        done({
          state: 'answered',
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8'),
          ms: performance.now() - start,
        });
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size >= maxBytes) answer();
      });
      response.once('end', answer);
      response.once('error', ({ code = 'UNKNOWN' }: NodeJS.ErrnoException) =>
        done({ state: 'failed', code }),
      );
    });
  });
}

async function resolve(name: string): Promise<string[]> {
  try {
    return (await lookup(name, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}
