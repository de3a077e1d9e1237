import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { stories } from '../../src/diagnose/texts/en/stories.ts';
import { SIGN_IDS } from '../../src/model/sign.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/diagnose.md'), 'utf8');
const [, ofStories = '', ofSigns = ''] = page.split(/^\| (?:story|id) \|.*$/m);

it.each([
  ['story', ofStories, Object.keys(stories)],
  ['sign', ofSigns, SIGN_IDS],
])('docs/diagnose.md has every %s', (_, table, ids) => {
  for (const id of ids) expect(table).toContain(`\`${id}\``);
});
