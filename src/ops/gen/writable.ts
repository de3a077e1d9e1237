import { dirname } from 'node:path';
import type { Files } from '../../host/files.ts';
import { type Change, WRITES } from '../../model/change.ts';
import type { Account } from '../../model/service.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';

/** Refuses changes to files that are not ours to write, or that others could exchange afterwards. */
export function refuseUnwritable({ host, account, scope }: Context, changes: readonly Change[]): Change[] {
  const owner = scope === 'system' ? { ...account, uid: 0, gid: 0 } : account;
  return changes.map((change) => {
    if (!WRITES.has(change.kind) && change.kind !== 'remove orphan') return change;
    const reason = whyNotWritable(host.files, owner, change.path);
    return reason === null ? change : { ...change, kind: 'refuse', reason, after: null };
  });
}

/** Managed by Nix: the next `home-manager switch` would bring the old one back (#107727). */
const STORE = /^\/nix\/store\//;
const OTHERS_MAY_WRITE = 0o002;
const GROUP_MAY_WRITE = 0o020;
const OWNER_MAY_WRITE = 0o200;

/** Why a definition cannot be written as a file of this account, and what to do; null when it can. */
export function whyNotWritable(files: Files, owner: Account, path: string): string | null {
  const instead = tr('or pin it by a drop-in: --strategy dropin');
  const { real, ...file } = files.stat(path);
  const target = files.readLink(path);
  if (real !== null && STORE.test(real))
    return tr('{path} is managed by Nix ({real}): change it there, {instead}', { path, real, instead });
  if (target !== null)
    return tr('{path} is a link to {target}: put a regular file in its place, {instead}', {
      path,
      target,
      instead,
    });
  if (file.kind === 'unknown') return tr('{path} cannot be looked at: permission denied', { path });
  if (file.uid !== null && file.uid !== owner.uid)
    return tr('{path} belongs to uid {uid}, not to {name}: chown {name} {path}, {instead}', {
      path,
      uid: file.uid,
      name: owner.name,
      instead,
    });
  if (file.mode !== null && !(file.mode & OWNER_MAY_WRITE))
    return tr('{path} is read-only: chmod u+w {path}, {instead}', { path, instead });
  return whyFolderNot(files, owner, dirname(path));
}

/** The folder that is there: those below it are made. */
function whyFolderNot(files: Files, owner: Account, folder: string): string | null {
  const { kind, real, uid, mode } = files.stat(folder);
  if (kind === 'absent' && folder !== '/') return whyFolderNot(files, owner, dirname(folder));
  if (kind !== 'dir' || mode === null)
    return tr('{folder} is not a folder that can be looked at', { folder });
  if (real !== null && STORE.test(real))
    return tr('{folder} is managed by Nix ({real}): change it there', { folder, real });
  if (uid !== owner.uid)
    return tr('{folder} belongs to uid {uid}, not to {name}: chown {name} {folder}', {
      folder,
      uid,
      name: owner.name,
    });
  if (!(mode & OWNER_MAY_WRITE)) return tr('{folder} is read-only: chmod u+w {folder}', { folder });
  if (othersMayWrite(files, owner, folder))
    return tr('others may write to {folder}, and exchange what is in it: chmod go-w {folder}', { folder });
  return null;
}

/** Whether somebody else could exchange what is in a folder of this account. */
export function othersMayWrite(files: Files, owner: Account, folder: string): boolean {
  const { mode, gid } = files.stat(folder);
  if (mode === null) return false;
  return (
    (mode & OTHERS_MAY_WRITE) !== 0 || ((mode & GROUP_MAY_WRITE) !== 0 && !isPrivateGroup(files, owner, gid))
  );
}

/** Many systems give each account a group of its own: what that may write, nobody else may. */
function isPrivateGroup(files: Files, { gid: own, name }: Account, gid: number | null): boolean {
  if (gid !== own) return false;
  const found = files.read('/etc/group');
  if (found.state !== 'there') return false;
  const lines = found.bytes
    .toString('utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const group = lines.find(([, , id]) => id === String(gid));
  const members = group?.[3]?.split(',').filter(Boolean) ?? [];
  return group?.[0] === name && members.every((member) => member === name);
}
