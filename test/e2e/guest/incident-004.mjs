// Replays incident 004 as the user it happened to, mends it in one of two ways, and prints one JSON object with all
// that was seen. Judges nothing: that is the test's.
//
//   incident-004.mjs by-hand|unitpin INSTALL_STAND_IN UNITPIN
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { commandLine, seen } from './gateway.mjs';
import { show, systemctl, waitFor, watch } from './systemd.mjs';

const [way, installStandIn, unitpinCli] = process.argv.slice(2);
const ROOT = join(homedir(), '.hermes');
const HOMES = { default: ROOT, code: join(ROOT, 'profiles/code') };
const UNIT_FOLDER = join(homedir(), '.config/systemd/user');
const UNIT_OF = { default: 'hermes-gateway.service', code: 'hermes-gateway-code.service' };
const UNITS = Object.values(UNIT_OF);
/** How long to wait for the fight. Seconds. */
const FIGHT = 120;
/** As long as it takes to call it peace. Seconds. */
const PEACE = 10;

const WAYS = { 'by-hand': mendByHand, unitpin: mendWithUnitpin };

// They are enabled, so the boot has started them, when their program was still a placeholder.
systemctl('stop', ...UNITS);
install();
systemctl('daemon-reload');
systemctl('start', '--no-block', ...UNITS);
const before = { ...(await watch(UNITS, FIGHT, haveFought)), homes: look() };
const steps = await WAYS[way]();
forgetLogs();
const after = { ...(await watch(UNITS, PEACE)), homes: look() };
const commandLines = Object.fromEntries(UNITS.map((unit) => [unit, commandLine(after.last[unit].mainPid)]));
const again = way === 'unitpin' ? { audit: unitpin('audit'), apply: unitpin('apply', '--yes') } : null;
console.log(JSON.stringify({ before, steps, after, commandLines, again }));

/** The incident's home is there already. A fight of minutes has to fit into seconds: same units, shorter pauses. */
function install() {
  execFileSync(installStandIn, [homedir()]);
  for (const unit of UNITS) edit(join(UNIT_FOLDER, unit), /^RestartSec=.*$/m, 'RestartSec=1');
  // Longer than RestartSec, as the real program's start is: so each begins while the other is still starting.
  for (const home of Object.values(HOMES)) {
    writeFileSync(join(home, 'stand-in.json'), JSON.stringify({ startDelayMs: 1200 }));
  }
}

/** Some rounds; and who has lost one by coming second says so only where both came at once. */
function haveFought(last, first) {
  const rounds = UNITS.map((unit) => last[unit].restarts - first[unit].restarts);
  return Math.min(...rounds) >= 2 && /started during our startup/.test(look().code.log);
}

/** What the report's author did in the end. */
async function mendByHand() {
  edit(join(UNIT_FOLDER, UNIT_OF.default), /(-m hermes_cli\.main) gateway/, '$1 --profile default gateway');
  systemctl('daemon-reload');
  systemctl('restart', ...UNITS);
  await waitFor('each unit runs the gateway of its profile', eachRunsItsOwn);
  return null;
}

function eachRunsItsOwn() {
  const units = show(UNITS);
  return Object.entries(look()).every(
    ([profile, { state, pidFile }]) =>
      state === 'running' && pidFile?.pid === units[UNIT_OF[profile]].mainPid,
  );
}

/** What this project is for. `apply` itself waits until both gateways are ready. */
async function mendWithUnitpin() {
  return { audit: unitpin('audit'), apply: unitpin('apply', '--yes') };
}

function unitpin(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [unitpinCli, ...args, '--format', 'json'], {
    encoding: 'utf8',
  });
  return { status, json: stdout ? JSON.parse(stdout) : null, stderr };
}

function look() {
  return Object.fromEntries(Object.entries(HOMES).map(([profile, home]) => [profile, seen(home)]));
}

/** So that what is logged from now on stands alone. */
function forgetLogs() {
  for (const home of Object.values(HOMES)) rmSync(join(home, 'logs/gateway.log'), { force: true });
}

/** Replaces text in a file; an error when it is not there. */
function edit(path, from, to) {
  const old = readFileSync(path, 'utf8');
  const next = old.replace(from, to);
  if (next === old && !old.includes(to)) throw new Error(`${path}: nothing matches ${from}`);
  writeFileSync(path, next);
}
