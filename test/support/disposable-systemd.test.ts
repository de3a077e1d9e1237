import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { PROJECT_IN_GUEST, runOnDisposableSystemd, TESTER } from './disposable-systemd.ts';
import { disposableSystemd, requireOrSkip } from './requirements.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'unitpin-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Whether a process of this machine was started with `word`. */
function isRunning(word: string): boolean {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(word);
      } catch {
        return false;
      }
    });
}

requireOrSkip(disposableSystemd, 'disposable systemd', () => {
  it('runs a script as a user with a manager of its own', async () => {
    const script = `id -un; pwd; node -p 1+1; systemctl --user is-system-running --wait
      test -r ${PROJECT_IN_GUEST}/package.json || echo no project
      test -w ${PROJECT_IN_GUEST} && echo project can be written
      echo problem >&2; exit 7`;
    const { status, timedOut, stdout, stderr } = await runOnDisposableSystemd({ script });
    expect({ status, timedOut, stderr }).toEqual({ status: 7, timedOut: false, stderr: 'problem\n' });
    expect(stdout).toBe(`tester\n${TESTER.home}\n2\nrunning\n`);
  });

  it('runs it as root', async () => {
    const script = 'id -un; pwd; systemctl is-active user@1501.service';
    const { stdout } = await runOnDisposableSystemd({ script, user: 'root' });
    expect(stdout).toBe('root\n/root\nactive\n');
  });

  it('sees the folders given, and writes only to those meant for it', async () => {
    const [home, out] = [temporaryFolder(), temporaryFolder()];
    writeFileSync(join(home, '.secret'), 'of tester\n', { mode: 0o600 });
    const { stdout } = await runOnDisposableSystemd({
      script: 'cat ~tester/.secret; touch /read/x; echo ours >/write/x; echo gone >/etc/unitpin-test',
      user: 'root',
      home,
      binds: [
        { host: home, guest: '/read', readOnly: true },
        { host: out, guest: '/write', readOnly: false },
      ],
    });
    expect(stdout).toBe('of tester\n');
    expect(readdirSync(home)).toEqual(['.secret']);
    expect(readFileSync(join(out, 'x'), 'utf8')).toBe('ours\n');
    expect(() => statSync('/etc/unitpin-test')).toThrow('ENOENT');
  });

  it('refuses to bind where the guest mounts or cleans', async () => {
    const binds = [{ host: '/', guest: '/tmp/x', readOnly: true }];
    await expect(runOnDisposableSystemd({ script: '', binds })).rejects.toThrow('/tmp/x');
  });

  it('ends with everything in it when the time is up', async () => {
    const [one, two] = [`${process.pid}1111`, `${process.pid}2222`];
    const script = `echo begun; setsid sleep ${one} & systemd-run --user --quiet sleep ${two}; sleep 1000`;
    const result = await runOnDisposableSystemd({ script, timeoutMs: 3000 });
    expect(result).toMatchObject({ status: null, timedOut: true, stdout: 'begun\n' });
    expect([isRunning(one), isRunning(two)]).toEqual([false, false]);
  });

  it('tells when the machine goes down under the script', async () => {
    const script = 'systemctl poweroff --force --force; sleep 10';
    const result = await runOnDisposableSystemd({ script, user: 'root' });
    expect(result).toMatchObject({ status: null, timedOut: false });
  });

  it('runs several at a time', async () => {
    const scripts = ['exit 1', 'exit 2', 'exit 3'];
    const all = await Promise.all(scripts.map((script) => runOnDisposableSystemd({ script })));
    expect(all.map(({ status }) => status)).toEqual([1, 2, 3]);
  });
});
