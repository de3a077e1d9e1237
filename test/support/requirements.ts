import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'vitest';

/** Something a machine may lack. Says what is missing; null when all is there. */
type Requirement = () => string | null;

/**
 * A suite for machines that have what it needs. Elsewhere it is one skipped test that says why; with
 * UNITPIN_REQUIRE_SYSTEMD=1, for machines that are meant to have it, one that fails.
 */
export function requireOrSkip(requirement: Requirement, name: string, suite: () => void): void {
  const missing = requirement();
  if (missing === null) {
    describe(name, suite);
    return;
  }
  describe(name, () => {
    it(`needs ${missing}`, (context) => {
      if (process.env.UNITPIN_REQUIRE_SYSTEMD === '1') throw new Error(`this machine lacks: ${missing}`);
      context.skip(`this machine lacks: ${missing}`);
    });
  });
}

/** What the stand-in gateway needs to run here. */
export const standIn: Requirement = () => {
  if (process.platform !== 'linux') return 'Linux';
  return existsSync('/usr/bin/python3') ? null : '/usr/bin/python3';
};

/** Where Debian's package `chromium` puts it. */
export const CHROMIUM = '/usr/bin/chromium';

/** A browser that looks at our pages. */
export const browser: Requirement = () => (existsSync(CHROMIUM) ? null : CHROMIUM);

/** Root, which can look as somebody else for a moment. */
export const rootOnLinux: Requirement = () => {
  if (process.platform !== 'linux') return 'Linux';
  return process.getuid?.() === 0 ? null : 'root';
};

/** What makes a pid namespace with a /proc of its own, to be followed by a command. */
export const IN_PID_NAMESPACE = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'] as const;

/** Tried, not guessed: it takes root or user namespaces, and containers often have neither. */
export const pidNamespace: Requirement = () => {
  const [program, ...args] = IN_PID_NAMESPACE;
  return spawnSync(program, [...args, 'true']).status === 0 ? null : IN_PID_NAMESPACE.join(' ');
};

/** Both that a program is there and that it runs. */
export const installed =
  (program: string, ...args: string[]): Requirement =>
  () =>
    spawnSync(program, args).status === 0 ? null : program;

/** All of them. */
export const all =
  (...requirements: Requirement[]): Requirement =>
  () =>
    requirements.map((missing) => missing()).find((missing) => missing !== null) ?? null;

let found: string | null | undefined;

/** What `runOnDisposableSystemd` and the stand-in need. Tried, not guessed: containers often refuse what root may do. */
export const disposableSystemd: Requirement = () => {
  if (found === undefined) found = tryParts();
  return found;
};

function tryParts(): string | null {
  if (process.platform !== 'linux') return 'Linux';
  if (process.getuid?.() !== 0) return 'root';
  const probe = resolve(import.meta.dirname, 'disposable-systemd/probe.sh');
  const { status, stdout } = spawnSync('bash', [probe], { encoding: 'utf8' });
  return status === 0 ? null : stdout.trim() || 'bash';
}
