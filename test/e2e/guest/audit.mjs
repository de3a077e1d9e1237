// What `unitpin audit` says about a live user manager: one thing after the other is put out of order and mended again.
// Prints one JSON object: the findings of each scene. Judges nothing: that is the test's.
//
//   audit.mjs INSTALL_STAND_IN UNITPIN
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { commandLine, holdsLock } from './gateway.mjs';
import { show, systemctl, waitFor } from './systemd.mjs';

const [installStandIn, unitpinCli] = process.argv.slice(2);
const ROOT = join(homedir(), '.hermes');
const UNITS = join(homedir(), '.config/systemd/user');
const CODE = 'hermes-gateway-code.service';
const WORK = 'hermes-gateway-work.service';
const OLD = 'hermes-gateway-old.service';
const PYTHON = join(ROOT, 'hermes-agent/venv/bin/python');

const SCENES = { sound, edited, disabled, restartForgotten, outside, ghost, masked, storm, noBus, verified };

execFileSync(installStandIn, [homedir()]);
for (const profile of ['code', 'work', 'old'])
  mkdirSync(join(ROOT, 'profiles', profile), { recursive: true });

const seen = {};
for (const [name, scene] of Object.entries(SCENES)) seen[name] = await scene();
console.log(JSON.stringify(seen));

function audit(args = [], env = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [unitpinCli, 'audit', '--format', 'json', ...args],
    { encoding: 'utf8', env: { ...process.env, ...env } },
  );
  const { findings } = JSON.parse(stdout);
  return {
    status,
    stderr,
    findings: findings.map(({ rule, severity, definition, message }) => ({
      rule,
      severity,
      unit: definition?.split('/').at(-1) ?? null,
      message,
    })),
  };
}

/** Everything as it should be. */
function sound() {
  execFileSync(
    process.execPath,
    [unitpinCli, 'apply', '--yes', '--profile', 'default', '--profile', 'code', '--profile', 'work'],
    {
      stdio: 'ignore',
    },
  );
  return audit();
}

/** A file changed behind the manager's back. */
function edited() {
  const path = join(UNITS, CODE);
  const before = readFileSync(path);
  appendFileSync(path, '\n# mine\n');
  const result = audit();
  writeFileSync(path, before);
  systemctl('daemon-reload');
  return result;
}

function disabled() {
  systemctl('disable', WORK);
  const result = audit();
  systemctl('enable', WORK);
  return result;
}

/** The unit is pinned by now; what runs was started before. */
function restartForgotten() {
  const path = join(UNITS, CODE);
  const pinned = readFileSync(path, 'utf8');
  const unpinned = pinned.replace(' --profile code', '').replace(/^Environment=HERMES_.*\n/gm, '');
  writeFileSync(join(ROOT, 'active_profile'), 'code\n');
  writeFileSync(path, unpinned);
  systemctl('daemon-reload');
  systemctl('restart', CODE);
  writeFileSync(path, pinned);
  systemctl('daemon-reload');
  const result = audit();
  rmSync(join(ROOT, 'active_profile'));
  systemctl('restart', CODE);
  return result;
}

/** Somebody started it by hand. */
async function outside() {
  systemctl('stop', WORK);
  const child = spawn(PYTHON, ['-m', 'hermes_cli.main', '--profile', 'work', 'gateway', 'run'], {
    stdio: 'ignore',
    detached: true,
  });
  const lock = join(ROOT, 'profiles/work/gateway.lock');
  await waitFor('a gateway by hand', () => commandLine(child.pid) !== null && holdsLock(child.pid, lock));
  const result = audit();
  child.kill('SIGTERM');
  await waitFor('its end', () => child.exitCode !== null || child.signalCode !== null);
  systemctl('start', WORK);
  return result;
}

/** The file is gone, the service is not. */
function ghost() {
  const path = join(UNITS, OLD);
  const text = readFileSync(join(UNITS, CODE), 'utf8').replaceAll('code', 'old');
  writeFileSync(path, text);
  systemctl('daemon-reload');
  systemctl('start', OLD);
  rmSync(path);
  const result = audit();
  systemctl('stop', OLD);
  systemctl('reset-failed', OLD);
  systemctl('daemon-reload');
  return result;
}

function masked() {
  const path = join(UNITS, OLD);
  symlinkSync('/dev/null', path);
  systemctl('daemon-reload');
  const result = audit();
  rmSync(path);
  systemctl('daemon-reload');
  return result;
}

/** It ends at once, again and again. */
async function storm() {
  const knobs = join(ROOT, 'profiles/code/stand-in.json');
  const dropIn = join(UNITS, `${CODE}.d`);
  writeFileSync(knobs, '{"exitCode": 1}');
  mkdirSync(dropIn, { recursive: true });
  writeFileSync(join(dropIn, 'quick.conf'), '[Service]\nRestartSec=1\n');
  systemctl('daemon-reload');
  systemctl('restart', CODE);
  await waitFor('restarts', () => show([CODE])[CODE].restarts >= 6);
  const result = audit();
  rmSync(knobs);
  rmSync(dropIn, { recursive: true });
  systemctl('daemon-reload');
  systemctl('restart', CODE);
  return result;
}

function noBus() {
  const env = { XDG_RUNTIME_DIR: '/nowhere', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' };
  return audit([], env);
}

/** systemd's own checker adds nothing to what is sound. */
function verified() {
  const text = readFileSync(join(UNITS, WORK), 'utf8');
  const clean = audit(['--verify']);
  writeFileSync(join(UNITS, WORK), text.replace('[Service]', '[Service]\nRestrictNamespaces=nonsense'));
  const dirty = audit(['--verify']);
  writeFileSync(join(UNITS, WORK), text);
  return { clean, dirty };
}
