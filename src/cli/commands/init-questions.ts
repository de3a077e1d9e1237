import { Failure } from '../../host/failure.ts';
import type { FirstLook } from '../../model/first-look.ts';
import { shellWord } from '../../model/shell-word.ts';
import { noSuchProfile } from '../../ops/no-profile.ts';
import { tr } from '../../texts/tr.ts';
import { again } from '../again.ts';
import type { Io } from '../io.ts';
import type { InitOptions } from './init.ts';

/** The one thing that no file says: whether a profile without a service should have one. */
export async function wantedProfiles(look: FirstLook, options: InitOptions, io: Io): Promise<Set<string>> {
  const names = look.profiles.map(({ profile }) => profile);
  const missing = (options.profile ?? []).find((name) => !names.includes(name));
  if (missing !== undefined) throw noSuchProfile(missing, names, look.root);
  if (options.all) return new Set(names);
  const wanted = new Set(options.profile);
  if (options.yes || options.profile !== undefined) return wanted;
  const without = look.profiles.filter(({ definition }) => definition === null);
  for (const { profile } of without) {
    const answer = await io.confirm(
      tr('The profile {profile} has no service. Should it have one?', { profile }),
    );
    if (answer === null)
      throw nobodyAnswers(
        without.map((one) => one.profile),
        options,
      );
    if (answer) wanted.add(profile);
  }
  return wanted;
}

function nobodyAnswers(without: readonly string[], options: InitOptions): Failure {
  const out = options.out === undefined ? '' : ` --out ${shellWord(options.out)}`;
  const say = (flag: string): string => again(`init ${flag}${out}`, options);
  return new Failure('usage', tr('nobody is there to answer; nothing was written'), {
    why: tr('no service runs {without}: should one?', { without: without.join(tr(', ')) }),
    next: tr('{none} (no), {all} (yes), or --profile NAME for each that should', {
      none: say('--yes'),
      all: say('--all'),
    }),
  });
}
