import { Failure } from '../host/failure.ts';
import type { ServiceState } from '../model/service.ts';
import { tr } from '../texts/tr.ts';

interface Node {
  profile: string;
  state: ServiceState;
  dependsOn: readonly string[];
}

/**
 * Sorts services into levels: each starts when all of the level before are ready. Within a level the order is that of
 * the input.
 * @throws Failure (usage) on a cycle, an unknown or a disabled dependency, with the path.
 */
export function dependencyLevels<T extends Node>(services: readonly T[], file: string): T[][] {
  const byName = new Map(services.map((service) => [service.profile, service]));
  const levels: T[][] = [];
  const level = new Map<string, number>();

  const visit = (service: T, path: readonly string[]): number => {
    const known = level.get(service.profile);
    if (known !== undefined) return known;
    const trail = [...path, service.profile];
    if (path.includes(service.profile)) {
      const cycle = trail.slice(trail.indexOf(service.profile));
      throw new Failure(
        'usage',
        tr('dependsOn goes round in a circle: {cycle}', { cycle: cycle.join(' → ') }),
        {
          where: file,
          why: tr('no order exists in which these profiles could start'),
          next: tr('take one of these dependencies out'),
        },
      );
    }
    let mine = 0;
    for (const name of service.dependsOn) {
      const needed = byName.get(name);
      const way = [...trail, name].join(' → ');
      if (!needed) {
        throw new Failure(
          'usage',
          tr('{profile} depends on {name}, which is not in the fleet ({way})', {
            profile: service.profile,
            name,
            way,
          }),
          {
            where: file,
            next: tr('add {name} under profiles, or take it out of dependsOn', { name }),
          },
        );
      }
      if (needed.state === 'disabled' && service.state !== 'disabled') {
        throw new Failure(
          'usage',
          tr('{profile} depends on {name}, which is disabled ({way})', {
            profile: service.profile,
            name,
            way,
          }),
          {
            where: file,
            next: tr('set {name} to enabled or manual, or take it out of dependsOn', { name }),
          },
        );
      }
      mine = Math.max(mine, visit(needed, trail) + 1);
    }
    level.set(service.profile, mine);
    levels[mine] = [...(levels[mine] ?? []), service];
    return mine;
  };
  for (const service of services) visit(service, []);
  // Depth-first order pushed dependencies first; give each level the order of the input back.
  const order = new Map(services.map((service, index) => [service.profile, index]));
  for (const one of levels) one.sort((a, b) => (order.get(a.profile) ?? 0) - (order.get(b.profile) ?? 0));
  return levels;
}
