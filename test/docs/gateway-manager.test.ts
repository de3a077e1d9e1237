import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const PROJECT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');

const rows = [...read('docs/gateway-manager.md').matchAll(/^\| (G-\d\d) \| (.+) \| (.+) \| (.+) \|$/gm)].map(
  ([, id = '', there = '', here = '', tests = '']) => ({ id, there, here, tests }),
);
const codeIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

describe('docs/gateway-manager.md', () => {
  it('has each behaviour once', () => {
    const wanted = Array.from({ length: 37 }, (_, index) => `G-${String(index + 1).padStart(2, '0')}`);
    expect(rows.map(({ id }) => id).sort()).toEqual(wanted);
  });

  it.each(rows)('$id is where it says, or is said to be gone', ({ here }) => {
    const places = codeIn(here).filter((code) => code.startsWith('src/'));
    if (places.length === 0) expect(here).toMatch(/^gone: /);
    for (const place of places) {
      const [path = '', name = ''] = place.split('#');
      expect(existsSync(join(PROJECT, path)), path).toBe(true);
      const exported = new RegExp(
        `^export (async )?(function\\*?|const|class|interface|type) ${name}\\b`,
        'm',
      );
      expect(read(path), `${path} exports no ${name}`).toMatch(exported);
    }
  });

  it.each(rows)('$id has a test that says so', ({ id, tests }) => {
    expect(codeIn(tests).length).toBeGreaterThan(0);
    for (const path of codeIn(tests)) {
      expect(existsSync(join(PROJECT, path)), path).toBe(true);
      expect(read(path), `${path} does not mention ${id}`).toContain(id);
    }
  });
});
