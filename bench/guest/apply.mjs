// In the disposable machine: applies so many new profiles, then starts the same units without unitpin; prints how long each
// took, in ms, and which programs unitpin started.
//
//   apply.mjs IDLE_COUNT COUNT...
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { configText } from '../runtime-host.mjs';

const ROOT = join(homedir(), '.hermes');
const TOOLS = join(homedir(), 'tools');
const LOG = join(homedir(), 'processes.log');
const MANIFEST = join(homedir(), '.config/unitpin/unitpin.yaml');
const CLI = '/unitpin/dist/cli/main.js';
const FIRST_PORT = 30_000;
const [idleCount, ...counts] = process.argv.slice(2).map(Number);

// Each program that unitpin starts leaves a line: its name and its verb.
for (const tool of ['systemctl', 'systemd-analyze', 'journalctl', 'loginctl']) {
  const real = spawnSync('/bin/sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).stdout.trim();
  write(
    join(TOOLS, tool),
    `#!/bin/sh\nfor word; do case $word in -*) ;; *) break ;; esac; done\necho "${tool} $word" >> ${LOG}\nexec ${real} "$@"\n`,
  );
  chmodSync(join(TOOLS, tool), 0o755);
}

const fresh = [];
for (const count of counts) {
  const names = makeProfiles(count);
  const { ms: ours, calls } = unitpin('apply', '--yes', '--quiet');
  const units = names.map((name) => `hermes-gateway-${name}.service`);
  systemctl('stop', ...units);
  const bare = await byHand(units, count);
  systemctl('disable', '--now', ...units);
  fresh.push({ count, ours, bare, processes: calls.length });
  clear();
}
const names = makeProfiles(idleCount, 'manual');
unitpin('apply', '--yes', '--quiet');
const { ms, calls } = unitpin('apply', '--yes', '--quiet');
const idle = {
  count: names.length,
  ms,
  processes: calls.length,
  shows: calls.filter((one) => one === 'systemctl show').length,
};
console.log(JSON.stringify({ fresh, idle }));

function makeProfiles(count, state = 'enabled') {
  const names = Array.from({ length: count }, (_, index) => `p${String(index + 1).padStart(4, '0')}`);
  const entries = names.map((name, index) => {
    const home = join(ROOT, 'profiles', name);
    write(join(home, 'config.yaml'), configText(index + 1, FIRST_PORT + index));
    write(join(home, '.env'), `API_SERVER_KEY=0123456789abcdef-${index}\n`);
    const environment = { BENCH_PORT: String(FIRST_PORT + index), BENCH_DELAY_MS: '300' };
    return [name, { state, environment }];
  });
  write(MANIFEST, JSON.stringify({ profiles: Object.fromEntries(entries) }));
  return names;
}

function unitpin(...args) {
  rmSync(LOG, { force: true });
  const env = { ...process.env, PATH: `${TOOLS}:${process.env.PATH}` };
  const begin = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8', env });
  const ms = performance.now() - begin;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stdout}${stderr}`);
  return { ms, calls: readFileSync(LOG, 'utf8').split('\n').filter(Boolean) };
}

/** Until each answers. */
async function byHand(units, count) {
  const begin = performance.now();
  systemctl('start', ...units);
  const healthy = async (index) => {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${FIRST_PORT + index}/health`).catch(() => null);
      if (answer?.ok) return;
      await new Promise((done) => setTimeout(done, 25));
    }
  };
  await Promise.all(Array.from({ length: count }, (_, index) => healthy(index)));
  return performance.now() - begin;
}

function clear() {
  rmSync(join(ROOT, 'profiles'), { recursive: true, force: true });
  rmSync(join(homedir(), '.config/systemd/user'), { recursive: true, force: true });
  rmSync(join(homedir(), '.local/state/unitpin'), { recursive: true, force: true });
  systemctl('daemon-reload');
}

function systemctl(...args) {
  spawnSync('systemctl', ['--user', ...args]);
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
