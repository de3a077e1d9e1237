import { listProfiles, profileHome } from '../../fleet/profiles.ts';
import { type Sources, unreadableOf } from '../../runtime/endpoint.ts';
import { givenBy } from '../../runtime/given.ts';
import { refuseUnread } from '../../runtime/refuse-unread.ts';
import { sourcesIn } from '../../runtime/sources.ts';
import type { Context } from '../context.ts';
import { definitionsByProfile } from '../fleet.ts';
import type { Judged } from '../judge.ts';
import { noSuchProfile } from '../no-profile.ts';

/** The profiles on disk: `default` first, then those below `profiles/`, sorted. No program is asked. */
export const profilesOf = ({ host, root, app }: Context): string[] => listProfiles(host.files, root, app);

/** The home of a profile. @throws Failure (usage) for one that is not on disk, and for what is no name of a profile */
export function homeOf(context: Context, profile: string): string {
  const known = profilesOf(context);
  if (known.includes(profile)) return profileHome(context.root, profile, context.app);
  throw noSuchProfile(profile, known, context.root);
}

/**
 * What the gateway of a profile reads at its start: the environment of the definition that is for it among `definitions`
 * (of `surveyHost`; none: no definition), its `.env` and its `config.yaml`. Reads these two files each time.
 * @throws Failure (usage) for a profile that is not there; (host) where one of the files cannot be read.
 */
export function sourcesOf(context: Context, profile: string, definitions: readonly Judged[] = []): Sources {
  const { host, app } = context;
  const home = homeOf(context, profile);
  const [found] = definitionsByProfile(context, definitions).get(profile) ?? [];
  const environment = found ? givenBy(app, found.definition) : new Map();
  const wanted = [...app.endpoint.config, ...app.endpoint.ignored];
  const sources = sourcesIn(host.files, app, home, environment, wanted);
  refuseUnread(unreadableOf(sources));
  return sources;
}
