import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { PROJECT_IN_GUEST } from './disposable-systemd.ts';

/** The installer as the guest of a disposable systemd sees it, to be called with an ACCOUNT_HOME. */
export const INSTALL_IN_GUEST = join(PROJECT_IN_GUEST, 'test/support/stand-in/install.py');

interface StandIn {
  /** `<home>/.hermes/hermes-agent/venv/bin/python`: what units start with `-m hermes_cli.main`. */
  python: string;
  /** `<home>/.hermes/bin/hermes` */
  command: string;
}

/**
 * Installs the stand-in gateway below an account's home, at `.hermes`. It behaves as the version of `releaseDate` does:
 * markers in the environment count from 2026.7.1 on.
 */
export function installStandIn(accountHome: string, { releaseDate = '2026.5.20' } = {}): StandIn {
  const home = resolve(accountHome);
  const install = resolve(import.meta.dirname, 'stand-in/install.py');
  execFileSync('/usr/bin/python3', ['-I', install, home, '--release-date', releaseDate]);
  return {
    python: join(home, '.hermes/hermes-agent/venv/bin/python'),
    command: join(home, '.hermes/bin/hermes'),
  };
}
