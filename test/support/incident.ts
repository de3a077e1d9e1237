import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** An account's home as an incident has it, and where a test wants it. */
interface Move {
  from: string;
  to: string;
}

interface Incident {
  /** The folder that stands for `/`. */
  root: string;
  cleanup(): void;
}

const INCIDENTS = resolve(import.meta.dirname, '../../fixtures/incidents');

/**
 * Copies an incident into a temporary folder, where a test may change it. Modes are those the programs would have
 * given, whatever git and umask made of them: 0755, 0644, and 0600 for `.env`. With `move`, an account's home lies
 * elsewhere, and every file and link that speaks of it says so.
 */
export function copyIncident(name: string, move?: Move): Incident {
  const root = mkdtempSync(join(tmpdir(), 'unitpin-incident-'));
  const moved = (text: string): string => (move ? text.replaceAll(move.from, move.to) : text);

  function copy(path: string): void {
    const from = join(INCIDENTS, name, path);
    const to = join(root, moved(path));
    const stat = lstatSync(from);
    mkdirSync(stat.isDirectory() ? to : dirname(to), { recursive: true });
    if (stat.isDirectory()) {
      chmodSync(to, 0o755);
      for (const entry of readdirSync(from)) copy(join(path, entry));
    } else if (stat.isSymbolicLink()) symlinkSync(moved(readlinkSync(from)), to);
    else {
      writeFileSync(to, moved(readFileSync(from, 'utf8')));
      chmodSync(to, path.endsWith('/.env') ? 0o600 : stat.mode & 0o100 ? 0o755 : 0o644);
    }
  }

  copy('/');
  return { root, cleanup: () => rmSync(root, { recursive: true, force: true }) };
}
