import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sockets } from '../../src/host/local-socket.ts';
import { eventually } from '../support/eventually.ts';
import { makeRoot } from '../support/home.ts';
import { requireOrSkip, rootOnLinux } from '../support/requirements.ts';

async function server() {
  const path = join(makeRoot({ 'run/unitpin': null }), 'run/unitpin/control.sock');
  const { close } = await sockets.serve(path, async ({ path: asked }) => ({ status: 200, body: { asked } }));
  const open: Socket[] = [];
  onTestFinished(async () => {
    for (const one of open) one.destroy();
    await close();
  });
  const ask = async (): Promise<string> => (await sockets.ask(path, 'GET', '/x', undefined, 5_000)).state;
  /** A connection that sends this, and never looks at what comes. */
  function send(bytes: Buffer | string = ''): Socket {
    const one = connect(path);
    one.on('error', () => {});
    one.write(bytes);
    open.push(one);
    return one;
  }
  return { path, ask, send, open };
}

it('a thousand connections that say nothing are too many; who asks after them is answered', async () => {
  const { ask, send, open } = await server();
  for (let n = 0; n < 1_000; n++) send();
  await eventually(async () => expect(await ask()).toBe('failed'));
  for (const one of open) one.destroy();
  await eventually(async () => expect(await ask()).toBe('answered'));
});

it('who says nothing, or a little now and then, and never looks at the answer, is not waited for', async () => {
  const { ask, send } = await server();
  for (let n = 0; n < 64; n++) send();
  const slow = Array.from({ length: 64 }, () => send('GET /x HTTP/1.1\r\nHost: x\r\n'));
  const dripping = setInterval(() => {
    for (const one of slow) if (!one.destroyed) one.write('X-More: y\r\n');
  }, 500);
  onTestFinished(() => clearInterval(dripping));
  await eventually(async () => expect(await ask()).toBe('failed'));
  await eventually(async () => expect(await ask()).toBe('answered'));
});

it('bytes that are no request disturb nobody', async () => {
  const { ask, send } = await server();
  for (let n = 0; n < 100; n++) send(randomBytes(4_096));
  expect(await ask()).toBe('answered');
});

requireOrSkip(rootOnLinux, 'another account', () => {
  it('cannot open it', async () => {
    const { path } = await server();
    // Only its own mode, and that of its folder, are in the way.
    for (let folder = dirname(dirname(path)); folder !== '/tmp' && folder !== '/'; folder = dirname(folder))
      chmodSync(folder, 0o755);
    expect(await asNobody(path)).toBe('EACCES');
    chmodSync(dirname(path), 0o755);
    expect(await asNobody(path)).toBe('EACCES');
    chmodSync(path, 0o666);
    expect(await asNobody(path)).toBe('open');
  });
});

/** How it goes for user 65534. */
function asNobody(path: string): Promise<string> {
  const script = `const c = require('net').connect(process.argv[1]);
    c.on('error', (error) => console.log(error.code));
    c.on('connect', () => { console.log('open'); c.destroy(); });`;
  const child: ChildProcess = spawn(process.execPath, ['-e', script, path], {
    uid: 65_534,
    gid: 65_534,
    cwd: '/',
  });
  let text = '';
  child.stdout?.on('data', (chunk) => (text += chunk));
  return new Promise((done) => child.once('close', () => done(text.trim())));
}
