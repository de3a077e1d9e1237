import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { afterEnd, restarts } from '../../src/audit/restart.ts';
import { filesBelow } from '../../src/host/files.ts';
import type { PlistData } from '../../src/launchd/data.ts';
import { buildPlist } from '../../src/launchd/emit.ts';
import { observeLaunchdFile } from '../../src/launchd/observe.ts';
import type { End } from '../../src/model/restart.ts';
import { observeSystemdFile } from '../../src/systemd/observe.ts';

/** Files that hold just this one. */
function holding(name: string, text: string) {
  const root = mkdtempSync(join(tmpdir(), 'unitpin-restart-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  writeFileSync(join(root, name), text);
  return filesBelow(root);
}

function unit(lines: string) {
  const command = lines.startsWith('-') ? '-/bin/x' : '/bin/x';
  const text = `[Service]\nExecStart=${command}\n${lines.replace(/^- ?/, '').replaceAll(', ', '\n')}\n`;
  const options = { scope: 'user', account: null } as const;
  return observeSystemdFile(holding('x.service', text), '/x.service', options)[0]!;
}

function job(keys: { [key: string]: PlistData }) {
  const files = holding('x.plist', buildPlist({ Label: 'x', ProgramArguments: ['/bin/x'], ...keys }));
  return observeLaunchdFile(files, '/x.plist', { scope: 'user', accountHome: null });
}

// What systemd 252 did with services that end like this, each in a manager of its own.
it.each<[lines: string, end: End, again: boolean, key: string]>([
  ['', 1, false, 'Restart'],
  ['Restart=on-failure', 0, false, 'Restart'],
  ['Restart=on-failure', 1, true, 'Restart'],
  ['Restart=on-failure', 75, true, 'Restart'],
  ['Restart=on-failure', 'SIGTERM', false, 'Restart'],
  ['Restart=on-failure', 'SIGKILL', true, 'Restart'],
  ['Restart=on-failure, SuccessExitStatus=75', 75, false, 'Restart'],
  ['Restart=on-failure, SuccessExitStatus=0x4b', 75, false, 'Restart'],
  ['Restart=on-failure, SuccessExitStatus=75;76', 75, true, 'Restart'],
  ['Restart=on-failure, SuccessExitStatus="75"', 75, true, 'Restart'],
  ['Restart=on-failure, SuccessExitStatus=SIGKILL', 'SIGKILL', false, 'Restart'],
  ['Restart=on-failure, RestartPreventExitStatus=SIGKILL', 'SIGKILL', false, 'RestartPreventExitStatus'],
  ['Restart=on-failure, SuccessExitStatus=75, RestartForceExitStatus=75', 75, true, 'RestartForceExitStatus'],
  ['RestartForceExitStatus=75', 75, true, 'RestartForceExitStatus'],
  ['Restart=always', 'SIGTERM', true, 'Restart'],
  ['Restart=always, RestartPreventExitStatus=78', 78, false, 'RestartPreventExitStatus'],
  [
    'Restart=always, RestartPreventExitStatus=78, RestartForceExitStatus=78',
    78,
    false,
    'RestartPreventExitStatus',
  ],
  ['Restart=always, RestartPreventExitStatus=78, RestartPreventExitStatus=', 78, true, 'Restart'],
  ['Restart=always, Restart=', 1, true, 'Restart'],
  ['Restart=on-abnormal', 'SIGKILL', true, 'Restart'],
  ['Restart=on-abnormal', 1, false, 'Restart'],
  ['Restart=on-abort', 'SIGKILL', true, 'Restart'],
  ['Restart=on-abort', 1, false, 'Restart'],
  ['Restart=on-watchdog', 1, false, 'Restart'],
  ['Restart=on-success', 0, true, 'Restart'],
  ['Restart=on-success', 1, false, 'Restart'],
  ['- Restart=on-failure', 1, false, 'Restart'],
  ['- Restart=on-failure', 'SIGKILL', false, 'Restart'],
  ['- Restart=always', 1, true, 'Restart'],
  [
    'Restart=always, SuccessExitStatus=75, RestartForceExitStatus=75, RemainAfterExit=yes',
    75,
    false,
    'RemainAfterExit',
  ],
  ['Restart=always, RemainAfterExit=yes', 1, true, 'Restart'],
  ['Restart=always, RestartSec=infinity', 1, false, 'RestartSec'],
  ['Type=oneshot, Restart=on-failure', 'SIGTERM', true, 'Restart'],
])('systemd, %j: after %s %s, for its %s', (lines, end, again, key) => {
  expect(afterEnd(unit(lines), end)).toMatchObject({ again, key });
});

// launchd.plist(5) and the last sources of launchd that are public.
it.each<[keys: { [key: string]: PlistData }, end: End, again: boolean | null]>([
  [{}, 1, false],
  [{ KeepAlive: false }, 1, false],
  [{ KeepAlive: true }, 0, true],
  [{ OnDemand: false }, 0, true],
  [{ KeepAlive: {} }, 1, false],
  [{ KeepAlive: { SuccessfulExit: false } }, 0, false],
  [{ KeepAlive: { SuccessfulExit: false } }, 75, true],
  [{ KeepAlive: { SuccessfulExit: false } }, 'SIGKILL', true],
  [{ KeepAlive: { SuccessfulExit: true } }, 0, true],
  [{ KeepAlive: { SuccessfulExit: true } }, 1, false],
  [{ KeepAlive: { Crashed: true } }, 1, false],
  [{ KeepAlive: { Crashed: true } }, 'SIGKILL', false],
  [{ KeepAlive: { Crashed: true } }, 'SIGSEGV', true],
  [{ KeepAlive: { Crashed: false } }, 0, true],
  [{ KeepAlive: { SuccessfulExit: true, Crashed: true } }, 'SIGSEGV', true],
  [{ KeepAlive: { AfterInitialDemand: true, NetworkState: true } }, 1, false],
  [{ KeepAlive: { PathState: { '/x': true } } }, 1, null],
  [{ KeepAlive: { PathState: { '/x': true }, SuccessfulExit: false } }, 1, true],
  [{ KeepAlive: 'yes' }, 1, null],
  [{ StartInterval: 60 }, 1, null],
])('launchd, %j: after %s %s', (keys, end, again) => {
  expect(afterEnd(job(keys), end).again).toBe(again);
});

it('whoever ends another one by SIGTERM meets it again where an exit code of 0 or 1 is followed by a start', () => {
  expect([unit('Restart=on-success'), unit('Restart=on-failure')].map(restarts)).toEqual([true, true]);
  expect(restarts(unit('Restart=on-failure, RestartPreventExitStatus=1'))).toBe(false);
  expect(restarts(unit('Restart=on-abort'))).toBe(false);
  expect(restarts(job({ KeepAlive: { Crashed: true } }))).toBe(false);
  expect(restarts(job({ KeepAlive: { PathState: { '/x': true } } }))).toBe(true);
});
