// Scenes of `unitpin apply` with ten profiles, what others do to their units, and two at once. Prints one JSON object:
// for each scene what was seen. Judges nothing: that is the test's.
//
//   apply-fleet.mjs INSTALL_STAND_IN UNITPIN
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { accountAt } from './account.mjs';
import { commandLine } from './gateway.mjs';
import { hasGivenUp, show, systemctl, waitFor } from './systemd.mjs';

const [installStandIn, unitpinCli] = process.argv.slice(2);
const { root, homeOf, unitOf, pathOf, dropInOf, unitpin, unitpinAside, manifest, knobs } = accountAt(
  homedir(),
  unitpinCli,
);
const FLEET = ['default', ...Array.from({ length: 9 }, (_, index) => `p${index + 1}`)];
const PYTHON = `${root}/hermes-agent/venv/bin/python`;
const DEBUG = { environment: { LOG_LEVEL: 'debug' } };

const SCENES = {
  fromNothing: () => apply('--all'),
  oneChanged,
  neverReady,
  startLimit,
  oldReplace,
  rewritten,
  rewrittenOurs,
  twoAtOnce,
  planMoved,
  orphan,
  nothingLeft: () => apply(),
};

execFileSync(installStandIn, [homedir()]);
for (const profile of FLEET) mkdirSync(homeOf(profile), { recursive: true });
const seen = {};
for (const [name, scene] of Object.entries(SCENES)) seen[name] = await scene();
console.log(JSON.stringify(seen));

function oneChanged() {
  fleet({ p3: DEBUG });
  return apply();
}

function neverReady() {
  knobs('p4', { neverReady: true });
  fleet({ p3: DEBUG, p4: { ...DEBUG, readyTimeout: 3 } });
  const file = readFileSync(pathOf('p4'), 'utf8');
  const result = apply();
  knobs('p4', {});
  systemctl('restart', unitOf('p4'));
  fleet({ p3: DEBUG });
  return { ...result, restored: readFileSync(pathOf('p4'), 'utf8') === file };
}

/** Somebody has set a limit, and a broken program has used it up. */
async function startLimit() {
  const limit = dropInOf('p5', '10-limit.conf');
  put(limit, '[Unit]\nStartLimitIntervalSec=600\nStartLimitBurst=2\n[Service]\nRestartSec=100ms\n');
  knobs('p5', { exitCode: 1 });
  systemctl('daemon-reload');
  systemctl('restart', '--no-block', unitOf('p5'));
  await waitFor('the limit', () => hasGivenUp(unitOf('p5')));
  knobs('p5', {});
  // Not in a shell of the machine either.
  const byHand = spawnSync('systemctl', ['--user', 'start', unitOf('p5')], { encoding: 'utf8' });
  const applied = apply();
  rmSync(join(limit, '..'), { recursive: true });
  systemctl('daemon-reload');
  return { ...applied, byHand: byHand.status };
}

/** What an old version of the app left beside its units. */
function oldReplace() {
  const path = dropInOf('default', '20-replace.conf');
  put(
    path,
    `# Added to end the gateway respawn storm\n[Service]\nExecStart=\nExecStart=${PYTHON} -m hermes_cli.main gateway run --replace\n`,
  );
  systemctl('daemon-reload');
  const result = apply();
  const words = commandLine(show([unitOf('default')])[unitOf('default')].mainPid);
  return { ...result, words, kept: existsSync(path), again: unitpin(['apply', '--yes']) };
}

/** Their unit, which their gateway writes anew at its start, with a setting more. */
function rewritten() {
  mkdirSync(homeOf('other'), { recursive: true });
  const text = `[Service]\nExecStart=${PYTHON} -m hermes_cli.main gateway run\nRestart=always\n[Install]\nWantedBy=default.target\n`;
  const newer = text.replace('Restart=always', 'Restart=always\nTimeoutStopSec=70');
  put(pathOf('other'), text);
  systemctl('daemon-reload');
  knobs('other', { rewriteUnit: { path: pathOf('other'), text: newer } });
  fleet({ p3: DEBUG, other: 'enabled' });
  const result = apply();
  const words = commandLine(show([unitOf('other')])[unitOf('other')].mainPid);
  const rewrote = readFileSync(pathOf('other'), 'utf8') === newer;
  return { ...result, words, rewrote, again: unitpin(['apply', '--yes']) };
}

/** A unit of ours that the gateway takes for its own. */
async function rewrittenOurs() {
  const theirs = `[Service]\nExecStart=${PYTHON} -m hermes_cli.main gateway run\nEnvironment=HERMES_HOME=${homeOf('p7')}\nRestart=always\n[Install]\nWantedBy=default.target\n`;
  knobs('p7', { rewriteUnit: { path: pathOf('p7'), text: theirs } });
  systemctl('restart', unitOf('p7'));
  await waitFor('the rewrite', () => readFileSync(pathOf('p7'), 'utf8') === theirs);
  const result = apply();
  const words = commandLine(show([unitOf('p7')])[unitOf('p7')].mainPid);
  return { ...result, words, again: unitpin(['apply', '--yes']) };
}

async function twoAtOnce() {
  knobs('p8', { startDelayMs: 2000 });
  fleet({ p3: DEBUG, p8: DEBUG, other: 'enabled' });
  const before = states();
  const both = await Promise.all([unitpinAside(['apply', '--yes']), unitpinAside(['apply', '--yes'])]);
  knobs('p8', {});
  return { both, before, units: states() };
}

function planMoved() {
  const file = join(homedir(), 'plan.json');
  fleet({ p3: DEBUG, p8: DEBUG, p9: DEBUG, other: 'enabled' });
  const saved = unitpin(['apply', '--plan-out', file]);
  systemctl('restart', unitOf('p9'));
  const moved = unitpin(['apply', file]);
  unitpin(['apply', '--plan-out', file]);
  const before = states();
  const carriedOut = unitpin(['apply', file]);
  return { saved, moved, carriedOut, before, units: states() };
}

function orphan() {
  const before = states();
  rmSync(homeOf('p9'), { recursive: true });
  fleet({ p3: DEBUG, p8: DEBUG, other: 'enabled' }, ['p9']);
  const result = unitpin(['apply', '--yes', '--format', 'json']);
  return { ...result, before, units: states(), there: existsSync(pathOf('p9')) };
}

/** All of the fleet, these in another way, and without those. */
function fleet(special, without = []) {
  const plain = Object.fromEntries(FLEET.map((profile) => [profile, 'enabled']));
  const wanted = { ...plain, ...special };
  for (const profile of without) delete wanted[profile];
  manifest(wanted);
}

function put(path, text) {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}

/** The units before, what apply said, and the units afterwards. */
function apply(...args) {
  const before = states();
  return { before, ...unitpin(['apply', '--yes', '--format', 'json', ...args]), units: states() };
}

function states() {
  return show(FLEET.map(unitOf));
}
