import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { rules } from '../../src/audit/rules/index.ts';
import { openHost } from '../../src/host/host.ts';
import { unitpin } from '../support/cli.ts';
import { ruleCase } from '../support/rule-case.ts';
import { expectSchema } from '../support/schema.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/rules');
const cases = readdirSync(FIXTURES).flatMap((rule) =>
  readdirSync(join(FIXTURES, rule))
    .filter((kind) => kind.startsWith('bad'))
    .map((kind) => `${rule}/${kind}`),
);

interface Result {
  findings: { rule: string; definition: string | null; fix: object | null }[];
  fixed: { rule: string; definition: string; path: string }[];
  refused: { definition: string; rules: string[]; reason: string }[];
  receipt: string | null;
}

let state = '';
beforeAll(() => {
  // Receipts of files that were named go to the caller's own state folder.
  state = mkdtempSync(join(tmpdir(), 'unitpin-state-'));
  vi.stubEnv('XDG_STATE_HOME', state);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(state, { recursive: true, force: true });
});

/** Every file below a folder with its text. */
function textsBelow(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length), readFileSync(path, 'latin1')];
    }),
  );
}

/** In the one way all that a rule proposes, where it proposes anything; in the other all that any does. */
const ways = cases.flatMap((name) => {
  const rule = rules.find(({ id }) => name.startsWith(`${id}/`));
  return [...(rule?.fix ? [[name, '--only', rule.id]] : []), [name, '--in-place']];
});

it.each(ways)('%s %s', async (name, ...flags) => {
  const { args, host: live } = ruleCase(join(FIXTURES, name));
  const root = args.includes('--root') ? args[args.indexOf('--root') + 1] : undefined;
  const folder = live?.files.root ?? root ?? args[0]!;
  // What systemd's own checker says about fixes is for other tests.
  const host = live ?? { ...openHost(root), exec: async () => ({ state: 'missing' as const }) };
  const fixFlags = ['--fix=all', ...flags];
  const fix = async (...more: string[]) => {
    const { status, stderr, stdout } = await unitpin(
      ['audit', ...args, ...more, '--format', 'json'],
      null,
      host,
    );
    expect([stderr, status === 0 || status === 1 || status === 3, stdout]).toEqual(['', true, stdout]);
    const result = JSON.parse(stdout) as Result;
    // A checker that is there and does not answer.
    if (status === 3 && !result.findings) return null;
    expect(result.findings, stdout).toBeDefined();
    expectSchema('audit', result);
    return result;
  };

  const before = textsBelow(folder);
  const first = await fix(...fixFlags);
  if (first === null) return;
  expect(first.receipt === null).toBe(first.fixed.length === 0);

  // What is still found was refused with a reason, or is for somebody else to mend.
  const refused = new Set(first.refused.flatMap((one) => one.rules.map((id) => `${id} ${one.definition}`)));
  for (const { reason } of first.refused) expect(reason).not.toBe('');
  for (const { rule: id, definition } of first.fixed) {
    if (refused.has(`${id} ${definition}`)) continue;
    expect(
      first.findings.filter((one) => one.fix && one.rule === id && one.definition === definition),
    ).toEqual([]);
  }

  const after = textsBelow(folder);
  if (first.fixed.length === 0) return expect(after).toEqual(before);
  const second = await fix(...fixFlags);
  expect([second?.receipt, second?.fixed]).toEqual([null, []]);
  expect(textsBelow(folder)).toEqual(after);
});
