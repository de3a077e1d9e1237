// Figures as ratios within one run: what is compared runs in turn, and the median counts. Nothing here passes or fails.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = join(project, 'dist', 'cli', 'main.js');
const folder = mkdtempSync(join(tmpdir(), 'unitpin-bench-'));

/** Wall time of one process, in ms, and its peak memory in MiB where /usr/bin/time tells it. */
function time(args, expected = [0]) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (!expected.includes(status)) throw new Error(`node ${args.join(' ')} exited ${status}: ${stderr}`);
  return ms;
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Runs all the candidates in turn, so that whatever else the machine does hits them alike. */
function compare(candidates, rounds) {
  const times = candidates.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { args, expected }] of candidates.entries()) times[index].push(time(args, expected));
  }
  return times.map(median);
}

/** A host with `count` profiles; each but default has an unpinned unit when `units` is set. */
function makeHost(count, units) {
  const root = join(folder, `host-${count}-${units}`);
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('etc/passwd', 'u:x:1000:1000::/home/u:/bin/sh\n');
  write('home/u/.hermes/bin/hermes', '');
  write('home/u/.hermes/config.yaml', 'model: x\n'.repeat(40));
  for (let index = 1; index < count; index++) {
    const name = `p${String(index).padStart(4, '0')}`;
    write(`home/u/.hermes/profiles/${name}/config.yaml`, 'model: x\n'.repeat(40));
    if (!units) continue;
    write(
      `home/u/.config/systemd/user/hermes-gateway-${name}.service`,
      `[Unit]\nDescription=Hermes Agent Gateway\nAfter=network-online.target\nStartLimitIntervalSec=0\n\n[Service]\nType=simple\nExecStart=/home/u/.hermes/bin/hermes --profile ${name} gateway run --replace\nWorkingDirectory=/home/u/.hermes/profiles/${name}\nEnvironment="PATH=/usr/local/bin:/usr/bin:/bin"\nEnvironment="HERMES_HOME=/home/u/.hermes/profiles/${name}"\nRestart=always\nRestartSec=5\nRestartForceExitStatus=75\nKillMode=mixed\nTimeoutStopSec=210\n\n[Install]\nWantedBy=default.target\n`,
    );
  }
  return root;
}

const rows = [];
const add = (what, ms, base) =>
  rows.push({ what, ms: `${ms.toFixed(0)} ms`, ratio: `${(ms / base).toFixed(2)} × node -e 0` });

try {
  const node = { args: ['-e', '0'] };
  const [base, version, help] = compare([node, { args: [cli, '--version'] }, { args: [cli, '--help'] }], 15);
  add('node -e 0', base, base);
  add('unitpin --version', version, base);
  add('unitpin --help', help, base);
  for (const count of [2, 100, 1000]) {
    const bare = makeHost(count, false);
    const full = makeHost(count, true);
    const rounds = count === 1000 ? 5 : 11;
    const [again, gen, audit] = compare(
      [
        node,
        { args: [cli, 'gen', '--root', bare, '--all', '--manager', 'systemd', '--stdout'] },
        { args: [cli, 'audit', '--root', full, '--quiet'], expected: [0, 1] },
      ],
      rounds,
    );
    add(`gen, ${count} profiles`, gen, again);
    add(`audit, ${count} profiles`, audit, again);
  }
  console.table(Object.fromEntries(rows.map(({ what, ...rest }) => [what, rest])));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
