// One free port among a thousand busy ones, and one port written into a configuration.
import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  allocatePorts,
  openContext,
  planConfigPorts,
  publishConfigPorts,
  releasePorts,
} from '../dist/index.js';
import { compareInProcess, folder, inMs } from './measure.mjs';
import { makeHome } from './runtime-host.mjs';
import { seedGatewayManager } from './seed-gateway-manager.mjs';
import { hostOf } from './status.mjs';

const BUSY = 1000;
const NAME = 'p0001';

export const portRows = async () => [await freePortRow(), ...(await editRows())];

/** Listens on as many ports in a row as it can, the first of which it prints. */
const LISTENER = `
const { createServer } = require('node:net');
const listen = (port) => new Promise((done) => {
  const server = createServer().once('error', () => done(null)).listen(port, '127.0.0.1', () => done(server));
});
(async () => {
  for (let first = 40000; ; first += ${BUSY}) {
    const servers = [];
    while (servers.length < ${BUSY}) {
      const server = await listen(first + servers.length);
      if (!server) break;
      servers.push(server);
    }
    if (servers.length === ${BUSY}) return console.log(first);
    for (const server of servers) server.close();
  }
})();
process.stdin.resume().once('end', () => process.exit());`;

async function freePortRow() {
  const child = spawn(process.execPath, ['-e', LISTENER], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const first = Number(await new Promise((done) => child.stdout.once('data', done)));
    const account = mkdtempSync(join(folder, 'account-'));
    // Its configuration says a busy port: it needs another one.
    const root = makeHome(account, 2, null, () => first);
    const context = await openContext(hostOf(account), {});
    const seed = seedGatewayManager(root);
    const [theirs, ours] = await compareInProcess(
      [
        () => seed.findFreePort(first),
        async () => {
          const [given] = await allocatePorts(context, [NAME]);
          if (given.configured || given.port === first) throw new Error('a busy port was given');
          await releasePorts(context, [NAME]);
        },
      ],
      9,
    );
    return {
      what: `one free port among ${BUSY} busy ones (ours: noted in the ledger, and released)`,
      seed: inMs(theirs),
      time: inMs(ours),
      ratio: `${(ours / theirs).toFixed(2)} × the seed's`,
    };
  } finally {
    child.stdin.end();
  }
}

async function editRows() {
  const account = mkdtempSync(join(folder, 'account-'));
  const root = makeHome(account, 2);
  const config = join(root, 'profiles', NAME, 'config.yaml');
  const before = `${config}.before`;
  copyFileSync(config, before);
  const context = await openContext(hostOf(account), {});
  const seed = seedGatewayManager(root);
  let port = 9000;
  const changed = { seed: 0, ours: 0 };
  const count = () => changedLines(readFileSync(before, 'utf8'), readFileSync(config, 'utf8'));
  const [theirs, ours] = await compareInProcess(
    [
      () => {
        copyFileSync(before, config);
        seed.writePort(NAME, ++port, '127.0.0.1');
        changed.seed = count();
      },
      () => {
        copyFileSync(before, config);
        const home = join(root, 'profiles', NAME);
        publishConfigPorts(context, planConfigPorts(context, [{ profile: NAME, home, port: ++port }]));
        changed.ours = count();
      },
    ],
    15,
  );
  const lines = readFileSync(before, 'utf8').trimEnd().split('\n').length;
  return [
    {
      what: `one config edit of ${lines} lines: time (ours: checked, atomic, synced, with backup and receipt)`,
      seed: inMs(theirs),
      time: inMs(ours),
      ratio: `${(ours / theirs).toFixed(2)} × the seed's`,
    },
    {
      what: 'one config edit: lines changed',
      seed: String(changed.seed),
      time: String(changed.ours),
      ratio: `${(changed.ours / changed.seed).toFixed(3)} × the seed's`,
    },
  ];
}

/** Lines of the first text that are not in the same order in the second. */
function changedLines(first, second) {
  const [a, b] = [first, second].map((text) => text.trimEnd().split('\n'));
  let row = new Array(b.length + 1).fill(0);
  for (const line of a) {
    const next = [0];
    for (const [index, other] of b.entries()) {
      next.push(line === other ? row[index] + 1 : Math.max(row[index + 1], next[index]));
    }
    row = next;
  }
  return a.length - row[b.length];
}
