import { bareService } from '../../fleet/bare-service.ts';
import { profileHome } from '../../fleet/profiles.ts';
import { Failure } from '../../host/failure.ts';
import { pinOf } from '../../model/pin.ts';
import type { Service } from '../../model/service.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { fleetOf } from '../fleet.ts';
import type { Judged } from '../judge.ts';

/**
 * The service a definition is pinned to: on a host the one `gen` would pin it to, so that both write the same. Null:
 * nobody can tell which profile it is meant for.
 */
export function serviceOf(context: Context, judged: readonly Judged[], named: boolean) {
  const fleets = new Map<string, readonly Service[]>();
  const servicesOf = (manager: Context['manager'], scope: Context['scope']): readonly Service[] => {
    const key = `${manager} ${scope}`;
    const known = fleets.get(key) ?? inFleet({ ...context, manager, scope }, judged);
    fleets.set(key, known);
    return known;
  };
  return (subject: Judged): Service | null => {
    const { definition, identity, meant } = subject;
    if (meant === null) return null;
    const { manager, scope } = definition;
    const elsewhere = identity.root !== null && identity.root !== context.root;
    if (!named && !elsewhere && scope !== 'unknown') {
      const found = servicesOf(manager, scope).find(({ profile }) => profile === meant);
      if (found) return found;
    }
    const home = identity.root === null ? null : profileHome(identity.root, meant, context.app);
    if (!named && home !== null && context.host.files.kind(home) !== 'dir') {
      throw new Failure(
        'usage',
        tr('it is meant for the profile {meant}, which has no home: {home} is not there', { meant, home }),
      );
    }
    return plainService(context, subject, meant, home);
  };
}

/** What cannot be rendered anew (no program is found, say) can be pinned all the same. */
function inFleet(context: Context, judged: readonly Judged[]): readonly Service[] {
  try {
    return fleetOf(context, judged, {}).services;
  } catch (error) {
    if (error instanceof Failure) return [];
    throw error;
  }
}

/** Nothing but a profile: the flag, the markers, and the home where it is known. */
function plainService(
  { app, account }: Context,
  { definition, identity }: Judged,
  profile: string,
  home: string | null,
): Service {
  const unit = definition.name.replace(/\.service$/, '');
  const known = { profile, home, root: identity.root };
  return {
    ...bareService(app, account, { profile, home: home ?? '', root: identity.root ?? '' }, definition.name),
    state: 'enabled',
    replace: { systemd: identity.replace, launchd: false },
    pin: pinOf(
      app,
      definition.manager === 'systemd'
        ? { ...known, unit, label: null }
        : { ...known, unit: null, label: definition.name },
    ),
  };
}
