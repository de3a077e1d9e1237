// A second app in an account that has nothing but a stand-in of its program and two profiles. Prints one JSON object of what
// was seen; judges nothing.
//
//   openclaw.mjs UNITPIN
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { accountAt } from './account.mjs';
import { variable } from './gateway.mjs';
import { show } from './systemd.mjs';

const [cli] = process.argv.slice(2);
const UNITS = ['openclaw-gateway.service', 'openclaw-gateway-work.service'];
const { unitpin } = accountAt(homedir(), cli);
const run = (...args) => unitpin([...args, '--app', 'openclaw']);

const bin = join(homedir(), '.local/bin/openclaw');
mkdirSync(join(bin, '..'), { recursive: true });
// As the real one: it has another name while it runs, so that only its environment says which profile it is.
writeFileSync(
  bin,
  `#!${process.execPath}
const { createServer } = require('node:http');
process.title = 'openclaw-gateway';
process.on('SIGTERM', () => process.exit(0));
createServer((_, answer) => answer.end(JSON.stringify({ ok: true, status: 'live' })))
  .listen(Number(process.env.OPENCLAW_GATEWAY_PORT ?? 18789), '127.0.0.1');
`,
);
chmodSync(bin, 0o755);
for (const home of ['.openclaw', '.openclaw-work']) {
  mkdirSync(join(homedir(), home, 'logs'), { recursive: true });
  writeFileSync(join(homedir(), home, 'openclaw.json'), '{}\n');
}

const applied = run('apply', '--all', '--yes', '--format', 'json');
const units = show(UNITS);
const states = Object.values(units).map(({ mainPid }) => ({
  home: variable(mainPid, 'OPENCLAW_STATE_DIR'),
  port: variable(mainPid, 'OPENCLAW_GATEWAY_PORT'),
}));
const status = run('status', '--format', 'json');
const audit = run('audit', '--format', 'json');
const again = run('apply', '--yes');
const stopped = run('stop', '--all');
console.log(JSON.stringify({ applied, units, states, status, audit, again, stopped, after: show(UNITS) }));
