import { suffixOf } from '../fleet/naming.ts';
import { profileHome } from '../fleet/profiles.ts';
import { Failure } from '../host/failure.ts';
import { redactWords } from '../model/redact.ts';
import { shellWord } from '../model/shell-word.ts';
import { takeLock } from '../store/lock.ts';
import { tr } from '../texts/tr.ts';
import type { Context } from './context.ts';
import { exclusively } from './exclusive.ts';

/**
 * Runs `work` on the services of these profiles while nobody else does anything to them, after what an interrupted command
 * has left has been brought in order. For commands that write no definitions.
 * @throws Failure (host) when somebody is at work on one of them, or writes definitions
 */
export async function aloneWith<T>(
  context: Context,
  profiles: readonly string[],
  tell: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  const { release } = await exclusively(context, tell, () => holdProfiles(context, profiles));
  return work().finally(release);
}

/**
 * For who holds the lock of those that write: from now on nobody else starts or stops these profiles. Two that restart one
 * service at a time end each other's gateways (hermes-studio #2596). Nobody waits: who comes second is told who is at it.
 * @throws Failure (host) when somebody is
 */
export function holdProfiles(context: Context, profiles: readonly string[]): { release: () => void } {
  const held: { release: () => void }[] = [];
  const release = (): void => {
    for (const one of held) one.release();
  };
  try {
    for (const profile of new Set(profiles)) held.push(take(context, profile));
  } catch (error) {
    release();
    throw error;
  }
  return { release };
}

function take(context: Context, profile: string): { release: () => void } {
  const { host, app, root, nativeRoot, state } = context;
  const home = profileHome(root, profile, app);
  const name = `service-${app.id}-${suffixOf(profile, home, root, nativeRoot) ?? 'default'}.lock`;
  const taken = takeLock({ files: host.files, folder: state, name, owner: null });
  if ('release' in taken) return taken;
  const { owner } = taken;
  const where = `${state}/${name}`;
  if (owner === null) {
    throw new Failure('host', tr('somebody is at work on profile {profile}; nothing was done', { profile }), {
      where,
      next: tr('when no unitpin is there any more: rm {where}', { where: shellWord(where) }),
    });
  }
  const words = host.processes.read(owner.pid)?.argv;
  throw new Failure(
    'host',
    tr('process {pid} is at work on profile {profile}; nothing was done', { pid: owner.pid, profile }),
    {
      where,
      ...(words && { why: redactWords(words).join(' ') }),
      next: tr('wait until it has finished, then run this again'),
    },
  );
}
