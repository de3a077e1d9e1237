// Figures as ratios within one run: what is compared runs in turn, and the median counts. Nothing here passes or fails.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = join(project, 'dist', 'cli', 'main.js');
const folder = mkdtempSync(join(tmpdir(), 'unitpin-bench-'));

/** Wall time of one process, in ms. */
function time({ program = process.execPath, args, expected = [0], env = {} }) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, ...env },
  });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (!expected.includes(status)) throw new Error(`${program} ${args.join(' ')} exited ${status}: ${stderr}`);
  return ms;
}

/** Peak memory of one node process, in MiB. */
function memory({ args }) {
  const report = join(folder, 'memory');
  const hook = `data:text/javascript,import{writeFileSync}from'node:fs';process.on('exit',()=>writeFileSync(${JSON.stringify(report)},String(process.resourceUsage().maxRSS)))`;
  spawnSync(process.execPath, ['--import', hook, ...args], { maxBuffer: 1 << 28 });
  return Number(readFileSync(report, 'utf8')) / 1024;
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Runs all the candidates in turn, so that whatever else the machine does hits them alike. */
function compare(candidates, rounds) {
  const times = candidates.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, candidate] of candidates.entries()) times[index].push(time(candidate));
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
      unitText(name, '/home/u/.hermes/bin/hermes'),
    );
  }
  return root;
}

const unitText = (name, program) =>
  `[Unit]\nDescription=Hermes Agent Gateway\nAfter=network-online.target\nStartLimitIntervalSec=0\n\n[Service]\nType=simple\nExecStart=${program} --profile ${name} gateway run --replace\nWorkingDirectory=/home/u/.hermes/profiles/${name}\nEnvironment="PATH=/usr/local/bin:/usr/bin:/bin"\nEnvironment="HERMES_HOME=/home/u/.hermes/profiles/${name}"\nRestart=always\nRestartSec=5\nRestartForceExitStatus=75\nKillMode=mixed\nTimeoutStopSec=210\n\n[Install]\nWantedBy=default.target\n`;

/** A folder with `count` units as the app wrote them, each with a drop-in for every tenth. */
function makeFolder(count) {
  const units = join(folder, `units-${count}`);
  mkdirSync(units);
  for (let index = 0; index < count; index++) {
    const name = `p${String(index).padStart(5, '0')}`;
    const unit = `hermes-gateway-${name}.service`;
    writeFileSync(join(units, unit), unitText(name, '/bin/true'));
    if (index % 10 > 0) continue;
    mkdirSync(join(units, `${unit}.d`));
    writeFileSync(join(units, `${unit}.d/10-env.conf`), `[Service]\nEnvironment=LEVEL=${index}\n`);
  }
  return units;
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
  // The same files, judged by systemd's own checker in the same run.
  const folders = new Map([1000, 10_000].map((count) => [count, makeFolder(count)]));
  const audit = (count) => ({ args: [cli, 'audit', folders.get(count), '--quiet'], expected: [0, 1] });
  const thousand = folders.get(1000);
  const verify = {
    program: 'systemd-analyze',
    args: [
      '--user',
      'verify',
      ...readdirSync(thousand).flatMap((name) => (name.endsWith('.service') ? [join(thousand, name)] : [])),
    ],
    expected: [0, 1],
    env: { XDG_RUNTIME_DIR: folder, HOME: folder },
  };
  const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
  const [ours, many, theirs] = compare([audit(1000), audit(10_000), ...(hasSystemd ? [verify] : [])], 5);
  const row = (what, ms, ratio, mib) =>
    rows.push({ what, ms: `${ms.toFixed(0)} ms`, ratio, memory: `${mib.toFixed(0)} MiB` });
  row(
    'audit, a folder of 1,000 units',
    ours,
    hasSystemd
      ? `${(ours / theirs).toFixed(2)} × systemd-analyze verify (${theirs.toFixed(0)} ms)`
      : 'no systemd-analyze here',
    memory(audit(1000)),
  );
  row(
    'audit, a folder of 10,000 units',
    many,
    `${(many / ours).toFixed(1)} × that of 1,000`,
    memory(audit(10_000)),
  );
  console.table(Object.fromEntries(rows.map(({ what, ...rest }) => [what, rest])));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
