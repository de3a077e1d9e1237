import type { SystemdDefinition } from '../../../model/definition.ts';
import type { Location } from '../../../model/location.ts';
import type { Rule } from '../../engine.ts';
import { units } from '../../select.ts';
import { wordsOf } from './words-of.ts';

type Unit = ReturnType<typeof units>[number];

/** `unit` is started after `first`, as the setting says. */
interface Edge {
  unit: Unit;
  first: Unit;
  key: 'After' | 'Before';
  location: Location;
}

/** systemd.unit(5), Before=, After=: of units that wait for each other the manager leaves one out. */
export const orderingCycle: Rule = {
  id: 'ordering-cycle',
  severity: 'error',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['ordering-cycle'];
    const all = units(input).filter(({ definition }) => !definition.template);
    const scopes = [...new Set(all.map(({ definition }) => definition.scope))];
    const cycles = scopes.flatMap((scope) =>
      cyclesOf(edgesAmong(all.filter(({ definition }) => definition.scope === scope))),
    );
    for (const cycle of cycles) {
      const [start] = cycle;
      if (!start) continue;
      const names = [...cycle, start].map(({ unit }) => unit.definition.name);
      yield {
        subject: start.unit,
        message: texts.message({ names }),
        location: start.location,
        related: cycle.map(({ unit, first, key, location }) => ({
          message: texts.edge({ name: unit.definition.name, first: first.definition.name, key }),
          location,
        })),
      };
    }
  },
};

function edgesAmong(all: readonly Unit[]): Map<Unit, Edge[]> {
  const byName = new Map(all.map((unit) => [unit.definition.name, unit]));
  const edges = new Map<Unit, Edge[]>();
  const add = (edge: Edge): void => {
    if (edge.unit !== edge.first) put(edges, edge.unit, edge);
  };
  for (const unit of all) {
    for (const key of ['After', 'Before'] as const) {
      for (const { word, location } of wordsOf(unit.definition, 'Unit', key, false)) {
        const other = byName.get(resolve(word, unit.definition));
        if (other)
          add(
            key === 'After'
              ? { unit, first: other, key, location }
              : { unit: other, first: unit, key, location },
          );
      }
    }
  }
  return edges;
}

function put(map: Map<Unit, Edge[]>, unit: Unit, edge: Edge): void {
  const known = map.get(unit);
  if (known) known.push(edge);
  else map.set(unit, [edge]);
}

const resolve = (word: string, { instance }: SystemdDefinition): string =>
  instance === null ? word : word.replaceAll('%i', instance);

/** One shortest cycle through each group of units that wait for each other; each unit is told of once. */
function cyclesOf(edges: ReadonlyMap<Unit, readonly Edge[]>): Edge[][] {
  const left = withoutLooseEnds(edges);
  const told = new Set<Unit>();
  const cycles: Edge[][] = [];
  for (const start of left.keys()) {
    const cycle = told.has(start) ? null : shortestFrom(start, left);
    if (!cycle || cycle.some(({ unit }) => told.has(unit))) continue;
    for (const { unit } of cycle) told.add(unit);
    cycles.push(cycle);
  }
  return cycles;
}

/** A unit that waits for nobody is on no cycle, and neither is one that waits only for such. */
function withoutLooseEnds(edges: ReadonlyMap<Unit, readonly Edge[]>): Map<Unit, Edge[]> {
  const left = new Map([...edges].map(([unit, own]) => [unit, [...own]]));
  const waiting = new Map<Unit, Edge[]>();
  for (const edge of [...edges.values()].flat()) put(waiting, edge.first, edge);
  const open = new Map([...left].map(([unit, own]) => [unit, own.length]));
  const free = [...waiting.keys()].filter((unit) => !left.has(unit));
  for (const unit of free) {
    for (const edge of waiting.get(unit) ?? []) {
      const count = (open.get(edge.unit) ?? 0) - 1;
      open.set(edge.unit, count);
      if (count === 0) {
        left.delete(edge.unit);
        free.push(edge.unit);
      }
    }
  }
  return left;
}

function shortestFrom(start: Unit, edges: ReadonlyMap<Unit, readonly Edge[]>): Edge[] | null {
  const cameBy = new Map<Unit, Edge>();
  const queue = [start];
  for (const unit of queue) {
    for (const edge of edges.get(unit) ?? []) {
      if (edge.first === start) return pathTo(unit, cameBy, edge);
      if (cameBy.has(edge.first)) continue;
      cameBy.set(edge.first, edge);
      queue.push(edge.first);
    }
  }
  return null;
}

function pathTo(end: Unit, cameBy: ReadonlyMap<Unit, Edge>, last: Edge): Edge[] {
  const path = [last];
  for (let edge = cameBy.get(end); edge; edge = cameBy.get(edge.unit)) path.unshift(edge);
  return path;
}
