import { profileHome } from '../../fleet/profiles.ts';
import type { Change } from '../../model/change.ts';
import { tr } from '../../texts/tr.ts';
import { topologyOf } from '../audit/gateway-facts.ts';
import type { Context } from '../context.ts';
import { definitionsByProfile } from '../fleet.ts';
import type { Judged } from '../judge.ts';

/**
 * Refuses new services for profiles that the default profile's gateway serves: the app starts a gateway of their own only
 * for those that ask for it (NousResearch/hermes-agent #109417). One whose definition is there already may have it.
 */
export function refuseServed(
  context: Context,
  judged: readonly Judged[],
  changes: readonly Change[],
): Change[] {
  const { host, app, root } = context;
  const isNew = ({ kind, service }: Change): boolean => kind === 'create' && service.profile !== 'default';
  if (!changes.some(isNew)) return [...changes];
  const definition = definitionsByProfile(context, judged).get('default')?.[0]?.definition;
  const environment = definition?.resolved.environment ?? new Map();
  const { multiplexes } = topologyOf(host.files, app, profileHome(root, 'default', app), environment);
  const served = servedNow(context);
  const at = multiplexes?.at ? ` (${multiplexes.at.path}:${multiplexes.at.line})` : '';
  return changes.map((change) => {
    const { profile, home } = change.service;
    if (!isNew(change) || (!multiplexes && !served.includes(profile))) return change;
    if (topologyOf(host.files, app, home, new Map()).standalone) return change;
    const who = multiplexes
      ? tr('the gateway of the default profile is told to serve every profile{at}', { at })
      : tr('the gateway of the default profile runs, and serves {profile} already', { profile });
    const reason = tr('{who}; for one of its own, set {standalone}: true in {home}/{config}', {
      who,
      standalone: app.multiplexer?.standalone,
      home,
      config: app.home.config,
    });
    return { ...change, kind: 'refuse', reason, after: null };
  });
}

/** The profiles that the default profile's gateway says it serves, where it runs. */
function servedNow({ host, app, root }: Context): string[] {
  if (!app.multiplexer) return [];
  const found = host.files.read(`${root}/${app.files.state}`);
  if (found.state !== 'there') return [];
  try {
    const state = JSON.parse(found.bytes.toString('utf8')) as Record<string, unknown> | null;
    const served = state?.[app.multiplexer.served];
    const runs = typeof host.processes.stat(Number(state?.pid)) !== 'string';
    return runs && Array.isArray(served) ? served.filter((one) => typeof one === 'string') : [];
  } catch {
    // What is no JSON says nothing of it.
    return [];
  }
}
