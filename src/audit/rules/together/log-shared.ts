import type { Location } from '../../../model/location.ts';
import type { Subject } from '../../../model/subject.ts';
import type { Rule } from '../../engine.ts';
import { jobs, units } from '../../select.ts';

/** What the two services of a copied property list do, and every instance of a template with one fixed log. */
export const logShared: Rule = {
  id: 'log-shared',
  severity: 'warning',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['log-shared'];
    const writers = new Map<string, Map<Subject, Location>>();
    for (const subject of [...units(input), ...jobs(input)]) {
      // A template is no service by itself; its instances are.
      if (subject.definition.manager === 'systemd' && subject.definition.template) continue;
      for (const { what, path, location } of subject.definition.places) {
        if (what !== 'log' || path.startsWith('/dev/')) continue;
        const known = writers.get(path) ?? new Map<Subject, Location>();
        if (!known.has(subject)) writers.set(path, known.set(subject, location));
      }
    }
    for (const { subjects, paths, at } of together(writers)) {
      const [last, ...others] = [...subjects].reverse();
      if (!last) continue;
      const names = subjects.map(({ definition }) => definition.name);
      yield {
        subject: last,
        message: texts.message({ names, paths }),
        location: at.get(last) ?? null,
        related: others.reverse().map((one) => ({
          message: texts.another({ name: one.definition.name }),
          location: at.get(one) ?? null,
        })),
      };
    }
  },
};

interface Shared {
  subjects: readonly Subject[];
  paths: string[];
  at: ReadonlyMap<Subject, Location>;
}

/** Files that services of different profiles write to; those of the same services together. */
function together(writers: ReadonlyMap<string, ReadonlyMap<Subject, Location>>): Shared[] {
  const groups = new Map<string, Shared>();
  for (const [path, at] of writers) {
    const subjects = [...at.keys()];
    // Two definitions of one profile have a finding of their own.
    const profiles = new Set(
      subjects.map(({ identity, definition }) =>
        identity.profile === null ? definition.id : `${identity.root}\0${identity.profile}`,
      ),
    );
    if (profiles.size < 2) continue;
    const key = subjects.map(({ definition }) => definition.id).join('\n');
    const group = groups.get(key) ?? { subjects, paths: [], at };
    group.paths.push(path);
    groups.set(key, group);
  }
  return [...groups.values()];
}
