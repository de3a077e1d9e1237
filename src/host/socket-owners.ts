import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface SocketOwner {
  pid: number;
  /** Its words, or its name where it has none left. */
  command: string;
}

/**
 * Which processes have these sockets open (proc_pid_fd(5)), by inode: one pass over /proc, which ends as soon as all are
 * found. Processes that we may not look into are passed over. Of several that share a socket, the one with the lowest
 * number: a parent starts before its children.
 */
export function socketOwners(inodes: ReadonlySet<number>): Map<number, SocketOwner> {
  const owners = new Map<number, SocketOwner>();
  for (const pid of pids()) {
    if (owners.size === inodes.size) break;
    for (const inode of socketsOf(pid)) {
      if (inodes.has(inode) && !owners.has(inode)) owners.set(inode, { pid, command: commandOf(pid) });
    }
  }
  return owners;
}

const pids = (): number[] =>
  names('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);

function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function* socketsOf(pid: number): Iterable<number> {
  for (const fd of names(`/proc/${pid}/fd`)) {
    const inode = /^socket:\[(\d+)\]$/.exec(target(`/proc/${pid}/fd/${fd}`))?.[1];
    if (inode !== undefined) yield Number(inode);
  }
}

/** What was open a moment ago may be closed by now. */
function target(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}

function commandOf(pid: number): string {
  const read = (file: string): string => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8');
    } catch {
      return '';
    }
  };
  return read('cmdline').replaceAll('\0', ' ').trim() || read('comm').trim();
}
