import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ExecResult } from '../../src/host/exec.ts';
import { filesBelow } from '../../src/host/files.ts';
import { openHost } from '../../src/host/host.ts';
import { parseLsof, parseNetstat, parseProcTcp, parseSs } from '../../src/runtime/listener-tables.ts';
import { listensOn, readListeners } from '../../src/runtime/listeners.ts';
import fc from '../support/fast-check.ts';
import { makeRoot } from '../support/home.ts';

const PROC = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:21C2 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 41234 1 0000000000000000 100 0 0 10 0
   1: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 999 1 0000000000000000 100 0 0 10 0
   2: 0100007F:21C2 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 41999 1 0000000000000000 20 4 30 10 -1
`;
const PROC6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 51 1 0000000000000000 100 0 0 10 0
   1: 00000000000000000000000001000000:0277 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 52 1 0000000000000000 100 0 0 10 0
   2: 0000000000000000FFFF00000100007F:21C3 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 53 1 0000000000000000 100 0 0 10 0
   3: B80D01200000000067452301EFCDAB89:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 54 1 0000000000000000 100 0 0 10 0
`;

describe('/proc/net/tcp', () => {
  it('says addresses in the byte order of the host, listeners only', () => {
    expect(parseProcTcp(PROC, true)).toEqual([
      { address: '127.0.0.1', port: 8642, inode: 41234 },
      { address: '0.0.0.0', port: 22, inode: 999 },
    ]);
    expect(parseProcTcp(PROC6, true)).toEqual([
      { address: '::', port: 8080, inode: 51 },
      { address: '::1', port: 631, inode: 52 },
      { address: '127.0.0.1', port: 8643, inode: 53 },
      { address: '2001:db8::123:4567:89ab:cdef', port: 80, inode: 54 },
    ]);
  });

  it('on a big-endian host', () => {
    expect(parseProcTcp('   0: 7F000001:21C2 00000000:0000 0A 0 0 0 0 0 7', false)).toEqual([
      { address: '127.0.0.1', port: 8642, inode: 7 },
    ]);
    expect(
      parseProcTcp('   0: 00000000000000000000000000000001:21C2 0:0 0A 0 0 0 0 0 7', false),
    ).toMatchObject([{ address: '::1' }]);
  });
});

it('ss -Htlnp, newer and older', () => {
  const text = `LISTEN 0      4096      127.0.0.1:8642       0.0.0.0:*    users:(("python3",pid=4711,fd=9),("python3",pid=4712,fd=9))
LISTEN 0      4096  127.0.0.53%lo:53         0.0.0.0:*
LISTEN 0      511               *:3000             *:*    users:(("node",pid=12,fd=20))
LISTEN 0      128            [::]:22            [::]:*
LISTEN 0      128 [fe80::1]%eth0:546            [::]:*
LISTEN 0      128              :::25              :::*
`;
  expect(parseSs(text)).toEqual([
    { address: '127.0.0.1', port: 8642, owner: { pid: 4711, command: 'python3' } },
    { address: '127.0.0.53', port: 53, owner: null },
    { address: '::', port: 3000, owner: { pid: 12, command: 'node' } },
    { address: '::', port: 22, owner: null },
    { address: 'fe80::1', port: 546, owner: null },
    { address: '::', port: 25, owner: null },
  ]);
});

it('lsof -Fpctn', () => {
  const text = `p4711
cpython3.11
f9
tIPv4
n127.0.0.1:8642
f10
tIPv6
n[::1]:8642
p12
cnode
f20
tIPv6
n*:3000
f21
tIPv4
n*:3001
`;
  expect(parseLsof(text)).toEqual([
    { address: '127.0.0.1', port: 8642, owner: { pid: 4711, command: 'python3.11' } },
    { address: '::1', port: 8642, owner: { pid: 4711, command: 'python3.11' } },
    { address: '::', port: 3000, owner: { pid: 12, command: 'node' } },
    { address: '0.0.0.0', port: 3001, owner: { pid: 12, command: 'node' } },
  ]);
});

const WINDOWS = (active: string, header: string, listening: string, established: string) => `
${active}

${header}
  TCP    0.0.0.0:135            0.0.0.0:0              ${listening}       1184
  TCP    127.0.0.1:8642         0.0.0.0:0              ${listening}       20480
  TCP    127.0.0.1:8642         127.0.0.1:50123        ${established}     20480
  TCP    [::]:135               [::]:0                 ${listening}       1184
  TCP    [::1]:8643             [::]:0                 ${listening}       7
  UDP    0.0.0.0:500            *:*                                    4212
`;

it.each([
  [
    'English',
    'Active Connections',
    '  Proto  Local Address          Foreign Address        State           PID',
    'LISTENING',
    'ESTABLISHED',
  ],
  [
    'German',
    'Aktive Verbindungen',
    '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
    'ABHÖREN',
    'HERGESTELLT',
  ],
  ['Chinese', '活动连接', '  协议  本地地址          外部地址        状态           PID', '侦听', '已建立'],
  ['two words', 'x', 'x', 'EN ESCUCHA', 'CONEXIÓN ESTABLECIDA'],
])('netstat -ano of a Windows in %s', (_, active, header, listening, established) => {
  const text = WINDOWS(active, header, listening, established).replaceAll('\n', '\r\n');
  const owner = (pid: number) => ({ pid, command: '' });
  expect(parseNetstat(text)).toEqual([
    { address: '0.0.0.0', port: 135, owner: owner(1184) },
    { address: '127.0.0.1', port: 8642, owner: owner(20480) },
    { address: '::', port: 135, owner: owner(1184) },
    { address: '::1', port: 8643, owner: owner(7) },
  ]);
});

it('throws for no text, and makes no port up', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(
      ...PROC.split('\n'),
      ...WINDOWS('a', 'b', 'LISTENING', 'c').split('\n'),
      'LISTEN 0 0 x:99999 *:*',
      'n*:*',
      'p',
      'n:0',
    ),
  );
  fc.assert(
    fc.property(fc.array(line), fc.nat(200), (lines, cut) => {
      const text = lines.join('\n').slice(cut);
      const all = [parseProcTcp(text, true), parseSs(text), parseLsof(text), parseNetstat(text)].flat();
      for (const { port } of all) expect(port >= 1 && port <= 65535).toBe(true);
    }),
  );
});

/** A host without /proc whose programs are these; `null`: not installed. */
function without(
  programs: Record<string, Partial<Extract<ExecResult, { state: 'done' }>> | null>,
  platform: NodeJS.Platform = 'darwin',
) {
  const asked: string[] = [];
  const host = {
    ...openHost(undefined),
    platform,
    files: filesBelow(makeRoot({})),
    exec: async ([program = '', ...args]: readonly string[]): Promise<ExecResult> => {
      asked.push([program, ...args].join(' '));
      const found = programs[program];
      return found ? { state: 'done', code: 0, stdout: '', stderr: '', ...found } : { state: 'missing' };
    },
  };
  return { host, asked };
}

// G-27
describe('readListeners', () => {
  it('asks ss, then lsof, and else does not know (B-22)', async () => {
    const { host, asked } = without({ lsof: { stdout: 'p1\ncx\nf1\ntIPv4\nn127.0.0.1:80\n' } });
    expect(await readListeners(host)).toEqual({
      source: 'lsof',
      all: [{ address: '127.0.0.1', port: 80, owner: { pid: 1, command: 'x' } }],
    });
    expect(asked).toEqual(['ss -Htlnp', 'lsof -nP -iTCP -sTCP:LISTEN -Fpctn']);
    expect(await readListeners(without({}).host)).toEqual({ source: null, all: null });
    expect(await readListeners(without({ ss: { code: 1, stderr: 'ss: invalid option -- H' } }).host)).toEqual(
      {
        source: null,
        all: null,
      },
    );
  });

  it('takes the silence of lsof for nobody, and its complaint for an error', async () => {
    expect(await readListeners(without({ lsof: { code: 1 } }).host)).toEqual({ source: 'lsof', all: [] });
    const complains = without({ lsof: { code: 1, stderr: "lsof: can't stat" } });
    expect(await readListeners(complains.host)).toEqual({ source: null, all: null });
  });

  it('on Windows asks netstat; below a root nobody', async () => {
    const { host, asked } = without({ netstat: { stdout: WINDOWS('a', 'b', 'LISTENING', 'c') } }, 'win32');
    const { source, all } = await readListeners(host);
    expect([source, all?.length]).toEqual(['netstat', 4]);
    expect(asked).toEqual(['netstat -ano']);
    expect(await readListeners({ ...host, live: false })).toEqual({ source: null, all: null });
  });

  it.runIf(process.platform === 'linux')(
    'of this machine, with their owners, as ss and lsof tell them',
    async () => {
      const port = await listen('127.0.0.1');
      const host = openHost(undefined);
      const { source, all } = await readListeners(host, { ownersOf: new Set([port]) });
      expect(source).toBe('proc');
      expect(listensOn(all ?? [], { host: '0.0.0.0', port })).toEqual({
        address: '127.0.0.1',
        port,
        owner: { pid: process.pid, command: expect.stringContaining('node') },
      });
      const none = await readListeners(host, { ownersOf: 'none' });
      expect(listensOn(none.all ?? [], { host: 'localhost', port })?.owner).toBe(null);
      for (const [argv, parse] of [
        [['ss', '-Htlnp'], parseSs],
        [['lsof', '-nP', '-iTCP', '-sTCP:LISTEN', '-Fpctn'], parseLsof],
      ] as const) {
        const [program, ...args] = argv;
        const { error, stdout } = spawnSync(program, args, { encoding: 'utf8' });
        if (error) continue;
        expect(parse(stdout)).toContainEqual({
          address: '127.0.0.1',
          port,
          owner: { pid: process.pid, command: expect.any(String) },
        });
      }
    },
  );
});

async function listen(address: string): Promise<number> {
  const server = await new Promise<Server>((done) => {
    const one = createServer().listen({ port: 0, host: address }, () => done(one));
  });
  onTestFinished(() => void server.close());
  return (server.address() as { port: number }).port;
}
