import { overlay } from '../../host/overlay.ts';
import { type Change, WRITES } from '../../model/change.ts';
import type { Environment } from '../../model/definition.ts';
import type { Service } from '../../model/service.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import type { Judged } from '../judge.ts';
import { surveyFiles } from '../survey.ts';
import { differences } from './differences.ts';

/**
 * Looks at the host as it would be with the changes made: what they change in meaning, and whether each service then
 * really runs its profile. One that would not is refused, and the file that wins is named.
 */
export function lookAhead(
  context: Context,
  changes: readonly Change[],
  judged: readonly Judged[],
  managerEnvironment: Environment,
): Change[] {
  const writes = changes.filter((change) => change.after !== null);
  if (writes.length === 0) return [...changes];
  const after = surveyFiles(
    context,
    overlay(context.host.files, new Map(writes.map(({ path, after }) => [path, after]))),
    managerEnvironment,
  );
  const before = new Map(judged.map((one) => [one.definition.id, one]));
  const byName = new Map(
    after
      .filter(
        ({ definition }) => definition.manager === context.manager && definition.scope === context.scope,
      )
      .map((one) => [one.definition.name, one]),
  );
  return changes.map((change) => {
    if (change.after === null) return change;
    const then = byName.get(change.name);
    const now = change.definition ? (before.get(change.definition.id)?.definition ?? null) : null;
    const refused = WRITES.has(change.kind) ? objection(context, change.service, then) : null;
    if (refused !== null) return { ...change, kind: 'refuse', reason: refused, after: null };
    return { ...change, differences: differences(now, then?.definition ?? null) };
  });
}

/** Why a definition would still not run its profile; null when it would. */
function objection({ app }: Context, service: Service, then: Judged | undefined): string | null {
  if (!then) return tr('the service manager would not find it there');
  const { kind, profile, action } = then.identity;
  const fatal = then.definition.problems.find((problem) => problem.effect === 'fatal');
  if (fatal)
    return tr('the manager would refuse it: {message} ({path}:{line})', {
      message: fatal.message,
      path: fatal.location.path,
      line: fatal.location.line,
    });
  if (kind === 'pinned' && profile === service.profile && action === app.command.run) return null;
  const winner =
    kind === 'conflict'
      ? then.definition.resolved.environment.get(app.home.variable)?.origin.location
      : then.definition.commandAt;
  const where = winner ? ` (${winner.path}:${winner.line})` : '';
  return tr('it would still not be pinned to {profile}: {kind}{more}{where} wins', {
    profile: service.profile,
    kind,
    more: profile ? tr(' as {profile}', { profile }) : '',
    where,
  });
}
