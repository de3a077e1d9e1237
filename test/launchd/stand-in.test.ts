import { execFile } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { requireOrSkip, standIn } from '../support/requirements.ts';
import { writeJob } from './jobs.ts';
import { startLaunchd, type TestLaunchd } from './stand-in.ts';

const LABEL = 'ai.test.job';

/** One call: the exit code, and what is said, on one line. */
const launchctl = ({ host }: TestLaunchd, command: string, locale = 'C') =>
  new Promise<string>((resolve) => {
    const env = { PATH: host.environment.PATH, LC_ALL: locale };
    execFile('launchctl', command.split(' '), { env }, (error, stdout, stderr) =>
      resolve(`${error ? error.code : 0} ${stdout}${stderr}`.trim().replace(/\s*\n\s*/g, ' ')),
    );
  });
const becomes = (launchd: TestLaunchd, wanted: object) =>
  eventually(async () => expect(await launchd.job(LABEL)).toMatchObject(wanted));

requireOrSkip(standIn, 'the stand-in launchd', () => {
  it.each(['older', 'newer'] as const)('has the %s numbers and texts', async (generation) => {
    const launchd = await startLaunchd({ generation });
    const { uid } = launchd;
    const { path } = writeJob(launchd, LABEL, 'trap "sleep 2; exit 0" TERM; while :; do sleep 0.02; done');
    const [gui, job] = [`gui/${uid}`, `gui/${uid}/${LABEL}`];
    const older = generation === 'older';
    const absent = `113 Bad request. Could not find service "${LABEL}" in domain for user gui: ${uid}`;
    const refused = (code: number, text: string) =>
      older ? `${code} Bootstrap failed: ${code}: ${text}` : '5 Bootstrap failed: 5: Input/output error';
    const ask = (command: string) => launchctl(launchd, command);
    expect(await ask(`print ${job}`)).toBe(absent);
    expect(await ask(`kickstart ${job}`)).toBe(absent);
    expect(await ask(`bootout ${job}`)).toBe('3 Boot-out failed: 3: No such process');
    expect(await ask(`print gui/${uid + 1}`)).toBe(`112 Could not find domain for user gui: ${uid + 1}`);
    expect(await ask(`bootstrap ${gui} ${path}.not`)).toBe('5 Bootstrap failed: 5: Input/output error');
    expect(await ask(`disable ${job}`)).toBe('0');
    expect(await ask(`print-disabled user/${uid}`)).toContain(`"${LABEL}" => ${older ? 'true' : 'disabled'}`);
    expect(await ask(`bootstrap ${gui} ${path}`)).toBe(refused(119, 'Service is disabled'));
    expect(await ask(`enable ${job}`)).toBe('0');
    chmodSync(path, 0o666);
    expect(await ask(`bootstrap ${gui} ${path}`)).toBe(refused(122, 'Path had bad ownership/permissions'));
    chmodSync(path, 0o644);
    expect(await ask(`bootstrap ${gui} ${path}`)).toBe('0');
    expect(await ask(`bootstrap ${gui} ${path}`)).toBe(refused(37, 'Operation already in progress'));
    await becomes(launchd, { state: 'running', runs: 1 });
    expect(await ask(`print ${job}`)).toMatch(
      /state = running .* runs = 1 pid = \d+ last exit code = \(never exited\)/,
    );
    expect(await ask('managername')).toBe('0 Aqua');
    expect(await ask('list')).toMatch(new RegExp(`^0 PID\\tStatus\\tLabel \\d+\\t0\\t${LABEL}$`));
    // The request is taken; the job goes on for a while, and nothing else can be loaded under its name.
    expect(await ask(`bootout ${job}`)).toBe(
      older ? '36 Boot-out failed: 36: Operation now in progress' : '0',
    );
    expect(await ask(`print ${job}`)).toMatch(older ? /state = SIGTERMed/ : /^113 /);
    expect(await ask(`bootstrap ${gui} ${path}`)).toBe(refused(37, 'Operation already in progress'));
    await eventually(async () => expect(await ask(`bootstrap ${gui} ${path}`)).toBe('0'));
  });

  it('loads for the right kind of login only, and into domains that are there', async () => {
    const launchd = await startLaunchd({ domains: ['user'], generation: 'older' });
    const { uid } = launchd;
    const { path } = writeJob(launchd, LABEL, 'exit 0', { LimitLoadToSessionType: 'Aqua' });
    expect(await launchctl(launchd, `bootstrap gui/${uid} ${path}`)).toBe(
      '125 Bootstrap failed: 125: Domain does not support specified action',
    );
    expect(await launchctl(launchd, `bootstrap user/${uid} ${path}`)).toBe(
      '134 Bootstrap failed: 134: Service cannot load in requested session',
    );
    expect(await launchctl(launchd, 'managername')).toBe('0 Background');
  });

  it.each<[string, string, object, number | null]>([
    ['KeepAlive true, exit 0', 'exit 0', { KeepAlive: true }, null],
    ['SuccessfulExit false, exit 1', 'exit 1', { KeepAlive: { SuccessfulExit: false } }, null],
    ['SuccessfulExit false, exit 0', 'exit 0', { KeepAlive: { SuccessfulExit: false } }, 1],
    ['SuccessfulExit false, ended by a signal', 'kill -9 $$', { KeepAlive: { SuccessfulExit: false } }, null],
    ['no KeepAlive', 'exit 1', {}, 1],
    ['a log that cannot be opened', 'exit 0', { StandardErrorPath: '/not/there' }, 1],
    ['a folder that is not there', 'exit 0', { WorkingDirectory: '/not/there' }, 1],
  ])('%s', async (_, script, keys, runs) => {
    const launchd = await startLaunchd();
    const { path } = writeJob(launchd, LABEL, script, { ThrottleInterval: 5, ...keys });
    const began = Date.now();
    await launchctl(launchd, `bootstrap gui/${launchd.uid} ${path}`);
    if (runs === null) {
      await becomes(launchd, { runs: 3 });
      // Two intervals of 5 seconds at 0.02 each.
      expect(Date.now() - began).toBeGreaterThanOrEqual(200);
      return;
    }
    const ended = 'StandardErrorPath' in keys || 'WorkingDirectory' in keys;
    await becomes(launchd, { runs, state: 'not running', pid: null });
    const code = ended ? '78: EX_CONFIG' : script.split(' ')[1];
    expect(await launchctl(launchd, `print gui/${launchd.uid}/${LABEL}`)).toContain(
      `last exit code = ${code}`,
    );
  });

  it('runs what was loaded, where and with what the file said then', async () => {
    const launchd = await startLaunchd();
    const out = join(launchd.home, 'out');
    const words = {
      StandardOutPath: out,
      WorkingDirectory: launchd.home,
      EnvironmentVariables: { KEY: 'a b' },
    };
    const { path } = writeJob(launchd, LABEL, 'echo "$PWD $KEY $HOME $XPC_SERVICE_NAME $PATH"', words);
    await launchctl(launchd, `bootstrap gui/${launchd.uid} ${path}`);
    writeFileSync(path, 'something else');
    await becomes(launchd, { state: 'not running' });
    await launchctl(launchd, `kickstart gui/${launchd.uid}/${LABEL}`);
    await becomes(launchd, { runs: 2, state: 'not running' });
    const line = `${launchd.home} a b ${launchd.home} ${LABEL} /usr/bin:/bin:/usr/sbin:/sbin\n`;
    expect(readFileSync(out, 'utf8')).toBe(line + line);
  });

  it('ends by force what does not end by itself, children too', async () => {
    const launchd = await startLaunchd();
    const { path } = writeJob(launchd, LABEL, 'trap "" TERM; sleep 100 & while :; do sleep 0.02; done', {
      ExitTimeOut: 5,
    });
    await launchctl(launchd, `bootstrap gui/${launchd.uid} ${path}`);
    await becomes(launchd, { state: 'running' });
    const { pid } = (await launchd.job(LABEL))!;
    await launchctl(launchd, `bootout gui/${launchd.uid}/${LABEL}`);
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    await eventually(() => expect(existsSync(`/proc/${pid}`)).toBe(false));
  });

  it.each([
    ['submit -l x -- /bin/true', 'no subcommand submit here'],
    ['load -w /x.plist', 'no subcommand load here'],
    ['bootout gui/UID', 'boots out the whole domain: gui/UID'],
    ['bootstrap gui/UID relative.plist', 'bootstrap gui/UID relative.plist'],
    ['kickstart -q gui/UID/x', 'kickstart -q gui/UID/x'],
    ['print nonsense', 'no target: nonsense'],
  ])('refuses: launchctl %s', async (command, says) => {
    const launchd = await startLaunchd();
    const named = (text: string) => text.replaceAll('UID', String(launchd.uid));
    expect(await launchctl(launchd, named(command))).toBe(`99 stand-in launchctl: ${named(says)}`);
    expect(await launchctl(launchd, `print gui/${launchd.uid}`, 'de_DE.UTF-8')).toBe(
      '99 stand-in launchctl: called without LC_ALL=C: its words may be in any language',
    );
  });
});
