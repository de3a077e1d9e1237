// In the disposable machine: starts so many gateways as the seed does, then by `unitpin start --all`; prints how long each
// took, in ms, and how many processes ours started.
//
//   start-all.mjs COUNT...
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { configText } from '../runtime-host.mjs';
import { seedGatewayManager } from '../seed-gateway-manager.mjs';

const ROOT = join(homedir(), '.hermes');
const UNITS = join(homedir(), '.config/systemd/user');
const TOOLS = join(homedir(), 'tools');
const LOG = join(homedir(), 'processes.log');
const CLI = '/unitpin/dist/cli/main.js';
const DELAY = '300';
const nameOf = (index) => `p${String(index).padStart(4, '0')}`;

// Each program that unitpin starts leaves a line.
for (const tool of ['systemctl', 'systemd-analyze', 'journalctl']) {
  const real = spawnSync('/bin/sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).stdout.trim();
  write(join(TOOLS, tool), `#!/bin/sh\necho ${tool} >> ${LOG}\nexec ${real} "$@"\n`);
  chmodSync(join(TOOLS, tool), 0o755);
}

const result = { times: {}, processes: {} };
for (const count of process.argv.slice(2).map(Number)) {
  const names = Array.from({ length: count }, (_, index) => nameOf(index + 1));
  makeProfiles(names);
  const theirs = await theSeed(names);
  rmSync(join(ROOT, 'profiles'), { recursive: true, force: true });
  makeProfiles(names);
  const { ours, processes } = unitpin(names);
  result.times[count] = { theirs, ours };
  result.processes[count] = processes;
  rmSync(join(ROOT, 'profiles'), { recursive: true, force: true });
  rmSync(UNITS, { recursive: true, force: true });
}
console.log(JSON.stringify(result));

function makeProfiles(names) {
  for (const [index, name] of names.entries()) {
    const home = join(ROOT, 'profiles', name);
    write(join(home, 'config.yaml'), configText(index, 30_000 + index));
    write(join(home, '.env'), `API_SERVER_KEY=0123456789abcdef-${index}\n`);
  }
}

async function theSeed(names) {
  const children = [];
  const start = performance.now();
  await seedGatewayManager(ROOT).startAll(names, (_, home, port) => {
    const env = { HERMES_HOME: home, BENCH_PORT: String(port), BENCH_DELAY_MS: DELAY };
    const child = spawn(join(ROOT, 'bin/hermes'), ['gateway', 'run', '--replace'], { env, stdio: 'ignore' });
    children.push(child);
    return child.pid;
  });
  const ms = performance.now() - start;
  await Promise.all(children.map((child) => new Promise((done) => child.once('exit', done).kill('SIGKILL'))));
  return ms;
}

function unitpin(names) {
  for (const [index, name] of names.entries()) {
    const text = [
      '[Service]',
      `ExecStart=${ROOT}/bin/hermes --profile ${name} gateway run`,
      `Environment=HERMES_HOME=${ROOT}/profiles/${name}`,
      `Environment=BENCH_PORT=${30_000 + index}`,
      `Environment=BENCH_DELAY_MS=${DELAY}`,
      'Restart=always',
      '[Install]',
      'WantedBy=default.target',
      '',
    ].join('\n');
    write(join(UNITS, `hermes-gateway-${name}.service`), text);
  }
  spawnSync('systemctl', ['--user', 'daemon-reload']);
  rmSync(LOG, { force: true });
  const env = { ...process.env, PATH: `${TOOLS}:${process.env.PATH}` };
  const begin = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'start', '--all'], {
    encoding: 'utf8',
    env,
  });
  const ours = performance.now() - begin;
  if (status !== 0) throw new Error(`start --all ended with ${status}: ${stdout}${stderr}`);
  const calls = readFileSync(LOG, 'utf8').split('\n').filter(Boolean).length;
  spawnSync(process.execPath, [CLI, 'stop', '--all']);
  return { ours, processes: calls };
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
