import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { rules } from '../src/audit/rules/index.ts';
import { en, type RuleId } from '../src/audit/texts/en/index.ts';
import { unitpin } from './support/cli.ts';

const PROJECT = join(import.meta.dirname, '..');
const readme = readFileSync(join(PROJECT, 'README.md'), 'utf8');

describe('README.md', () => {
  it('shows what `npm start` really prints', () => {
    const shown = /<!-- demo:[^\n]*-->\n```\n([\s\S]*?)```\n/.exec(readme)?.[1] ?? '';
    const printed = execFileSync(process.execPath, [join(PROJECT, 'scripts/demo.mjs')], {
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
    // The receipt's name holds the time.
    const stable = (text: string) => text.replace(/\d{8}T\d{6}Z-[0-9a-f]{6}/g, 'RECEIPT').trim();
    expect(stable(shown)).toBe(stable(printed));
  });

  it('names rules that are there, by their titles', () => {
    const named = [...readme.matchAll(/^\| \[`([^`]+)`\]\(docs\/rules\/([^)]+)\.md\) \| (.*) \|$/gm)];
    expect(named.length).toBeGreaterThan(5);
    for (const [, id, page, title] of named) {
      expect(rules.map((rule) => rule.id)).toContain(id);
      expect([page, title]).toEqual([id, en[id as RuleId].title]);
    }
  });

  it('names every command', async () => {
    // yargs prints its help itself.
    const print = vi.spyOn(console, 'log').mockReturnValue();
    onTestFinished(() => print.mockRestore());
    await unitpin(['--help']);
    const help = print.mock.calls.flat().join('\n');
    const commands = [...help.matchAll(/^ {2}unitpin ([a-z]+) /gm)].map(([, name]) => name);
    expect(commands.length).toBeGreaterThan(4);
    for (const name of commands) expect(readme).toContain(`unitpin ${name}`);
  });

  it('links to files that are there', () => {
    for (const [, path = ''] of readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      expect(existsSync(join(PROJECT, path)), path).toBe(true);
    }
  });
});

describe('templates', () => {
  it.each(['gateway.service.ejs', 'gateway.plist.ejs', 'zz-unitpin.conf.ejs'])(
    '%s writes nothing unquoted',
    (name) => {
      expect(readFileSync(join(PROJECT, 'templates/hermes', name), 'utf8')).not.toContain('<%-');
    },
  );
});

describe('the house', () => {
  it('has one place that names an app', () => {
    const named = execFileSync('grep', ['-rliE', 'hermes', 'src'], { cwd: PROJECT, encoding: 'utf8' })
      .trim()
      .split('\n');
    const code = named.filter((path) => {
      const text = readFileSync(join(PROJECT, path), 'utf8');
      // Sources in comments (issue numbers) and the default of --app are no knowledge of an app.
      return /hermes/i.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').replace("default: 'hermes'", ''));
    });
    expect(code.sort()).toEqual(['src/apps/hermes.ts', 'src/apps/index.ts']);
  });
});
