import type { Fleet } from './fleet.ts';

/** A box of the picture. In its own units, which are pixels at full size. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where everything stands: by index, as the fleet has it; definitions in the order of their identities. */
export interface Layout {
  width: number;
  height: number;
  definitions: readonly Box[];
  identities: readonly Box[];
  homes: readonly Box[];
  ports: readonly Box[];
}

const BOX = 52;
const GAP = 16;
const MARGIN = 8;
/** Left edges and widths of the four columns; between the first two the arrows say what decides. */
const COLUMNS = {
  definition: { x: MARGIN, width: 290 },
  identity: { x: 410, width: 196 },
  home: { x: 652, width: 258 },
  port: { x: 956, width: 146 },
};
const WIDTH = 1110;

/** An identity stands at the middle of its definitions, a port at the middle of its profiles: arrows do not cross. */
export function layOut({ identities, ports }: Fleet): Layout {
  let next = MARGIN;
  const definitions: Box[] = [];
  const middles: number[] = [];
  for (const { members } of identities) {
    const first = next;
    for (const _ of members) {
      definitions.push({ ...COLUMNS.definition, y: next, height: BOX });
      next += BOX + GAP;
    }
    middles.push((first + next - GAP) / 2);
  }
  const boxAt = (column: { x: number; width: number }, middle: number): Box => ({
    ...column,
    y: middle - BOX / 2,
    height: BOX,
  });
  let free = 0;
  const portBoxes = ports.map(({ identities: wanting }) => {
    const own = wanting.map((index) => middles[index] ?? 0);
    const middle = own.reduce((sum, one) => sum + one, 0) / Math.max(1, own.length);
    const box = boxAt(COLUMNS.port, Math.max(middle, free + BOX / 2));
    free = box.y + BOX + GAP;
    return box;
  });
  return {
    width: WIDTH,
    height: Math.max(next - GAP, free - GAP, 0) + MARGIN,
    definitions,
    identities: middles.map((middle) => boxAt(COLUMNS.identity, middle)),
    homes: middles.map((middle) => boxAt(COLUMNS.home, middle)),
    ports: portBoxes,
  };
}
