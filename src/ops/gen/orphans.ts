import { bareService } from '../../fleet/bare-service.ts';
import { profileHome } from '../../fleet/profiles.ts';
import type { Change } from '../../model/change.ts';
import { folderOfHomes } from '../../model/profile-home.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { definitionsByProfile } from '../fleet.ts';
import type { Judged } from '../judge.ts';
import { whose } from '../proposal.ts';

/**
 * Definitions that are ours whose profile is gone: they would start a gateway for it, which makes the profile anew
 * (NousResearch/hermes-agent #97897). Somebody else's, and those that were edited, are for the audit to tell.
 */
export function orphanChanges(
  context: Context,
  judged: readonly Judged[],
  written: ReadonlyMap<string, string>,
): Change[] {
  const { host, app, account, root } = context;
  // A home on a disk that is not mounted is not gone.
  if (host.files.stat(folderOfHomes(root, app).folder).kind !== 'dir') return [];
  return [...definitionsByProfile(context, judged)].flatMap(([profile, definitions]) => {
    const home = profileHome(root, profile, app);
    if (profile === 'default' || host.files.stat(home).kind !== 'absent') return [];
    return definitions.flatMap(({ definition }): Change[] => {
      const { path, name } = definition;
      const found = host.files.read(path);
      const before = found.state === 'there' ? found.bytes : null;
      if (whose(written, path, before) !== 'ours') return [];
      return [
        {
          service: bareService(app, account, { profile, home, root }, name),
          kind: 'remove orphan',
          name,
          reason: tr('profile {profile} is gone: {home} is not there any more', { profile, home }),
          path,
          before,
          after: null,
          mode: 0o644,
          definition,
          differences: [],
        },
      ];
    });
  });
}
