// `apply` of new profiles on a real manager, against bare `systemctl start` of the same units and waiting for their health;
// and a plan that changes nothing. Both run in a disposable machine (test/support/disposable-systemd.ts has what it needs).
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { folder, project } from './measure.mjs';
import { compileGateway } from './runtime-host.mjs';

const COUNTS = [1, 10, 50];
const IDLE = 1_000;

export async function applyRows() {
  const home = mkdtempSync(join(folder, 'guest-'));
  const root = join(home, '.hermes');
  mkdirSync(join(root, 'bin'), { recursive: true });
  const canBoot = process.getuid() === 0 && spawnSync('systemd-nspawn', ['--version']).status === 0;
  if (!canBoot || compileGateway(root) === null)
    return [{ what: 'apply on a real manager', ratio: 'no disposable systemd, or no C compiler, here' }];
  const { fresh, idle } = await inGuest(home);
  const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
  return [
    ...fresh.map(({ count, bare, ours, processes }) => ({
      what: `apply of ${count} new profiles, ready after 0.3 s`,
      bare: seconds(bare),
      time: seconds(ours),
      ratio: `${(ours / bare).toFixed(2)} × bare`,
      processes,
    })),
    {
      what: `apply that changes nothing, ${idle.count} profiles`,
      time: seconds(idle.ms),
      ratio: `${idle.shows} show`,
      processes: idle.processes,
    },
  ];
}

/** Runs guest/apply.mjs as a user of the machine, whose home is a copy of `home`. */
function inGuest(home) {
  const box = join(project, 'test/support/disposable-systemd/box.sh');
  const script = `node /unitpin/bench/guest/apply.mjs ${IDLE} ${COUNTS.join(' ')}`;
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
