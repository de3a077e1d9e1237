import { dependencyLevels } from '../../fleet/levels.ts';
import { Failure } from '../../host/failure.ts';
import type { ServiceResult } from '../../model/service-result.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import type { Owned } from './owned.ts';

/**
 * What is wanted, and all that it depends on.
 * @throws Failure (usage) where something is needed that cannot be started
 */
export function withDependencies(
  { manifest }: Context,
  chosen: readonly Owned[],
  owned: readonly Owned[],
): Owned[] {
  const all = new Set(chosen);
  for (const { profile } of all) {
    const entry = manifest?.profiles.get(profile);
    for (const name of entry && entry.state !== 'disabled' ? entry.dependsOn : []) {
      if ([...all].some((one) => one.profile === name)) continue;
      const needed = owned.find((one) => one.profile === name);
      if (!needed) {
        throw new Failure(
          'usage',
          tr('{profile} depends on {name}, which has no definition', { profile, name }),
          {
            where: manifest?.path ?? 'unitpin.yaml',
            next: `unitpin apply --profile ${name}`,
          },
        );
      }
      all.add(needed);
    }
  }
  return [...all];
}

/** In start order. What is not to be started keeps its place and holds nobody up by itself. */
export function levelsOf({ manifest }: Context, chosen: readonly Owned[]): Owned[][] {
  const known = new Set(chosen.map(({ profile }) => profile));
  const nodes = chosen.map((one) => ({
    one,
    profile: one.profile,
    state: manifest?.profiles.get(one.profile)?.state ?? ('enabled' as const),
    dependsOn: (manifest?.profiles.get(one.profile)?.dependsOn ?? []).filter((name) => known.has(name)),
  }));
  return dependencyLevels(nodes, manifest?.path ?? 'unitpin.yaml').map((level) =>
    level.map(({ one }) => one),
  );
}

const RUNS = new Set<ServiceResult['outcome']>(['started', 'already-running', 'restarted']);

/** What a service depends on and that does not run by now. */
export function blockerOf(
  { manifest }: Context,
  { profile }: Owned,
  results: ReadonlyMap<Owned, ServiceResult>,
): ServiceResult | null {
  const needs = manifest?.profiles.get(profile)?.dependsOn ?? [];
  return (
    [...results.values()].find((result) => needs.includes(result.profile) && !RUNS.has(result.outcome)) ??
    null
  );
}
