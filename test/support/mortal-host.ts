import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Files } from '../../src/host/files.ts';
import type { Host } from '../../src/host/host.ts';

/** Something that a process does to the machine. */
export type Effect = string;

/**
 * A host whose process is ended (`kill -9`) by one of the things it does to the machine: just before, or with `torn` in the
 * middle of writing.
 * @param isLast asked before each; true ends the process
 * @param acted called after the manager has done something
 */
export function mortalHost(
  host: Host,
  root: string,
  { isLast, torn, acted }: { isLast: (effect: Effect) => boolean; torn: boolean; acted: () => void },
): Host {
  const isNow = isLast;
  const die = (): never => {
    process.kill(process.pid, 'SIGKILL');
    for (;;);
  };
  const at = (path: string): string => join(root, path);
  const shown = (path: string): string => path.replace(/^.*\/(?=unitpin\/|systemd\/)/, '');
  const files: Files = {
    ...host.files,
    writeAtomic(path, bytes, options) {
      if (isNow(`write ${shown(path)}`)) {
        if (torn) {
          mkdirSync(dirname(at(path)), { recursive: true });
          const beside = join(dirname(at(path)), `.unitpin-${randomBytes(6).toString('hex')}.tmp`);
          writeFileSync(beside, Buffer.from(bytes).subarray(0, bytes.length / 2));
        }
        die();
      }
      host.files.writeAtomic(path, bytes, options);
    },
    append(path, text, options) {
      if (isNow(`append ${shown(path)} ${JSON.parse(text).type ?? JSON.parse(text).event}`)) {
        if (torn) appendFileSync(at(path), text.slice(0, text.length / 2));
        die();
      }
      return host.files.append(path, text, options);
    },
    claim(path, text, owner) {
      if (isNow(`claim ${shown(path)}`)) die();
      return host.files.claim(path, text, owner);
    },
    rename(from, to) {
      if (isNow(`rename ${shown(from)}`)) die();
      host.files.rename(from, to);
    },
    remove(path) {
      if (isNow(`remove ${shown(path)}`)) die();
      host.files.remove(path);
    },
    removeFolder(path) {
      if (isNow(`remove folder ${shown(path)}`)) die();
      host.files.removeFolder(path);
    },
    makeFolder(path, owner) {
      if (isNow(`make folder ${shown(path)}`)) die();
      host.files.makeFolder(path, owner);
    },
  };
  const exec: Host['exec'] = async (argv, options) => {
    const words = argv.filter((word) => !word.startsWith('-')).join(' ');
    const asks = argv[0] !== 'systemctl' || /^(show|show-environment|is-|list-)/.test(argv[4] ?? '');
    if (!asks && isNow(words)) die();
    const result = await host.exec(argv, options);
    if (!asks) acted();
    return result;
  };
  return { ...host, files, exec };
}
