// What gen and audit cost, by the number of profiles; the same folder judged by systemd's own checker.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cli, compare, folder, inMs, memory } from './measure.mjs';

const nameOf = (index) => `p${String(index).padStart(5, '0')}`;
/** There on every host: a program that is not would be a finding in each unit. */
const PROGRAM = '/bin/true';

/** A unit as `gen` writes it, by the name of its profile. */
function unitTexts() {
  const root = makeHost(2, null);
  const out = join(folder, 'written');
  const args = ['gen', '--root', root, '--all', '--manager', 'systemd', '--bin', PROGRAM, '--out', out];
  const { status, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const text = readFileSync(join(out, `hermes-gateway-${nameOf(1)}.service`), 'utf8');
  return (name) => text.replaceAll(nameOf(1), name);
}

/** A host with `count` profiles; each but default has a unit, where somebody says which. */
function makeHost(count, unitText) {
  const root = join(folder, `host-${count}-${unitText !== null}`);
  const write = (path, text, mode = 0o644) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { mode });
  };
  write('etc/passwd', 'u:x:1000:1000::/home/u:/bin/sh\n');
  write('bin/true', '', 0o755);
  write('home/u/.hermes/bin/hermes', '', 0o755);
  write('home/u/.hermes/config.yaml', 'model: x\n'.repeat(40));
  for (let index = 1; index < count; index++) {
    const name = nameOf(index);
    write(`home/u/.hermes/profiles/${name}/config.yaml`, 'model: x\n'.repeat(40));
    if (unitText) write(`home/u/.config/systemd/user/hermes-gateway-${name}.service`, unitText(name));
  }
  return root;
}

/** A folder with `count` units, and a drop-in for every tenth. */
function makeFolder(count, unitText) {
  const units = join(folder, `units-${count}`);
  mkdirSync(units);
  for (let index = 0; index < count; index++) {
    const unit = `hermes-gateway-${nameOf(index)}.service`;
    writeFileSync(join(units, unit), unitText(nameOf(index)));
    if (index % 10 > 0) continue;
    mkdirSync(join(units, `${unit}.d`));
    writeFileSync(join(units, `${unit}.d/10-env.conf`), `[Service]\nEnvironment=LEVEL=${index}\n`);
  }
  return units;
}

export function auditRows() {
  const unitText = unitTexts();
  return [...[2, 100, 1000].flatMap((count) => hostRows(count, unitText)), ...folderRows(unitText)];
}

function hostRows(count, unitText) {
  const [bare, full] = [makeHost(count, null), makeHost(count, unitText)];
  const [base, gen, audit] = compare(
    [
      { args: ['-e', '0'] },
      { args: [cli, 'gen', '--root', bare, '--all', '--manager', 'systemd', '--stdout'] },
      { args: [cli, 'audit', '--root', full, '--quiet'], expected: [0, 1] },
    ],
    count === 1000 ? 5 : 11,
  );
  const row = (what, ms) => ({ what, time: inMs(ms), ratio: `${(ms / base).toFixed(2)} × node -e 0` });
  return [row(`gen, ${count} profiles`, gen), row(`audit, ${count} profiles`, audit)];
}

function folderRows(unitText) {
  const [thousand, many] = [1000, 10_000].map((count) => makeFolder(count, unitText));
  const audit = (units) => ({ args: [cli, 'audit', units, '--quiet'], expected: [0, 1] });
  const files = readdirSync(thousand).filter((name) => name.endsWith('.service'));
  const verify = {
    program: 'systemd-analyze',
    args: ['--user', 'verify', ...files.map((name) => join(thousand, name))],
    expected: [0, 1],
    env: { XDG_RUNTIME_DIR: folder, HOME: folder },
  };
  const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
  const [ours, ten, theirs] = compare([audit(thousand), audit(many), ...(hasSystemd ? [verify] : [])], 5);
  const beside = hasSystemd
    ? `${(ours / theirs).toFixed(2)} × systemd-analyze verify (${inMs(theirs)})`
    : 'no systemd-analyze here';
  const row = (what, ms, ratio, units) => ({
    what,
    time: inMs(ms),
    ratio,
    memory: `${memory(audit(units)).toFixed(0)} MiB`,
  });
  return [
    row('audit, a folder of 1,000 units', ours, beside, thousand),
    row('audit, a folder of 10,000 units', ten, `${(ten / ours).toFixed(1)} × that of 1,000`, many),
  ];
}
