import { describe, expect, it } from 'vitest';
import type { Exec, ExecResult } from '../../src/host/exec.ts';
import { parseJob, printDisabled, printJobs } from '../../src/launchd/launchctl.ts';

const LABEL = 'ai.hermes.gateway-code';
const said = (stdout: string): ExecResult => ({ state: 'done', code: 0, stdout, stderr: '' });
const fails = (code: number, stderr: string): ExecResult => ({ state: 'done', code, stdout: '', stderr });
const TIMEOUT: ExecResult = { state: 'timeout', stdout: '', stderr: '' };
const ABSENT = fails(113, `Bad request.\nCould not find service "${LABEL}" in domain for user gui: 501\n`);
const NO_DOMAIN = fails(125, 'Could not find domain for user gui: 501\n');

/** A launchctl with these answers, by what follows its name. */
function answering(answers: Record<string, ExecResult>) {
  const calls: string[] = [];
  const exec: Exec = async ([, ...words], { timeoutMs }) => {
    expect(timeoutMs).toBe(5_000);
    calls.push(words.join(' '));
    return answers[words.join(' ')] ?? { state: 'missing' };
  };
  return { launchd: { exec, uid: 501, environment: {} }, calls };
}

/** As launchctl prints it: what is printed raw may look like properties and braces of its own. */
const PRINTED = [
  `gui/501/${LABEL} = {`,
  '\tactive count = 1',
  `\tpath = /Users/u/Library/LaunchAgents/${LABEL}.plist`,
  '\ttype = LaunchAgent',
  '\tstate = running',
  '',
  '\tprogram = /bin/sh',
  '\targuments = {',
  '\t\t/bin/sh',
  '\t\t-c',
  '\t\t[ -x "$prog" ] || {',
  '  pid = 99',
  'state = none',
  '}',
  'exec "$prog"',
  '\t}',
  '',
  '\tinherited environment = {',
  '\t\tSSH_AUTH_SOCK => /private/tmp/x',
  '\t}',
  '',
  '\tenvironment = {',
  '\t\tHERMES_HOME => /Users/u/a => b',
  '\t\tEMPTY => ',
  '\t\tXPC_SERVICE_NAME => x',
  '\t}',
  '',
  '\truns = 3',
  '\tpid = 1219',
  '\tlast exit code = 78: EX_CONFIG',
  '\tresource coalition = {',
  '\t\tstate = active',
  '\t\tpid = 7',
  '\t}',
  '\tspawn type = daemon (3)',
  '\tstate = again',
  '}',
  '',
].join('\n');

it('reads the first level, the arguments and the environment, and nothing that only looks like it', () => {
  expect(parseJob(PRINTED)).toEqual({
    loaded: 'yes',
    domain: null,
    state: 'running',
    pid: 1219,
    runs: 3,
    lastExit: '78: EX_CONFIG',
    exitTimeout: null,
    path: `/Users/u/Library/LaunchAgents/${LABEL}.plist`,
    argv: '/bin/sh\n-c\n[ -x "$prog" ] || {\n  pid = 99\nstate = none\n}\nexec "$prog"\n',
    environment: new Map([
      ['HERMES_HOME', '/Users/u/a => b'],
      ['EMPTY', ''],
      ['XPC_SERVICE_NAME', 'x'],
    ]),
  });
});

it.each(['', 'Usage: launchctl print', '\u0000\tpid = -5\n'])('makes nothing up from %j', (text) => {
  expect(parseJob(text)).toMatchObject({ state: '', pid: null, runs: 0, argv: null, environment: null });
});

describe('loaded, not loaded, or not to be found out', () => {
  const gui = `print gui/501/${LABEL}`;
  const user = `print user/501/${LABEL}`;
  it.each<[string, Record<string, ExecResult>, string, string | null]>([
    ['in the screen session', { [gui]: said(PRINTED) }, 'yes', 'gui/501'],
    ['in the user domain', { [gui]: NO_DOMAIN, [user]: said(PRINTED) }, 'yes', 'user/501'],
    ['in none', { [gui]: ABSENT, [user]: ABSENT }, 'no', 'gui/501'],
    ['in none, without a screen', { [gui]: NO_DOMAIN, [user]: ABSENT }, 'no', 'user/501'],
    ['no domain at all', { [gui]: NO_DOMAIN, [user]: fails(112, '') }, 'unknown', null],
    ['no answer', { [gui]: TIMEOUT, [user]: ABSENT }, 'unknown', null],
    ['no answer from the second', { [gui]: ABSENT, [user]: TIMEOUT }, 'unknown', null],
    [
      'an error nobody knows',
      { [gui]: fails(1, 'Operation not permitted'), [user]: ABSENT },
      'unknown',
      null,
    ],
    ['no launchctl', {}, 'unknown', null],
  ])('%s', async (_, answers, loaded, domain) => {
    const { launchd } = answering(answers);
    const states = await printJobs(launchd, [{ label: LABEL, scope: 'user' }]);
    expect(states.get(`user ${LABEL}`)).toMatchObject({ loaded, domain });
  });

  it('of the system', async () => {
    const { launchd, calls } = answering({ [`print system/${LABEL}`]: said(PRINTED) });
    const states = await printJobs(launchd, [{ label: LABEL, scope: 'system' }]);
    expect(states.get(`system ${LABEL}`)).toMatchObject({ loaded: 'yes', domain: 'system' });
    expect(calls).toEqual([`print system/${LABEL}`]);
  });
});

it('asks about a few jobs at a time', async () => {
  let [now, most] = [0, 0];
  const exec: Exec = async () => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, 1));
    now--;
    return said(PRINTED);
  };
  const jobs = Array.from({ length: 50 }, (_, index) => ({ label: `job${index}`, scope: 'user' as const }));
  expect((await printJobs({ exec, uid: 501, environment: {} }, jobs)).size).toBe(50);
  expect(most).toBe(8);
});

it('reads both ways of saying what is disabled', async () => {
  const { launchd } = answering({
    'print-disabled gui/501': said(
      '\tdisabled services = {\n\t\t"a" => disabled\n\t\t"b" => enabled\n\t}\n\tlogin item associations = {\n\t}\n',
    ),
    'print-disabled user/501': fails(1, 'no'),
    'print-disabled system': said('disabled services = {\n\t"a" => false\n\t"with => arrow" => true\n}\n'),
  });
  expect(await printDisabled(launchd, ['user', 'system'])).toEqual(
    new Map([
      ['user a', 'disabled'],
      ['user b', 'enabled'],
      ['system a', 'enabled'],
      ['system with => arrow', 'disabled'],
    ]),
  );
});
