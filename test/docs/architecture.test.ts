import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const PROJECT = join(import.meta.dirname, '../..');
const text = readFileSync(join(PROJECT, 'docs/architecture.md'), 'utf8');

describe('docs/architecture.md', () => {
  it('names files and folders that are there', () => {
    const named = [...text.matchAll(/`([a-z][\w-]*(?:\/[\w.-]+)*(?:\/|\.ts))`/g)].map(
      ([, path = '']) => path,
    );
    expect(named.length).toBeGreaterThan(50);
    const gone = named.filter(
      (path) => !existsSync(join(PROJECT, 'src', path)) && !existsSync(join(PROJECT, path)),
    );
    expect(gone).toEqual([]);
  });

  it.each(['src', 'src/ops'])('has every folder of %s', (folder) => {
    const below = readdirSync(join(PROJECT, folder), { withFileTypes: true }).filter((one) =>
      one.isDirectory(),
    );
    for (const { name } of below)
      expect(text).toContain(`\`${join(folder, name, '/').slice('src/'.length)}\``);
  });
});
