// Kills `unitpin apply` at one journalled step after the other, looks at the machine, and has the next apply bring it in
// order. Prints one JSON array: for each step what was seen. Judges nothing: that is the test's.
//
//   crash.mjs INSTALL_STAND_IN RUNNER
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { variable } from './gateway.mjs';
import { show } from './systemd.mjs';

const [installStandIn, runner] = process.argv.slice(2);
const ROOT = join(homedir(), '.hermes');
const UNIT_FOLDER = join(homedir(), '.config/systemd/user');
const MANIFEST = join(homedir(), '.config/unitpin/unitpin.yaml');
const STATE = join(homedir(), '.local/state/unitpin');
/** Ours and running: `code` is changed each time, `side` never; `work` is made anew each time. */
const PROFILES = ['code', 'side', 'work'];

/** The n-th thing that matches, and whether the process ends before it or in the middle of it. */
const STEPS = [
  ['write .*journal', 1, 'whole'],
  ['write .*journal', 1, 'torn'],
  ['jsonl backed-up$', 1, 'whole'],
  ['write systemd', 1, 'torn'],
  ['jsonl written$', 1, 'whole'],
  ['jsonl written$', 2, 'torn'],
  ['journal/.*jsonl reloaded$', 1, 'whole'],
  ['systemctl enable', 1, 'whole'],
  ['journal/.*jsonl starting$', 1, 'whole'],
  ['systemctl restart', 1, 'whole'],
  ['journal/.*jsonl starting$', 2, 'torn'],
  ['systemctl start', 1, 'whole'],
  ['journal/.*jsonl ready$', 1, 'whole'],
  ['journal/.*jsonl committed$', 1, 'whole'],
  ['remove .*journal', 1, 'whole'],
];

execFileSync(installStandIn, [homedir()]);
for (const profile of PROFILES) mkdirSync(homeOf(profile), { recursive: true });
manifest('0');
const first = unitpin('', 0, 'whole', 'apply', '--yes');
if (first.status !== 0) throw new Error(first.stderr);

const seen = STEPS.map(([pattern, count, how], index) => {
  const removed = unitpin('', 0, 'whole', 'remove', 'work', '--yes');
  const before = look();
  manifest(String(index + 1));
  const killed = unitpin(pattern, count, how, 'apply', '--yes');
  const after = afterRestart();
  const audit = unitpin('', 0, 'whole', 'history');
  const next = unitpin('', 0, 'whole', 'apply', '--yes');
  return {
    step: `${how === 'torn' ? 'in' : 'before'} ${pattern} (${count})`,
    level: String(index + 1),
    removed,
    before,
    killed,
    after,
    audit,
    next,
    end: look(),
  };
});
console.log(JSON.stringify(seen));

/** What is there after a restart has gone on: one whose old process ended badly passes through `failed`. */
function afterRestart() {
  for (let tries = 0; ; tries++) {
    const seen = look();
    const passing = ['code', 'side'].some((profile) => /^failed/.test(seen.units[unitOf(profile)].state));
    if (!passing || tries === 50) return seen;
    execFileSync('sleep', ['0.1']);
  }
}

function look() {
  const units = show(PROFILES.map(unitOf));
  const files = Object.fromEntries(
    PROFILES.map((profile) => [profile, text(join(UNIT_FOLDER, unitOf(profile)))]),
  );
  const { mainPid } = units[unitOf('code')];
  return {
    units,
    files,
    level: mainPid ? variable(mainPid, 'LOG_LEVEL') : null,
    leftBeside: readdirSync(UNIT_FOLDER).filter((name) => name.endsWith('.tmp')),
    journals: names(join(STATE, 'journal')).filter((name) => name.endsWith('.jsonl')),
    lifecycle: text(join(STATE, 'lifecycle.jsonl')) ?? '',
  };
}

function unitpin(pattern, count, how, ...args) {
  const { status, signal, stderr } = spawnSync(
    process.execPath,
    [runner, pattern, String(count), how, ...args],
    {
      encoding: 'utf8',
    },
  );
  return { status, signal, stderr };
}

/** JSON is YAML. */
function manifest(level) {
  mkdirSync(join(MANIFEST, '..'), { recursive: true });
  const profiles = { code: { environment: { LOG_LEVEL: level } }, side: 'enabled', work: 'enabled' };
  writeFileSync(MANIFEST, JSON.stringify({ profiles }));
}

function names(folder) {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function text(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function homeOf(profile) {
  return join(ROOT, 'profiles', profile);
}

function unitOf(profile) {
  return `hermes-gateway-${profile}.service`;
}
