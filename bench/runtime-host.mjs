// A home with many profiles, and gateways that run in it: dead, healthy, or hanging.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const nameOf = (index) => `p${String(index).padStart(4, '0')}`;

/** The configuration of a profile that somebody has worked on: 220 lines, its API server among them. */
export function configText(index, port) {
  const lines = [`# profile ${nameOf(index)}`, `model: model-${index % 7}`];
  for (let section = 0; lines.length < 213; section++) {
    lines.push(
      `section_${section}:`,
      `  enabled: ${section % 2 === 0}  # of ${nameOf(index)}`,
      `  name: "value ${section}, ${index}"`,
      '  words: [alpha, beta, gamma]',
      '  limits:',
      `    most: ${section * 10}`,
    );
  }
  lines.push(
    'platforms:',
    '  api_server:',
    '    enabled: true',
    '    extra:',
    `      port: ${port}`,
    '      host: 127.0.0.1',
    '',
  );
  return lines.join('\n');
}

/** A unit of a profile, for an account with this home. */
export const unitText = (account) => (name) =>
  [
    '[Unit]',
    `Description=Hermes Agent gateway (${name})`,
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    `ExecStart=${account}/.hermes/bin/hermes --profile ${name} gateway run`,
    `Environment=HERMES_HOME=${account}/.hermes/profiles/${name}`,
    'Environment=HERMES_SUPERVISED_CHILD=1',
    'Restart=always',
    'RestartSec=5',
    'TimeoutStopSec=60',
    '',
    '[Install]',
    'WantedBy=default.target',
    '',
  ].join('\n');

/**
 * Profiles that do not run, with what a gateway leaves behind.
 * @param units writes the text of a profile's unit; null: there are none
 */
export function makeHome(folder, count, units = null, portOf = (index) => 20_000 + index) {
  const root = join(folder, '.hermes');
  const write = (path, text, mode = 0o644) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode });
  };
  write(join(root, 'bin', 'hermes'), '', 0o755);
  write(join(root, 'config.yaml'), 'model: x\n');
  for (let index = 1; index < count; index++) {
    const home = join(root, 'profiles', nameOf(index));
    write(join(home, 'config.yaml'), configText(index, portOf(index)));
    write(join(home, '.env'), `API_SERVER_KEY=0123456789abcdef-${index}\n`, 0o600);
    write(join(home, 'gateway.pid'), JSON.stringify({ pid: 4_000_000 + index, start_time: 1 }));
    if (units)
      write(
        join(folder, '.config/systemd/user', `hermes-gateway-${nameOf(index)}.service`),
        units(nameOf(index)),
      );
  }
  return root;
}

/** Makes the app's program of this home one that runs; null where there is no C compiler. */
export function compileGateway(root) {
  const program = join(root, 'bin', 'hermes');
  const { status } = spawnSync('cc', ['-O1', '-w', '-o', program, join(import.meta.dirname, 'gateway.c')]);
  return status === 0 ? program : null;
}

/** Starts a gateway for each profile but `default`, the first of which hang; their configurations get their ports. */
export async function startGateways(program, root, count, hanging = 0) {
  const children = [];
  for (let index = 1; index < count; index++) {
    const home = join(root, 'profiles', nameOf(index));
    const env = { HERMES_HOME: home, ...(index <= hanging && { BENCH_HANGS: '1' }) };
    children.push(spawn(program, ['--profile', nameOf(index), 'gateway', 'run'], { env, stdio: 'ignore' }));
  }
  for (let index = 1; index < count; index++) {
    const home = join(root, 'profiles', nameOf(index));
    while (!existsSync(join(home, 'port'))) await new Promise((done) => setTimeout(done, 10));
    const port = Number(readFileSync(join(home, 'port'), 'utf8'));
    writeFileSync(join(home, 'config.yaml'), configText(index, port));
    rmSync(join(home, 'port'));
  }
  return () =>
    Promise.all(children.map((child) => new Promise((done) => child.once('exit', done).kill('SIGKILL'))));
}
