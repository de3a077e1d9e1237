// One scene of `unitpin apply` after the other in an account that has nothing but the program and three profiles.
// Prints one JSON object: for each scene what was seen. Judges nothing: that is the test's.
//
//   apply.mjs INSTALL_STAND_IN UNITPIN
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine, holdsLock, parent, variable } from './gateway.mjs';
import { show, systemctl } from './systemd.mjs';

const [installStandIn, unitpinCli] = process.argv.slice(2);
const ROOT = join(homedir(), '.hermes');
const UNIT_FOLDER = join(homedir(), '.config/systemd/user');
const MANIFEST = join(homedir(), '.config/unitpin/unitpin.yaml');
const OURS = ['default', 'code', 'work'];

const SCENES = {
  fromNothing,
  again: () => apply('--all', '--format', 'json'),
  oneEnvironment,
  noRestart,
  disabledAndManual,
  enabledAgain,
  editedByHand,
  neverReady,
  foreignRuntimeFolder,
  noBus,
  masked,
  cycle,
  order,
  theirsNeverReady,
  wrapperWithExec,
  wrapperWithChild,
  apiServer,
  apiServerWithoutPort,
};

execFileSync(installStandIn, [homedir()]);
for (const profile of OURS) mkdirSync(homeOf(profile), { recursive: true });

const seen = {};
for (const [name, scene] of Object.entries(SCENES)) {
  const start = Date.now();
  const result = await scene();
  seen[name] = { ...result, seconds: (Date.now() - start) / 1000 };
}
console.log(JSON.stringify(seen));

function fromNothing() {
  const result = apply('--all', '--format', 'json');
  const units = states();
  const gateways = OURS.map((profile) => {
    const { mainPid } = units[unitOf(profile)];
    const lock = join(homeOf(profile), 'gateway.lock');
    return { profile, words: commandLine(mainPid), locked: holdsLock(mainPid, lock) };
  });
  return { ...result, gateways };
}

function oneEnvironment() {
  manifest({ default: 'enabled', code: { environment: { LOG_LEVEL: 'debug' } }, work: 'enabled' });
  const before = states();
  const result = apply('--format', 'json');
  return { ...result, before, level: variable(result.units[unitOf('code')].mainPid, 'LOG_LEVEL') };
}

function noRestart() {
  manifest({ default: 'enabled', code: { environment: { LOG_LEVEL: 'info' } }, work: 'enabled' });
  const before = states();
  return { ...apply('--no-restart'), before };
}

function disabledAndManual() {
  systemctl('stop', unitOf('work'));
  manifest({ default: 'enabled', code: 'disabled', work: 'manual' });
  const before = states();
  const result = apply('--format', 'json');
  return { ...result, before, again: apply('--format', 'json'), kept: existsSync(pathOf('code')) };
}

function enabledAgain() {
  manifest({ default: 'enabled', code: 'enabled', work: 'enabled' });
  return apply('--format', 'json');
}

function editedByHand() {
  const ours = readFileSync(pathOf('code'));
  appendFileSync(pathOf('code'), '\n# mine\n');
  const edited = readFileSync(pathOf('code'), 'utf8');
  const before = states();
  const result = apply();
  const kept = readFileSync(pathOf('code'), 'utf8') === edited;
  writeFileSync(pathOf('code'), ours);
  systemctl('daemon-reload');
  return { ...result, before, kept };
}

function neverReady() {
  knobs('work', { neverReady: true });
  manifest({
    default: 'enabled',
    code: 'enabled',
    work: { readyTimeout: 3, environment: { LOG_LEVEL: 'debug' } },
  });
  const file = readFileSync(pathOf('work'), 'utf8');
  const before = states();
  const result = apply('--format', 'json');
  const restored = readFileSync(pathOf('work'), 'utf8') === file;
  knobs('work', {});
  systemctl('restart', unitOf('work'));
  manifest({ default: 'enabled', code: 'enabled', work: 'enabled' });
  return { ...result, before, restored, again: apply('--format', 'json') };
}

/** As after `su` from root. */
function foreignRuntimeFolder() {
  const env = { XDG_RUNTIME_DIR: '/run/user/0', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/0/bus' };
  return unitpin(['apply', '--yes'], env);
}

function noBus() {
  const empty = mkdtempSync(join(tmpdir(), 'no-bus-'));
  const env = { XDG_RUNTIME_DIR: empty, DBUS_SESSION_BUS_ADDRESS: `unix:path=${empty}/bus` };
  return unitpin(['apply', '--yes'], env);
}

function masked() {
  mkdirSync(homeOf('gone'));
  symlinkSync('/dev/null', pathOf('gone'));
  systemctl('daemon-reload');
  manifest({ default: 'enabled', gone: 'enabled' });
  const refused = unitpin(['apply', '--yes']);
  manifest({ default: 'enabled', gone: 'disabled' });
  const disabled = unitpin(['apply', '--yes']);
  rmSync(pathOf('gone'));
  rmSync(homeOf('gone'), { recursive: true });
  return { refused, disabled };
}

function cycle() {
  manifest({ default: { dependsOn: ['code'] }, code: { dependsOn: ['default'] } });
  return unitpin(['apply', '--yes']);
}

function order() {
  systemctl('stop', ...OURS.map(unitOf));
  knobs('code', { startDelayMs: 1000 });
  manifest({ default: { dependsOn: ['code'] }, code: { dependsOn: ['work'] }, work: 'enabled' });
  const result = apply('--format', 'json');
  knobs('code', {});
  return result;
}

/** Somebody else's unit, which pins nothing: started by hand, it would run the default profile. */
function theirsNeverReady() {
  theirs('other', `${ROOT}/hermes-agent/venv/bin/python -m hermes_cli.main gateway run`);
  knobs('other', { neverReady: true });
  manifest({ other: { readyTimeout: 3 } });
  const result = unitpin(['apply', '--yes', '--format', 'json']);
  const words = commandLine(show([unitOf('other')])[unitOf('other')].mainPid);
  return { ...result, dropIn: readFileSync(dropInOf('other'), 'utf8'), words };
}

function wrapperWithExec() {
  theirs('wrapped', `/bin/sh -c "exec ${ROOT}/bin/hermes gateway run"`);
  return wrapped();
}

function wrapperWithChild() {
  theirs('wrapped', `/bin/sh -c "${ROOT}/bin/hermes gateway run; true"`);
  return wrapped();
}

function wrapped() {
  knobs('wrapped', { startDelayMs: 500 });
  manifest({ wrapped: 'enabled' });
  const result = unitpin(['apply', '--yes', '--format', 'json']);
  const { mainPid } = show([unitOf('wrapped')])[unitOf('wrapped')];
  const pid = result.json?.ready?.[0]?.pid ?? 0;
  const locked = pid > 0 && holdsLock(pid, join(homeOf('wrapped'), 'gateway.lock'));
  const again = unitpin(['apply', '--yes', '--format', 'json']);
  return { ...result, again, mainPid, parent: parent(pid), words: commandLine(pid), locked };
}

/** A profile whose gateway has an API server, on a port of its own. */
async function apiServer() {
  const port = await freePort();
  mkdirSync(homeOf('api'));
  writeFileSync(join(homeOf('api'), '.env'), `API_SERVER_KEY=${'k'.repeat(20)}\nAPI_SERVER_PORT=${port}\n`);
  manifest({ api: 'enabled' });
  const result = unitpin(['apply', '--yes', '--format', 'json']);
  const { status } = await fetch(`http://127.0.0.1:${port}/health`);
  return { ...result, port, answered: status };
}

/** The same, when the one place where it can listen is somebody else's at its start: it goes on, degraded. */
async function apiServerWithoutPort() {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  knobs('api', { healthPort: port });
  manifest({ api: { environment: { LOG_LEVEL: 'debug' } } });
  const result = unitpin(['apply', '--yes', '--format', 'json']);
  other.close();
  return { ...result, port };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

function theirs(profile, command) {
  mkdirSync(homeOf(profile), { recursive: true });
  const text = `[Service]\nExecStart=${command}\nRestart=always\n[Install]\nWantedBy=default.target\n`;
  writeFileSync(pathOf(profile), text);
  systemctl('daemon-reload');
}

/** `unitpin apply --yes`, and the units afterwards. */
function apply(...args) {
  return { ...unitpin(['apply', '--yes', ...args]), units: states() };
}

function unitpin(args, env = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [unitpinCli, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  const json = args.includes('json') ? JSON.parse(stdout) : null;
  return { status, stdout, stderr, json };
}

/** JSON is YAML. */
function manifest(profiles) {
  mkdirSync(join(MANIFEST, '..'), { recursive: true });
  writeFileSync(MANIFEST, JSON.stringify({ profiles }));
}

function knobs(profile, value) {
  writeFileSync(join(homeOf(profile), 'stand-in.json'), JSON.stringify(value));
}

function states() {
  return show(OURS.map(unitOf));
}

function homeOf(profile) {
  return profile === 'default' ? ROOT : join(ROOT, 'profiles', profile);
}

function unitOf(profile) {
  return `hermes-gateway${profile === 'default' ? '' : `-${profile}`}.service`;
}

function pathOf(profile) {
  return join(UNIT_FOLDER, unitOf(profile));
}

function dropInOf(profile) {
  return `${pathOf(profile)}.d/zz-unitpin.conf`;
}
