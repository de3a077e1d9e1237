// What root does with `unitpin apply`: for an account that lingers, for one that does not, and services of the system.
// Prints one JSON object: for each scene what was seen. Judges nothing: that is the test's.
//
//   apply-root.mjs INSTALL_STAND_IN UNITPIN
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { accountAt } from './account.mjs';
import { commandLine } from './gateway.mjs';

const [installStandIn, unitpinCli] = process.argv.slice(2);
const TESTER = { uid: 1501, gid: 1501 };
const BUS = { XDG_RUNTIME_DIR: '/run/user/1501', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1501/bus' };
const { homeOf, unitOf, pathOf, unitpin } = accountAt('/home/tester', unitpinCli);
// As root's own shell has it.
const env = {
  PATH: process.env.PATH,
  HOME: '/root',
  USER: 'root',
  LOGNAME: 'root',
  HERMES_HOME: '/root/elsewhere',
};
const run = (...args) => unitpin(['apply', ...args], { cwd: '/root', env });

execFileSync(installStandIn, ['/home/tester'], { ...TESTER, env: { ...env, HOME: '/home/tester' } });
for (const profile of ['default', 'code']) mkdirSync(homeOf(profile), { recursive: true });
execFileSync('chown', ['-R', '1501:1501', '/home/tester']);
chmodSync('/root', 0o700);

const forTester = run('--as-user', 'tester', '--all', '--yes', '--format', 'json');
const seen = {
  forTester: {
    ...forTester,
    units: shown(['--user'], ['default', 'code'].map(unitOf), { ...TESTER, env: { ...env, ...BUS } }),
    ofRoot: execFileSync('find', ['/home/tester', '-user', 'root'], { encoding: 'utf8' }),
    unit: statSync(pathOf('code')).uid,
  },
  again: run('--as-user', 'tester'),
  unknown: run('--as-user', 'nobody-here'),
  byTester: unitpin(['apply', '--as-user', 'root'], {
    ...TESTER,
    env: { ...env, HOME: '/home/tester' },
    cwd: '/',
  }),
  lingerOff: lingerOff(),
  ofTheSystem: ofTheSystem(),
  ownAccount: ownAccount(),
};
console.log(JSON.stringify(seen));

/** logind is not told: it would end the manager that all of this runs under. */
function lingerOff() {
  rmSync('/var/lib/systemd/linger/tester');
  const told = run('--as-user', 'tester');
  const turnedOn = run('--as-user', 'tester', '--enable-linger');
  return { told, turnedOn, on: existsSync('/var/lib/systemd/linger/tester') };
}

function ofTheSystem() {
  mkdirSync(homeOf('sys'));
  execFileSync('chown', ['1501:1501', homeOf('sys')]);
  const result = run(
    '--scope',
    'system',
    '--as-user',
    'tester',
    '--profile',
    'sys',
    '--yes',
    '--format',
    'json',
  );
  const units = shown(['--system'], [unitOf('sys')], { env });
  const pid = units[unitOf('sys')];
  const unit = `/etc/systemd/system/${unitOf('sys')}`;
  return {
    ...result,
    unit: existsSync(unit) ? readFileSync(unit, 'utf8') : null,
    owner: pid > 0 ? statSync(`/proc/${pid}`).uid : null,
    words: commandLine(pid),
    ofRoot: execFileSync('find', ['/home/tester', '-user', 'root'], { encoding: 'utf8' }),
  };
}

/** Nobody is logged in as root, and no manager of root's runs: it has to be let run first. */
function ownAccount() {
  const own = accountAt('/root', unitpinCli);
  execFileSync(installStandIn, ['/root'], { env });
  const { HERMES_HOME: _elsewhere, ...plain } = env;
  const without = own.unitpin(['apply', '--all', '--yes'], { cwd: '/root', env: plain });
  const result = own.unitpin(['apply', '--all', '--yes', '--enable-linger'], { cwd: '/root', env: plain });
  return { without, result, on: existsSync('/var/lib/systemd/linger/root') };
}

/** MainPID of each unit. */
function shown(which, units, options) {
  const { stdout } = spawnSync('systemctl', [...which, 'show', '-p', 'MainPID', '--value', ...units], {
    encoding: 'utf8',
    ...options,
  });
  const pids = stdout.split('\n').filter(Boolean).map(Number);
  return Object.fromEntries(units.map((unit, index) => [unit, pids[index]]));
}
