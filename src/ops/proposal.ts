import type { App } from '../model/app.ts';
import type { Change } from '../model/change.ts';
import type { Service } from '../model/service.ts';
import { sha256 } from '../store/store.ts';
import { tr } from '../texts/tr.ts';
import type { Context } from './context.ts';
import type { Judged } from './judge.ts';

/** What a change to somebody else's definition is made from. */
export interface ProposalInput {
  context: Context;
  service: Service;
  /** The definition as it is in effect. */
  existing: Judged;
  /** What was last written, by path: sha256. */
  written: ReadonlyMap<string, string>;
}

/** What a change writes, and why. */
export type Proposal = Pick<Change, 'kind' | 'reason'> &
  Partial<Pick<Change, 'path' | 'before' | 'after' | 'mode'>>;

/** Whether the bytes at a path are what we wrote there last. */
export function whose(
  written: ReadonlyMap<string, string>,
  path: string,
  bytes: Buffer | null,
): 'ours' | 'edited' | 'theirs' {
  const hash = written.get(path);
  if (hash === undefined || bytes === null) return 'theirs';
  return sha256(bytes) === hash ? 'ours' : 'edited';
}

/** The folder new definitions of this manager and scope go to. */
export function definitionFolder({ manager, scope, account, host }: Context): string {
  if (manager === 'launchd')
    return scope === 'system' ? '/Library/LaunchDaemons' : `${account.home}/Library/LaunchAgents`;
  if (scope === 'system') return '/etc/systemd/system';
  const config = host.environment.XDG_CONFIG_HOME;
  return `${config?.startsWith('/') ? config : `${account.home}/.config`}/systemd/user`;
}

export const runsRight = ({ identity }: Judged, profile: string, { command }: App): boolean =>
  identity.kind === 'pinned' && identity.profile === profile && identity.action === command.run;

/** Why a definition has to change, in the words of what it does today. */
export function reasonFor({ identity, definition }: Judged, profile: string, { command }: App): string {
  const { name } = definition;
  if (identity.kind === 'sticky')
    return tr('{name} follows the sticky file, and runs {profile} today', {
      name,
      profile: identity.profile,
    });
  if (identity.kind === 'guarded')
    return identity.by === null
      ? tr('nothing in {name} says its profile: it runs {profile}', { name, profile: identity.profile })
      : tr('only a marker keeps {name} on {profile}', { name, profile: identity.profile });
  const against = identity.seen?.contradiction;
  if (against)
    return tr('{name} runs {profile}, and {what} says {value}', {
      name,
      profile: identity.profile,
      what: against.what,
      value: against.value,
    });
  if (identity.kind === 'conflict')
    return tr('{name} names profile {profile} and the home of another', { name, profile: identity.profile });
  if (identity.action !== command.run)
    return tr('{name} asks the manager ("{action}") instead of running', { name, action: identity.action });
  return identity.profile === profile
    ? tr('{name} is not as it should be for {profile}', { name, profile })
    : tr('{name} runs {profile}', { name, profile: identity.profile });
}

export const hiddenCommand = (name: string, path: string, flag: string, profile: string): Proposal => ({
  kind: 'refuse',
  reason: tr(
    'the command of {name} is hidden in a wrapper ({path}): write {flag} {profile} into the wrapper, or replace the definition with --strategy unit --force',
    { name, path, flag, profile },
  ),
});
