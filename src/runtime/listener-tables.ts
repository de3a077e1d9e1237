import { plainAddress } from '../model/address.ts';
import type { Listener } from '../model/gateway.ts';

/** A listener as the kernel lists it; its owner is found by the inode. */
export interface ProcListener {
  address: string;
  port: number;
  inode: number;
}

/** Local address and port, the state LISTEN of proc_net_tcp(5), and five columns on, the inode. */
const LISTENING = /^ *\d+: ([\dA-F]{8}|[\dA-F]{32}):([\dA-F]{4}) +\S+ +0A(?: +\S+){5} +(\d+)/gim;

/**
 * /proc/net/tcp or tcp6. Addresses are hexadecimal words of 32 bits in the byte order of the host; lines that are not of
 * this form are passed over, as are all in the tables below.
 */
export function parseProcTcp(text: string, littleEndian: boolean): ProcListener[] {
  const addresses = new Map<string, string | null>();
  return [...text.matchAll(LISTENING)].flatMap(([, hex = '', port = '', inode]) => {
    const address = addresses.get(hex) ?? addressOf(hex, littleEndian);
    addresses.set(hex, address);
    return address === null || port === '0000'
      ? []
      : [{ address, port: Number.parseInt(port, 16), inode: Number(inode) }];
  });
}

function addressOf(hex: string, littleEndian: boolean): string | null {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => {
    const inOrder = (word.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
    return littleEndian ? inOrder.reverse() : inOrder;
  });
  if (bytes.length === 4) return plainAddress(bytes.join('.'));
  const groups = bytes.flatMap((byte, i) =>
    i % 2 === 0 ? [((byte << 8) | (bytes[i + 1] ?? 0)).toString(16)] : [],
  );
  return plainAddress(groups.join(':'));
}

/** `ss -Htlnp`: state, queues, local, peer, and `users:(("name",pid=1,fd=2))` where that may be seen. */
export function parseSs(text: string): Listener[] {
  return text.split('\n').flatMap((line) => {
    const [state, , , local = '', , ...users] = line.trim().split(/\s+/);
    if (state !== 'LISTEN') return [];
    const owner = /\(\("([^"]*)",pid=(\d+)/.exec(users.join(' '));
    return listener(local, '::', owner && { pid: Number(owner[2]), command: owner[1] ?? '' });
  });
}

/** `lsof -F pctn`: a line a field, the fields of a process (p, c) before those of its files (t, n). */
export function parseLsof(text: string): Listener[] {
  let owner: Listener['owner'] = null;
  let wildcard = '::';
  return text.split('\n').flatMap((line) => {
    const [field, value] = [line[0], line.slice(1)];
    if (field === 'p') owner = /^\d+$/.test(value) ? { pid: Number(value), command: '' } : null;
    else if (field === 'c' && owner) owner = { ...owner, command: value };
    else if (field === 't') wildcard = value === 'IPv4' ? '0.0.0.0' : '::';
    return field === 'n' ? listener(value, wildcard, owner) : [];
  });
}

/**
 * `netstat -ano` of Windows. The word for the state is in the language of the system, and may be two: what listens has no
 * peer, whose port is 0 then.
 */
export function parseNetstat(text: string): Listener[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*TCP\s+(\S+)\s+(\S+):0\s+\D.*?\s(\d+)\s*$/i.exec(line);
    return match ? listener(match[1] ?? '', '::', { pid: Number(match[3]), command: '' }) : [];
  });
}

/** `address:port`, where `*` is the wildcard. */
function listener(local: string, wildcard: string, owner: Listener['owner']): Listener[] {
  const colon = local.lastIndexOf(':');
  const given = local.slice(0, Math.max(colon, 0));
  const address = given === '*' ? wildcard : plainAddress(given);
  const port = /^\d{1,5}$/.test(local.slice(colon + 1)) ? Number(local.slice(colon + 1)) : 0;
  return address === null || port < 1 || port > 65535 ? [] : [{ address, port, owner }];
}
