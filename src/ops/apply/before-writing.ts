import { Failure } from '../../host/failure.ts';
import { type Change, WRITES } from '../../model/change.ts';
import type { Step } from '../../model/plan.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { newMessages } from '../fix/verify-rewrites.ts';

/** Between the plan and its confirmation somebody may have written. @throws Failure (host) */
export function refuseWhenMoved({ host }: Context, steps: readonly Step[]): void {
  const touched = ({ change: { kind } }: Step): boolean => WRITES.has(kind) || kind === 'remove orphan';
  for (const { change } of steps.filter(touched)) {
    const found = host.files.read(change.path);
    const same =
      found.state === 'there' ? change.before?.equals(found.bytes) === true : change.before === null;
    if (same) continue;
    throw new Failure(
      'host',
      tr('{path} has changed since the plan was made; nothing was changed', { path: change.path }),
      {
        where: change.path,
        next: 'unitpin apply',
      },
    );
  }
}

/**
 * The manager's own checker, where it is installed, knows settings that we do not. Old complaints do not count.
 * @throws Failure (host)
 */
export async function refuseWhenBroken(context: Context, changes: readonly Change[]): Promise<void> {
  const rewrites = changes.flatMap(({ kind, name, path, after, definition }) =>
    WRITES.has(kind) && after !== null
      ? [
          {
            id: name,
            manager: context.manager,
            name,
            scope: context.scope,
            path: definition?.path ?? path,
            before: definition?.sources ?? new Map<string, string>(),
            after: new Map([[path, after]]),
          },
        ]
      : [],
  );
  const messages = await newMessages(context, rewrites);
  if (messages.size === 0) return;
  const all = [...messages].map(([name, { by, message }]) =>
    tr('{name}: {by} says: {message}', { name, by, message }),
  );
  throw new Failure(
    'host',
    tr('the service manager would not take what is to be written; nothing was changed'),
    {
      why: all.join('\n  '),
      next: 'unitpin gen --diff',
    },
  );
}
