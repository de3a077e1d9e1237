import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleRunner } from '../support/bundle-runner.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
const GUIDE = join(PROJECT, 'docs/your-own-app.md');
const text = readFileSync(GUIDE, 'utf8');

const blocks = (kind: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, code = '']) => code);

describe('docs/your-own-app.md', () => {
  let folder = '';
  let remove = (): void => {};
  beforeAll(async () => {
    const runner = await bundleRunner(join(PROJECT, 'src/cli/main.ts'), PROJECT);
    folder = mkdtempSync(join(tmpdir(), 'unitpin-test-'));
    mkdirSync(join(folder, 'bin'));
    const unitpin = join(folder, 'bin/unitpin');
    writeFileSync(unitpin, `#!/bin/sh\nexec ${process.execPath} ${runner.script} "$@"\n`);
    chmodSync(unitpin, 0o755);
    remove = () => {
      runner.remove();
      rmSync(folder, { recursive: true, force: true });
    };
  });
  afterAll(() => remove());

  it('has an app of about twenty lines', () => {
    const [app = ''] = blocks('yaml');
    expect(app.trim().split('\n').length).toBeLessThanOrEqual(21);
    writeFileSync(join(folder, 'acme.yaml'), app);
  });

  it('shows what its commands print, one after the other', () => {
    // One shell for all of them, as with a reader; each command and what it prints.
    const commands = blocks('console').map((block) =>
      block.split('\n').flatMap((line) => (line.startsWith('$ ') ? [line.slice(2)] : [])),
    );
    const script = commands.flatMap((block) => [
      ...block.flatMap((command) => [`printf '%s\\n' '$ '${quoted(command)}`, command]),
      "printf '%s\\n' ====",
    ]);
    const { stdout, stderr } = spawnSync('/bin/bash', ['-c', `exec 2>&1\n${script.join('\n')}`], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: `${folder}/bin:/usr/bin:/bin`, HOME: folder, LC_ALL: 'C.UTF-8', NO_COLOR: '1' },
    });
    expect(stderr).toBe('');
    const printed = stdout.replaceAll(folder, '/home/you').split('====\n').slice(0, -1);
    if (process.env.UNITPIN_UPDATE_GUIDE) {
      let index = 0;
      writeFileSync(
        GUIDE,
        text.replace(/^```console\n[\s\S]*?^```$/gm, () => `\`\`\`console\n${printed[index++]}\`\`\``),
      );
    }
    expect(blocks('console')).toEqual(printed);
  });
});

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
