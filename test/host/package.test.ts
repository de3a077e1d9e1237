import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageFolder } from '../../src/host/package.ts';
import { makeRoot } from '../support/home.ts';

it('the package is found from its sources', () => {
  expect(existsSync(join(packageFolder(), 'package.json'))).toBe(true);
});

it('a program without its package says so, and does not look for ever', () => {
  const alone = makeRoot({ 'bin/unitpin.mjs': '' });
  expect(() => packageFolder(join(alone, 'bin'))).toThrow('its folder `templates` is missing');
});
