import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../src/audit/rules/index.ts';
import { en } from '../../src/audit/texts/en/index.ts';
import { unitpin } from '../support/cli.ts';
import { ruleCase } from '../support/rule-case.ts';
import { expectSchema } from '../support/schema.ts';

const PROJECT = join(import.meta.dirname, '../..');
const FIXTURES = join(PROJECT, 'fixtures/rules');

interface Found {
  rule: string;
  message: string;
  location: { path: string; line: number; column: number } | null;
  fix: { safety: string } | null;
}

async function findings(folder: string, rule: string): Promise<Found[]> {
  const { args, host } = ruleCase(folder);
  const result = await unitpin(['audit', ...args, '--only', rule, '--format', 'json'], null, host);
  expect(result.stderr).toBe('');
  expectSchema('audit', result.json());
  // A rule that judges what others came to needs them to run, too (`args` of its case).
  return result.json<{ findings: Found[] }>().findings.filter((found) => found.rule === rule);
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  // Several of a kind are `bad`, `bad-…`, `good`, `good-…`.
  const kinds = existsSync(join(FIXTURES, id)) ? readdirSync(join(FIXTURES, id)).sort() : [];

  it('has a page, with what its reader needs', () => {
    const page = readFileSync(join(PROJECT, `docs/rules/${id}.md`), 'utf8');
    // What looks like one in an example is a comment.
    const headings = [...page.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ .*$/gm)].map(
      ([heading]) => heading,
    );
    expect(headings).toEqual([`# ${id}`, '## What', '## Why it hurts', '## Example', '## Fix', '## Sources']);
    const { severity, confidence, fix } = rule;
    expect(page).toContain(`Severity: ${severity}. Confidence: ${confidence}. Fix: ${fix ?? 'none'}.`);
    expect(en[id].title).toMatch(/^([^A-Z]|[A-Z]{2})/);
  });

  it('has a bad and a good fixture', () => {
    expect(kinds.some((kind) => /^bad/.test(kind))).toBe(true);
    expect(kinds.some((kind) => /^good/.test(kind))).toBe(true);
    expect(kinds.filter((kind) => !/^(bad|good)(-|$)/.test(kind))).toEqual([]);
  });

  it.each(kinds.filter((kind) => /^bad/.test(kind)))('finds what is wrong in %s', async (kind) => {
    const found = await findings(join(FIXTURES, id, kind), id);
    expect(found.map((one) => one.rule)).toContain(id);
    for (const { message, location, fix } of found) {
      expect(message).toMatch(/^[^\n]{20,}[.?!]$/s);
      if (location) expect(location.line).toBeGreaterThan(0);
      if (rule.fix === null) expect(fix).toBe(null);
      if (rule.fix === 'safe') expect(fix?.safety ?? 'safe').toBe('safe');
    }
  });

  it.each(kinds.filter((kind) => /^good/.test(kind)))('finds nothing in %s', async (kind) => {
    expect(await findings(join(FIXTURES, id, kind), id)).toEqual([]);
  });
});

it('ghost-unit: what has failed stays until it is reset', async () => {
  const ways = await Promise.all(
    ['bad-failed', 'bad-stopped'].map((kind) => findings(join(FIXTURES, 'ghost-unit', kind), 'ghost-unit')),
  );
  expect(ways.map(([found]) => found?.fix)).toMatchObject([
    {
      title: 'systemctl --user reset-failed hermes-gateway-gone.service, then systemctl --user daemon-reload',
    },
    { title: 'systemctl --user daemon-reload' },
  ]);
});

it('profile-shared: no fix is promised where both are pinned to it', async () => {
  const [copied, sticky] = await Promise.all(
    ['bad-copy', 'bad'].map((kind) => findings(join(FIXTURES, 'profile-shared', kind), 'profile-shared')),
  );
  expect(copied?.map(({ fix }) => fix)).toEqual([null]);
  expect(sticky?.map(({ fix }) => fix?.safety)).toEqual(['safe']);
});

it('no fixture and no page is of a rule that is gone', () => {
  const ids = rules.map(({ id }) => id as string);
  expect(readdirSync(FIXTURES).filter((id) => !ids.includes(id))).toEqual([]);
  const pages = readdirSync(join(PROJECT, 'docs/rules')).map((name) => name.replace(/\.md$/, ''));
  expect(pages.filter((id) => id !== 'README' && !ids.includes(id))).toEqual([]);
  for (const id of ids) expect(existsSync(join(FIXTURES, id)), id).toBe(true);
});
