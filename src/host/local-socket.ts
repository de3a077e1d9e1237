import { chmodSync, lstatSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { tr } from '../texts/tr.ts';
import { Failure } from './failure.ts';
import { code, failed } from './os-error.ts';

/** A request that was read whole. */
export interface LocalRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  body: string;
}

/** `stream`: lines that go on until the other side has enough; what it gives is called then. */
export type LocalAnswer =
  | { status: number; body: unknown }
  | { status: 200; stream: (write: (line: string) => void) => () => void };

/** What became of a request. `absent`: nobody is there. */
export type Asked =
  | { state: 'answered'; status: number; body: string }
  | { state: 'absent' }
  | { state: 'timeout' }
  | { state: 'failed'; code: string };

/** HTTP over a unix socket that nobody but its owner can open. */
export interface Sockets {
  /**
   * Answers on a socket (0600) in a folder of ours (0700, made where it is missing). A socket that is left there is replaced.
   * @throws Failure (host) where that cannot be
   */
  serve(
    path: string,
    answer: (request: LocalRequest) => Promise<LocalAnswer>,
  ): Promise<{ close(): Promise<void> }>;
  /** `timeoutMs`: for everything together; null: as long as it takes. */
  ask(path: string, method: string, target: string, body: unknown, timeoutMs: number | null): Promise<Asked>;
  /** Each line of an answer that goes on; ends with the signal, or when the other side ends. False: nobody is there. */
  follow(path: string, target: string, told: (line: string) => void, signal: AbortSignal): Promise<boolean>;
}

export const sockets: Sockets = { serve, ask, follow };

/** sun_path of unix(7), its final NUL taken off; of macOS. Bytes. */
const LONGEST = process.platform === 'linux' ? 107 : 103;
/** Bytes. */
const LARGEST_BODY = 64 * 1024;
const LARGEST_HEAD = 8 * 1024;
/** A request has to be there whole in this time. Milliseconds. */
const PATIENCE = 10_000;
const CONNECTIONS = 128;
/** What a reader of a stream may leave unread, before it is taken for gone. Bytes. */
const BACKLOG = 1024 * 1024;

async function serve(
  path: string,
  answer: (request: LocalRequest) => Promise<LocalAnswer>,
): Promise<{ close(): Promise<void> }> {
  prepare(path);
  const server = createServer(
    {
      maxHeaderSize: LARGEST_HEAD,
      headersTimeout: PATIENCE,
      requestTimeout: PATIENCE,
      connectionsCheckingInterval: 1_000,
    },
    (request, response) => {
      void respond(request, response, answer);
    },
  );
  server.maxConnections = CONNECTIONS;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const what =
      error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
    const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : what;
    const text = `{"error":"${late.slice(4).toLowerCase()}"}\n`;
    if (!socket.writable) return void socket.destroy();
    socket.end(
      `HTTP/1.1 ${late}\r\nContent-Type: application/json\r\nContent-Length: ${text.length}\r\nConnection: close\r\n\r\n${text}`,
      // Who does not listen would keep its connection for ever.
      () => socket.destroy(),
    );
  });
  await new Promise<void>((done, refused) => {
    server.once('error', (error) => refused(failed('open', path, error)));
    server.listen(path, done);
  });
  chmodSync(path, 0o600);
  return {
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** @throws Failure (host) */
function prepare(path: string): void {
  const length = Buffer.byteLength(path);
  if (length > LONGEST) {
    throw new Failure(
      'host',
      tr('the path of the control socket is too long: {length} bytes, {longest} at most', {
        length,
        longest: LONGEST,
      }),
      {
        where: path,
        next: tr('set XDG_RUNTIME_DIR to a folder of yours with a shorter path'),
      },
    );
  }
  const folder = dirname(path);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(folder);
    if (process.getuid && uid !== process.getuid())
      throw new Failure(
        'host',
        tr('{folder} belongs to user {uid}: the control socket would be in their hands', { folder, uid }),
        {
          where: folder,
          next: tr('set XDG_RUNTIME_DIR to a folder of yours'),
        },
      );
    // Older systems do not look at the mode of the socket itself.
    if (mode & 0o077) chmodSync(folder, 0o700);
    const old = lstatSync(path, { throwIfNoEntry: false });
    if (old && !old.isSocket())
      throw new Failure('host', tr('{path} is not a socket; it is left as it is', { path }), { where: path });
    if (old) rmSync(path);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw failed('make', folder, error);
  }
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: LocalRequest) => Promise<LocalAnswer>,
): Promise<void> {
  response.on('error', () => undefined);
  try {
    const body = await bodyOf(request);
    if (body === null)
      return reply(response, 413, { error: tr('more than {count} bytes', { count: LARGEST_BODY }) });
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
    const told = await answer({ method: request.method ?? 'GET', path, query, body });
    if ('body' in told) return reply(response, told.status, told.body);
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    response.flushHeaders();
    const end = told.stream((line) => {
      // Who does not read is not waited for, and takes up no memory.
      if (response.writableLength > BACKLOG) response.destroy();
      else response.write(`${line}\n`);
    });
    response.once('close', end);
  } catch (error) {
    if (!response.headersSent) reply(response, 500, { error: String(error) });
    else response.destroy();
  }
}

/** Null where it is too large. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > LARGEST_BODY) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  // After a body that was not read to its end the connection is of no more use.
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(`${JSON.stringify(body)}\n`);
}

function ask(
  path: string,
  method: string,
  target: string,
  body: unknown,
  timeoutMs: number | null,
): Promise<Asked> {
  return new Promise((resolve) => {
    const request = httpRequest({ socketPath: path, method, path: target, agent: false });
    const timer = timeoutMs === null ? undefined : setTimeout(() => done({ state: 'timeout' }), timeoutMs);
    const done = (result: Asked): void => {
      clearTimeout(timer);
      request.destroy();
      resolve(result);
    };
    request.once('error', (error) => done(refusal(error)));
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', (error) => done({ state: 'failed', code: code(error) }));
      response.once('end', () =>
        done({
          state: 'answered',
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** A socket whose server has ended refuses. */
const refusal = (error: unknown): Asked =>
  ['ENOENT', 'ECONNREFUSED', 'ENOTDIR'].includes(code(error))
    ? { state: 'absent' }
    : { state: 'failed', code: code(error) };

function follow(
  path: string,
  target: string,
  told: (line: string) => void,
  signal: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve) => {
    const request = httpRequest({ socketPath: path, method: 'GET', path: target, agent: false, signal });
    request.once('error', (error) => resolve(signal.aborted || refusal(error).state !== 'absent'));
    request.once('response', (response) => {
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) told(line);
      });
      response.once('error', () => resolve(true));
      response.once('close', () => resolve(true));
    });
    request.end();
  });
}
