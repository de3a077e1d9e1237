// start, stop, restart, logs and remove in an account with ten profiles. Prints one JSON object: for each scene what was
// seen. Judges nothing: that is the test's.
//
//   services.mjs INSTALL_STAND_IN UNITPIN
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { commandLine, holdsLock } from './gateway.mjs';
import { hasGivenUp, show, systemctl, waitFor } from './systemd.mjs';

const [installStandIn, unitpinCli] = process.argv.slice(2);
const ROOT = join(homedir(), '.hermes');
const PROFILES = ['default', ...Array.from({ length: 9 }, (_, n) => `p${n + 1}`)];
const UNITS = PROFILES.map(unitOf);

execFileSync(installStandIn, [homedir()]);
for (const profile of PROFILES) {
  mkdirSync(homeOf(profile), { recursive: true });
  knobs(profile, { startDelayMs: 300 });
}
const seen = { installed: unitpin('apply', '--all', '--yes', '--quiet') };

seen.stopAll = { ...unitpin('stop', '--all', '--format', 'json'), units: show(UNITS) };
seen.startAll = { ...unitpin('start', '--all', '--format', 'json'), units: show(UNITS), locked: locks() };
seen.startAgain = { ...unitpin('start', '--all', '--format', 'json'), units: show(UNITS) };
seen.restartOne = { ...unitpin('restart', 'p1', '--format', 'json'), units: show(UNITS) };

// A drain of two seconds: stop waits for it.
knobs('p2', { ignoreTermMs: 2000 });
unitpin('restart', 'p2');
const begin = Date.now();
seen.slowStop = { ...unitpin('stop', 'p2', '--format', 'json'), seconds: (Date.now() - begin) / 1000 };

// One that ends at once, until its manager gives it up.
mkdirSync(`${unitPath('p3')}.d`, { recursive: true });
writeFileSync(
  `${unitPath('p3')}.d/limit.conf`,
  '[Unit]\nStartLimitIntervalSec=60\nStartLimitBurst=2\n[Service]\nRestartSec=0\n',
);
systemctl('daemon-reload');
knobs('p3', { exitCode: 1 });
spawnSync('systemctl', ['--user', 'restart', unitOf('p3')]);
await waitFor('p3 is given up', () => hasGivenUp(unitOf('p3')));
seen.failing = unitpin('start', 'p3', '--timeout', '4', '--format', 'json');
knobs('p3', {});
await waitFor('p3 is given up again', () => hasGivenUp(unitOf('p3')));
seen.latch = unitpin('restart', 'p3', '--format', 'json');

// A gateway that somebody started by hand.
unitpin('stop', 'p4');
const hand = spawn(join(ROOT, 'bin/hermes'), ['--profile', 'p4', 'gateway', 'run'], {
  stdio: 'ignore',
  detached: true,
});
await waitFor(
  'it runs',
  () =>
    existsSync(join(homeOf('p4'), 'gateway.lock')) && holdsLock(hand.pid, join(homeOf('p4'), 'gateway.lock')),
);
seen.outside = {
  pid: hand.pid,
  start: unitpin('start', 'p4', '--format', 'json'),
  stop: unitpin('stop', 'p4', '--format', 'json'),
  alive: commandLine(hand.pid) !== null,
};
process.kill(hand.pid, 'SIGTERM');

// Two at once.
const both = await Promise.all([
  later('restart', 'p5', '--format', 'json'),
  later('restart', 'p5', '--format', 'json'),
]);
seen.both = both;

seen.logs = unitpin('logs', 'p1', 'p5', '--format', 'json');
const file = unitPath('p6');
seen.removed = {
  ...unitpin('remove', 'p6', '--yes', '--format', 'json'),
  gone: !existsSync(file),
  units: show([unitOf('p6')]),
};
console.log(JSON.stringify(seen));

function locks() {
  const units = show(UNITS);
  return PROFILES.filter((profile) =>
    holdsLock(units[unitOf(profile)].mainPid, join(homeOf(profile), 'gateway.lock')),
  );
}

function later(...args) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [unitpinCli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.on('close', (status) => done({ status, json: JSON.parse(stdout) }));
  });
}

function unitpin(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [unitpinCli, ...args], { encoding: 'utf8' });
  return { status, stderr, json: args.includes('json') ? JSON.parse(stdout) : null };
}

function knobs(profile, value) {
  writeFileSync(join(homeOf(profile), 'stand-in.json'), JSON.stringify(value));
}

function homeOf(profile) {
  return profile === 'default' ? ROOT : join(ROOT, 'profiles', profile);
}

function unitOf(profile) {
  return `hermes-gateway${profile === 'default' ? '' : `-${profile}`}.service`;
}

function unitPath(profile) {
  return join(homedir(), '.config/systemd/user', unitOf(profile));
}
