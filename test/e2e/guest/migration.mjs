// What apply makes of the units that the app's own versions wrote, in a home whose sticky file names another profile.
// Prints one JSON object: for each variant what was seen. Judges nothing: that is the test's.
//
//   migration.mjs INSTALL_STAND_IN UNITPIN FIXTURES
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { commandLine, holdsLock } from './gateway.mjs';
import { show, systemctl, waitFor } from './systemd.mjs';

const [installStandIn, unitpinCli, fixtures] = process.argv.slice(2);
const ROOT = join(homedir(), '.hermes');
const UNIT_FOLDER = join(homedir(), '.config/systemd/user');

execFileSync(installStandIn, [homedir()]);
mkdirSync(join(ROOT, 'profiles/code'), { recursive: true });
mkdirSync(join(ROOT, 'hermes-agent/.hermes/bin'), { recursive: true });
symlinkSync(join(ROOT, 'hermes-agent/venv/bin/hermes'), join(ROOT, 'hermes-agent/.hermes/bin/hermes'));
writeFileSync(join(ROOT, 'active_profile'), 'code\n');

const seen = {};
for (const variant of ['v1', 'v4', 'v6', 'v7', 'legacy']) seen[variant] = await scene(variant);
console.log(JSON.stringify(seen));

async function scene(variant) {
  const names = readdirSync(join(fixtures, variant)).filter((name) => name.endsWith('.service'));
  rmSync(UNIT_FOLDER, { recursive: true, force: true });
  mkdirSync(UNIT_FOLDER, { recursive: true });
  for (const name of names) {
    const text = readFileSync(join(fixtures, variant, name), 'utf8').replaceAll('/home/u', homedir());
    writeFileSync(join(UNIT_FOLDER, name), text);
  }
  systemctl('daemon-reload');
  // The one of the default profile runs code now: that is what is wrong with it.
  const [first] = names.filter((name) => !name.includes('-code'));
  systemctl('enable', '--now', first);
  await waitFor(`${first} runs`, () => commandLine(show([first])[first].mainPid)?.length > 0);
  const before = texts(names);
  const applied = unitpin('apply', '--yes', '--format', 'json');
  const result = {
    applied,
    kept: JSON.stringify(texts(names)) === JSON.stringify(before),
    gateways: gatewaysOf(names),
    errors: errors(),
    again: unitpin('apply', '--yes', '--format', 'json'),
  };
  const renamed = variant === 'legacy' ? rename() : null;
  const stopped = unitpin('stop', '--all', '--format', 'json');
  const left = readdirSync(UNIT_FOLDER).filter((name) => name.endsWith('.service'));
  for (const name of left) systemctl('disable', name);
  return { ...result, renamed, stopped };
}

/** From the legacy name to the app's own. */
function rename() {
  const result = unitpin('apply', '--rename', '--yes', '--format', 'json');
  const to = 'hermes-gateway.service';
  const log = execFileSync(
    'journalctl',
    ['--user-unit=hermes.service', `--user-unit=${to}`, '--output=json', '--quiet', '--no-pager'],
    { encoding: 'utf8' },
  )
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .filter(({ USER_UNIT, MESSAGE }) => USER_UNIT && /^(Started|Stopped)/.test(MESSAGE))
    .map(({ USER_UNIT, MESSAGE }) => `${MESSAGE.split(' ')[0]} ${USER_UNIT}`);
  return {
    ...result,
    files: readdirSync(UNIT_FOLDER),
    enabled: show([to])[to].enabled,
    gateways: gatewaysOf([to]),
    // The last stop of the old one, and what came after it.
    order: log.slice(log.lastIndexOf('Stopped hermes.service')),
    old: existsSync(join(UNIT_FOLDER, 'hermes.service')),
    errors: errors(),
    again: unitpin('apply', '--yes', '--format', 'json'),
  };
}

function texts(names) {
  return names.map((name) => readFileSync(join(UNIT_FOLDER, name), 'utf8'));
}

function gatewaysOf(names) {
  const units = show(names);
  return names.map((name) => {
    const { mainPid, state } = units[name];
    const words = commandLine(mainPid) ?? [];
    const profile = words[words.indexOf('--profile') + 1] ?? null;
    const home = profile === 'default' ? ROOT : join(ROOT, 'profiles', String(profile));
    return { name, state, profile, locked: mainPid > 0 && holdsLock(mainPid, join(home, 'gateway.lock')) };
  });
}

function errors() {
  const { json } = unitpin('audit', '--format', 'json');
  return json.findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
}

function unitpin(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [unitpinCli, ...args], { encoding: 'utf8' });
  return { status, stderr, json: JSON.parse(stdout) };
}
