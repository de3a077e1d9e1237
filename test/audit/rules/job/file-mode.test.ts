import { describe, expect, it } from 'vitest';
import type { AuditInput } from '../../../../src/audit/engine.ts';
import { fileMode } from '../../../../src/audit/rules/job/file-mode.ts';
import { en } from '../../../../src/audit/texts/en/index.ts';

interface Given {
  manager?: 'systemd' | 'launchd';
  scope?: 'user' | 'system' | 'unknown';
  mode?: number;
  uid?: number;
  gid?: number;
  /** `files`: they were named; `root`: a host below another root. */
  host?: 'files' | 'root' | 'live';
  folder?: number;
}

/** Each text says its own name. */
const names = Object.fromEntries(Object.keys(en['file-mode']).map((name) => [name, () => name]));

/** What is said of a file on the host of account 501, whose group is 20. */
function judge(given: Given): string[] {
  const { manager = 'launchd', scope = 'user', mode = 0o644, uid = 501, gid = 20, host = 'live' } = given;
  const definition = { manager, scope, path: '/f/x', modes: new Map([['/f/x', { mode, uid, gid }]]) };
  const paths = new Map([['/f', { kind: 'dir', real: '/f', mode: given.folder ?? 0o755, uid: 501 }]]);
  const input = {
    subjects: [{ ofApp: true, definition }],
    host: host === 'files' ? null : { live: host === 'live', account: { uid: 501 }, paths },
    texts: { 'file-mode': names },
  } as unknown as AuditInput;
  return Array.from(
    fileMode.check(input, { used: new Set(), judged: new Set() } as never),
    ({ severity, message }) => `${severity ?? fileMode.severity} ${message}`,
  );
}

describe('who may write it', () => {
  it.each<[Given, string[]]>([
    [{}, []],
    [{ mode: 0o646 }, ['error refused']],
    [{ mode: 0o664 }, ['error refused']],
    [{ mode: 0o664, gid: 501 }, []],
    [{ mode: 0o664, scope: 'system', uid: 0, gid: 0 }, ['error refused']],
    [{ mode: 0o664, host: 'files' }, []],
    [{ mode: 0o666, host: 'files' }, ['error refused']],
    [{ mode: 0o664, manager: 'systemd', gid: 100 }, ['error written']],
    [{ mode: 0o664, manager: 'systemd', uid: 0, gid: 0 }, []],
    [{ mode: 0o602, manager: 'systemd', host: 'files' }, ['error written']],
    [{ folder: 0o777 }, ['error folder']],
    [{ folder: 0o1777 }, ['error folder']],
    [{ folder: 0o775 }, []],
    [{ folder: 0o777, host: 'files' }, []],
  ])('%j', (given, told) => {
    expect(judge(given)).toEqual(told);
  });
});

describe('who may read it, whose it is, and whether it is a program', () => {
  it.each<[Given, string[]]>([
    [{ mode: 0o600 }, ['error closed']],
    [{ mode: 0o640, host: 'root' }, ['error closed']],
    [{ mode: 0o600, host: 'files' }, []],
    [{ mode: 0o600, scope: 'system', uid: 0 }, []],
    [{ mode: 0o600, manager: 'systemd' }, []],
    [{ uid: 0 }, []],
    [{ uid: 502 }, ['warning foreign']],
    [{ uid: 502, host: 'root' }, []],
    [{ scope: 'system' }, ['warning foreign']],
    [{ mode: 0o755 }, []],
    [{ mode: 0o755, manager: 'systemd', host: 'files' }, ['info executable']],
  ])('%j', (given, told) => {
    expect(judge(given)).toEqual(told);
  });
});
