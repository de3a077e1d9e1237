import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const PROJECT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');

const page = read('docs/supervisor.md');
const rowsOf = (letter: string): { id: string; cells: string[] }[] =>
  [...page.matchAll(new RegExp(`^\\| (${letter}-\\d\\d) \\| (.+) \\|$`, 'gm'))].map(
    ([, id = '', cells = '']) => ({
      id,
      cells: cells.split(' | '),
    }),
  );
const ids = (letter: string, first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, n) => `${letter}-${String(first + n).padStart(2, '0')}`);

const behaviours = rowsOf('K');
const weaknesses = rowsOf('B');

describe('docs/supervisor.md', () => {
  it('has each behaviour and each weakness once', () => {
    expect(behaviours.map(({ id }) => id)).toEqual(ids('K', 1, 35));
    expect(weaknesses.map(({ id }) => id)).toEqual(ids('B', 31, 44));
  });

  it.each(behaviours)('$id is where it says, or is said to be gone', ({ cells: [, here = ''] }) => {
    const places = [...here.matchAll(/`(src\/[^`#]+)#(\w+)`/g)];
    if (places.length === 0) expect(here).toMatch(/^gone, because |^`package\.json`/);
    for (const [, path = '', name = ''] of places) {
      expect(existsSync(join(PROJECT, path)), path).toBe(true);
      const exported = new RegExp(
        `^export (async )?(function\\*?|const|class|interface|type) ${name}\\b`,
        'm',
      );
      expect(read(path), `${path} exports no ${name}`).toMatch(exported);
    }
  });

  it.each([...behaviours, ...weaknesses])('$id has a test that says so', ({ cells }) => {
    const [, path = '', title = ''] = /^`(test\/[^`]+)` "(.+)"$/.exec(cells.at(-1) ?? '') ?? [];
    expect(existsSync(join(PROJECT, path)), path).toBe(true);
    expect(read(path), `${path} says nothing of that`).toContain(title);
  });
});
