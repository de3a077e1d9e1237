import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/declare/index.ts';
import { commandPage, programPage } from './man-page.ts';

const PROJECT = join(import.meta.dirname, '../..');
const FOLDER = join(PROJECT, 'man');

const pages = [
  { file: 'unitpin.1', made: programPage() },
  ...commands.map((one) => ({ file: `unitpin-${one.name}.1`, made: commandPage(one) })),
];
const hasGroff = spawnSync('groff', ['--version']).status === 0;

describe('the man pages', () => {
  it.each(pages)('$file is what is declared', async ({ file, made }) => {
    await expect(made).toMatchFileSnapshot(join(FOLDER, file));
  });

  it('are those of the commands, and no others; the package names them', () => {
    const files = pages.map(({ file }) => file).sort();
    expect(readdirSync(FOLDER).sort()).toEqual(files);
    const { man } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
    expect([...man].sort()).toEqual(files.map((file) => `man/${file}`));
  });

  it.skipIf(!hasGroff)('are what man understands', () => {
    for (const { file } of pages) {
      const args = ['-man', '-ww', '-z', '-K', 'utf8', join(FOLDER, file)];
      const { status, stderr } = spawnSync('groff', args, { encoding: 'utf8' });
      expect([file, status, stderr]).toEqual([file, 0, '']);
    }
  });
});
