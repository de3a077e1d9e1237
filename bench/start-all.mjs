// Starting all gateways on a real manager, each ready after 0.3 s: the seed's one after the other, and ours. Both run in a
// disposable machine (test/support/disposable-systemd.ts has what it needs).
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { folder, project } from './measure.mjs';
import { compileGateway } from './runtime-host.mjs';

const COUNTS = [10, 30];
const WHAT = (count) => `startAll against start --all, ${count} profiles, ready after 0.3 s`;

export async function startAllRows() {
  const home = mkdtempSync(join(folder, 'guest-'));
  const root = join(home, '.hermes');
  mkdirSync(join(root, 'bin'), { recursive: true });
  const canBoot = process.getuid() === 0 && spawnSync('systemd-nspawn', ['--version']).status === 0;
  if (!canBoot || compileGateway(root) === null)
    return COUNTS.map((count) => ({
      what: WHAT(count),
      ratio: 'no disposable systemd, or no C compiler, here',
    }));
  const { times, processes } = await inGuest(home, COUNTS);
  return COUNTS.map((count) => {
    const { theirs, ours } = times[count];
    const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
    return {
      what: WHAT(count),
      seed: seconds(theirs),
      time: seconds(ours),
      ratio: `${(ours / theirs).toFixed(2)} × the seed's`,
      processes: processes[count],
    };
  });
}

/** Runs guest/start-all.mjs as a user of the machine, whose home is a copy of `home`. */
function inGuest(home, counts) {
  const box = join(project, 'test/support/disposable-systemd/box.sh');
  const script = `node /unitpin/bench/guest/start-all.mjs ${counts.join(' ')}`;
  const binds = [`--bind-ro=${project}:/unitpin`, `--bind-ro=${process.execPath}:/box.bin/node`];
  const child = spawn('bash', [box, script, 'tester', home, ...binds], {
    stdio: ['pipe', 'pipe', 'pipe', 'ignore'],
    detached: true,
  });
  return new Promise((done, failed) => {
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('close', (status) =>
      status === 0
        ? done(JSON.parse(stdout))
        : failed(new Error(`the guest ended with ${status}: ${stderr}`)),
    );
  });
}
