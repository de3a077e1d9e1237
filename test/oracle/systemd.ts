import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const SYSTEMD = '/lib/systemd/systemd';
/** systemd's test mode refuses root; nobody stands in. */
const NOBODY = 65534;

/** What systemd itself makes of a service. */
export interface Loaded {
  state: string;
  /** argv of each ExecStart= command. */
  commands: string[][];
  /** `KEY=value` */
  environment: string[];
  environmentFiles: string[];
  passEnvironment: string[];
  unsetEnvironment: string[];
  workingDirectory: string;
  description: string;
  fragment: string;
  dropIns: string[];
  /** Any other property of the dump. */
  property(name: string): string;
}

export interface Verdict {
  /** The folder that stands for the account's home; `%h`. */
  home: string;
  units: ReadonlyMap<string, Loaded>;
  /** What it said about the files: `<path>:<line>: <message>`, and about units. */
  messages: string[];
}

/** What is missing here for asking systemd; null when all is there. */
export function installedSystemd(): string | null {
  if (process.platform !== 'linux' || !existsSync(SYSTEMD)) return SYSTEMD;
  const { stdout, status } = spawnSync(SYSTEMD, ['--version'], { encoding: 'utf8' });
  if (status !== 0) return `a ${SYSTEMD} that runs`;
  const version = Number(/^systemd (\d+)/.exec(stdout)?.[1]);
  return version >= 252 ? null : `systemd 252 or newer (here is ${version})`;
}

export type Layout = ReadonlyMap<string, string | Buffer | { link: string }>;

/**
 * Loads unit files with `systemd --user --test`, which starts nothing and needs no running manager. `files` are paths
 * below `~/.config/systemd/user`, or below the home when they start with `~/`; a value `{ link }` is a symbolic link.
 * Every `.service` at the top and every name in `wanted` is loaded. Everything happens in a folder of its own, which
 * `look` may look at and which is gone afterwards.
 */
export function askSystemd(
  files: Layout,
  wanted: readonly string[] = [],
  look: (home: string) => void = () => undefined,
): Verdict {
  const home = mkdtempSync(join(tmpdir(), 'unitpin-oracle-'));
  try {
    const folder = join(home, '.config/systemd/user');
    for (const [name, content] of files) {
      const path = name.startsWith('~/') ? join(home, name.slice(2)) : join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      if (typeof content === 'object' && 'link' in content) symlinkSync(content.link, path);
      else writeFileSync(path, content);
    }
    const wants = join(folder, 'default.target.wants');
    mkdirSync(wants, { recursive: true });
    // Only the name of such a link counts, as long as it leads to nothing empty.
    const tops = [...files.keys()].filter((name) => !name.includes('/') && /[^@]\.service$/.test(name));
    for (const name of new Set([...tops, ...wanted])) symlinkSync(`/nowhere/${name}`, join(wants, name));
    const runtime = join(home, 'run');
    mkdirSync(runtime, { recursive: true });
    chmodSync(runtime, 0o700);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownAll(home, NOBODY);
    const { stdout, stderr, status, error } = spawnSync(SYSTEMD, ['--user', '--test', '--no-pager'], {
      cwd: home,
      maxBuffer: 1024 * 1024 * 1024,
      env: {
        PATH: '/usr/bin:/bin',
        HOME: home,
        XDG_CONFIG_HOME: join(home, '.config'),
        XDG_RUNTIME_DIR: runtime,
        SYSTEMD_LOG_TARGET: 'console',
        SYSTEMD_LOG_COLOR: '0',
      },
      ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    });
    if (error || status !== 0) throw new Error(`systemd --test: ${error ?? stderr.toString('utf8')}`);
    look(home);
    const text = stdout.toString('utf8');
    const messages = stderr
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
    return { home, units: parseDump(text), messages };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function chownAll(path: string, id: number): void {
  if (lstatSync(path).isSymbolicLink()) return;
  chownSync(path, id, id);
  if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) chownAll(join(path, name), id);
}

/** The dump of `--test`: a block for each unit, a property on each line; values are raw, a newline in one included. */
function parseDump(text: string): Map<string, Loaded> {
  const units = new Map<string, Loaded>();
  for (const block of text.split(/^\t-> Unit /m).slice(1)) {
    const name = /^(\S+\.service):\n/.exec(block)?.[1];
    if (name === undefined) continue;
    const fields = new Map<string, string[]>();
    let last: string[] = [];
    let section = '';
    for (const line of block.split('\n').slice(1)) {
      const [, indent = '', key, value = ''] = /^(\t\t\t?)([A-Z][A-Za-z ]*): ?(.*)$/s.exec(line) ?? [];
      const start = /^\t\t(?:-> )(ExecStart|Exec[A-Za-z]+):$/.exec(line)?.[1];
      if (start !== undefined) section = start;
      else if (key !== undefined) {
        const full = indent === '\t\t\t' ? `${section} ${key}` : key;
        last = fields.get(full) ?? [];
        last.push(value);
        fields.set(full, last);
      } else if (last.length > 0) last.push(`${last.pop()}\n${line}`);
    }
    const one = (key: string): string => fields.get(key)?.[0] ?? '';
    const all = (key: string): string[] => fields.get(key) ?? [];
    units.set(name, {
      state: one('Unit Load State'),
      commands: all('ExecStart Command Line').map(decodeCommandLine),
      environment: all('Environment'),
      environmentFiles: all('EnvironmentFile'),
      passEnvironment: all('PassEnvironment'),
      unsetEnvironment: all('UnsetEnvironment'),
      workingDirectory: one('WorkingDirectory'),
      description: one('Description'),
      fragment: one('Fragment Path'),
      dropIns: all('DropIn Path'),
      property: one,
    });
  }
  return units;
}

const CONTROL: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** Undoes `quote_command_line()`: words are bare, or between `"` with C escapes for controls and bytes. */
export function decodeCommandLine(line: string): string[] {
  const words: string[] = [];
  for (const [, quoted, bare] of line.matchAll(/"((?:[^"\\]|\\[\s\S])*)"(?: |$)|([^ "]+)(?: |$)/gy)) {
    if (bare !== undefined) words.push(bare);
    else {
      const bytes = Buffer.from(quoted ?? '').toString('latin1');
      const raw = bytes.replace(/\\([0-7]{3}|[\s\S])/g, (_, code: string) => {
        if (code.length === 3) return String.fromCharCode(Number.parseInt(code, 8));
        return code in CONTROL ? String.fromCharCode(CONTROL[code] ?? 0) : code;
      });
      words.push(Buffer.from(raw, 'latin1').toString('utf8'));
    }
  }
  return words;
}
