import type { Files } from './files.ts';

/** A user account of a host. `home` is what the account database says, never the HOME of an environment. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
  home: string;
}

/**
 * The accounts of the host whose file system this is: passwd(5), and on a Mac, whose people are not in that file, the
 * folders of `/Users`.
 */
export function listAccounts(files: Files): Account[] {
  const accounts: Account[] = [];
  const passwd = files.read('/etc/passwd');
  if (passwd.state === 'there') {
    for (const line of passwd.bytes.toString('utf8').split('\n')) {
      const [name = '', , uid = '', gid = '', , home = ''] = line.split(':');
      if (name && /^\d+$/.test(uid) && /^\d+$/.test(gid) && home.startsWith('/')) {
        accounts.push({ name, uid: Number(uid), gid: Number(gid), home });
      }
    }
  }
  const known = new Set(accounts.map((account) => account.home));
  files.list('/Users').forEach((entry, index) => {
    const home = `/Users/${entry.name}`;
    if (entry.kind !== 'dir' || entry.name === 'Shared' || entry.name.startsWith('.') || known.has(home))
      return;
    // macOS numbers people from 501 on; the real number is in a database that only a Mac can read.
    accounts.push({ name: entry.name, uid: 501 + index, gid: 20, home });
  });
  return accounts;
}

/** The account a path lies in the home of. */
export function accountOfPath(accounts: readonly Account[], path: string): Account | undefined {
  return accounts
    .filter((account) => account.home !== '/' && path.startsWith(`${account.home}/`))
    .sort((a, b) => b.home.length - a.home.length)[0];
}
