// A supervisor of many gateways: its start against a program that does nothing but start them side by
// side and ask each for its health, and against the seed's one after the other; and what it costs while nothing happens.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cli, folder } from './measure.mjs';
import { compileGateway, configText } from './runtime-host.mjs';
import { seedGatewayManager } from './seed-gateway-manager.mjs';

const COUNTS = [30, 100];
const ROUNDS = 3;
/** Milliseconds until a gateway is ready. The seed's has the shorter one. */
const DELAYS = [300, 1_500];
/** Looked at while nothing happens, in seconds. */
const IDLE = 20;

export async function superviseRows() {
  const rows = [];
  for (const count of COUNTS) {
    for (const delay of DELAYS) {
      const fleet = makeFleet(count, delay);
      if (fleet === null) return [{ what: 'supervise', ratio: 'no C compiler here' }];
      rows.push(...(await startAndStop(fleet, delay)));
      if (delay === DELAYS[0]) rows.push(await againstTheSeed(fleet));
    }
  }
  rows.push(await idle(makeFleet(100, DELAYS[0])));
  return rows;
}

async function startAndStop(fleet, delay) {
  const times = { bare: [], ours: [], stop: [] };
  for (let round = 0; round < ROUNDS; round++) {
    times.bare.push(await bare(fleet));
    const { start, stop } = await supervised(fleet);
    times.ours.push(start);
    times.stop.push(stop);
  }
  const [base, ours, stop] = [times.bare, times.ours, times.stop].map(median);
  const count = fleet.profiles.length;
  return [
    {
      what: `supervise, ${count} services of one level, each ready after ${delay / 1000} s`,
      bare: seconds(base),
      time: seconds(ours),
      ratio: `${(ours / base).toFixed(2)} × bare`,
    },
    { what: `end of ${count} services, ${delay / 1000} s`, time: seconds(stop) },
  ];
}

async function againstTheSeed(fleet) {
  const serial = await theSeed(fleet);
  const { start } = await supervised(fleet);
  return {
    what: `supervise against one after the other, ${fleet.profiles.length} services`,
    seed: seconds(serial),
    time: seconds(start),
    ratio: `${(start / serial).toFixed(3)} × the seed's`,
  };
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;

/** Profiles with a port each, and what `unitpin.yaml` says of them; null where there is no C compiler. */
function makeFleet(count, delay) {
  const home = mkdtempSync(join(folder, 'supervise-'));
  const root = join(home, '.hermes');
  mkdirSync(join(root, 'bin'), { recursive: true });
  const program = compileGateway(root);
  if (program === null) return null;
  const profiles = Array.from({ length: count }, (_, index) => ({
    name: `p${String(index + 1).padStart(4, '0')}`,
    port: 31_000 + index,
  }));
  const lines = ['profiles:'];
  for (const [index, { name, port }] of profiles.entries()) {
    const folderOf = join(root, 'profiles', name);
    mkdirSync(folderOf, { recursive: true });
    writeFileSync(join(folderOf, 'config.yaml'), configText(index, port));
    writeFileSync(join(folderOf, '.env'), `API_SERVER_KEY=0123456789abcdef-${index}\n`, { mode: 0o600 });
    lines.push(`  ${name}: { environment: { BENCH_PORT: '${port}', BENCH_DELAY_MS: '${delay}' } }`);
  }
  const config = join(home, 'unitpin.yaml');
  writeFileSync(config, `${lines.join('\n')}\n`);
  return { home, root, program, profiles, config, delay };
}

/** The least that can be done, as a program of its own: the time from its start until all are healthy, in ms. */
async function bare({ root, program, profiles, delay }) {
  const script = `
    import { spawn } from 'node:child_process';
    import { get } from 'node:http';
    const { root, program, profiles } = ${JSON.stringify({ root, program, profiles })};
    const isWell = (port) => new Promise((done) => {
      const request = get({ port, host: '127.0.0.1', path: '/health', agent: false }, (answer) => {
        answer.resume();
        done(answer.statusCode === 200);
      });
      request.once('error', () => done(false));
    });
    const children = await Promise.all(profiles.map(async ({ name, port }) => {
      const env = { HERMES_HOME: root + '/profiles/' + name, BENCH_PORT: String(port), BENCH_DELAY_MS: '${delay}' };
      const child = spawn(program, ['--profile', name, 'gateway', 'run'], { env, stdio: 'ignore' });
      while (!(await isWell(port))) await new Promise((done) => setTimeout(done, 25));
      return child;
    }));
    console.error(children.length + ' of ' + profiles.length + ' services run');
    for (const child of children) child.kill('SIGKILL');`;
  const start = performance.now();
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await saidUp(child);
  const ms = performance.now() - start;
  await exited(child);
  return ms;
}

/** One that runs, and the time that it took until all were ready, in ms. */
async function supervisor({ home, root, config }) {
  const env = { PATH: process.env.PATH, HOME: home, HERMES_HOME: root, XDG_STATE_HOME: join(home, 'state') };
  const start = performance.now();
  const child = spawn(process.execPath, [cli, 'supervise', '--config', config], {
    env,
    cwd: home,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await saidUp(child);
  return { child, ms: performance.now() - start };
}

async function supervised(fleet) {
  const { child, ms } = await supervisor(fleet);
  const start = performance.now();
  child.kill('SIGTERM');
  await exited(child);
  return { start: ms, stop: performance.now() - start };
}

/** What it takes while nothing happens: CPU time by proc_pid_stat(5), memory by proc_pid_status(5). */
async function idle(fleet) {
  const { child } = await supervisor(fleet);
  await sleep(2_000);
  const before = ticks(child.pid);
  await sleep(IDLE * 1_000);
  const percent = ((ticks(child.pid) - before) / 100 / IDLE) * 100;
  const [, kib] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
  const files = readdirSync(`/proc/${child.pid}/fd`).length;
  child.kill('SIGTERM');
  await exited(child);
  return {
    what: `a supervisor of ${fleet.profiles.length}, idle`,
    memory: `${(Number(kib) / 1024).toFixed(0)} MiB`,
    ratio: `${percent.toFixed(2)} % of a core`,
    files,
  };
}

/** User and system time, in hundredths of a second. */
function ticks(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

async function theSeed({ root, program, profiles, delay }) {
  const children = [];
  const names = profiles.map(({ name }) => name);
  const start = performance.now();
  await seedGatewayManager(root).startAll(names, (_, home, port) => {
    const env = { HERMES_HOME: home, BENCH_PORT: String(port), BENCH_DELAY_MS: String(delay) };
    const child = spawn(program, ['gateway', 'run', '--replace'], { env, stdio: 'ignore' });
    children.push(child);
    return child.pid;
  });
  const ms = performance.now() - start;
  await Promise.all(
    children.map((child) => {
      child.kill('SIGKILL');
      return exited(child);
    }),
  );
  return ms;
}

const exited = (child) =>
  child.exitCode !== null || child.signalCode !== null
    ? null
    : new Promise((done) => child.once('exit', done));

/** When it says that all run. */
function saidUp(child) {
  let said = '';
  return new Promise((done, failed) => {
    child.stderr.on('data', (chunk) => {
      said += chunk;
      const [, up, all] = /^(\d+) of (\d+) services run/m.exec(said) ?? [];
      if (up !== undefined && up === all) done();
    });
    child.once('exit', (code) => failed(new Error(`it ended with ${code}: ${said}`)));
  });
}
