// The disposable systemd, for figures.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { folder, project } from './measure.mjs';
import { compileGateway } from './runtime-host.mjs';

/** A home with the bench's gateway in it; null where no machine can be booted, or nothing compiled. */
export function makeGuestHome() {
  const home = mkdtempSync(join(folder, 'guest-'));
  const root = join(home, '.hermes');
  mkdirSync(join(root, 'bin'), { recursive: true });
  const canBoot = process.getuid() === 0 && spawnSync('systemd-nspawn', ['--version']).status === 0;
  return canBoot && compileGateway(root) !== null ? home : null;
}

/** Runs guest/SCRIPT as a user of the machine, whose home is a copy of `home`; gives what it prints, as JSON. */
export function inGuest(home, script, words) {
  const box = join(project, 'test/support/disposable-systemd/box.sh');
  const command = `node /unitpin/bench/guest/${script} ${words.join(' ')}`;
  const binds = [`--bind-ro=${project}:/unitpin`, `--bind-ro=${process.execPath}:/box.bin/node`];
  const child = spawn('bash', [box, command, 'tester', home, ...binds], {
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
