import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeRoot } from '../support/home.ts';
import { bundleLibrary } from './bundle.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
const GUIDE = readFileSync(join(PROJECT, 'docs/library.md'), 'utf8');
const KEY = 'not-a-real-key-for-a-test';

/** The samples of the guide, one after the other, as one program; gone after the test. */
function program(): { folder: string; path: string } {
  const blocks = [...GUIDE.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);
  expect(blocks.length).toBeGreaterThan(8);
  // Below the project: that is where the types of Node are found.
  const folder = mkdtempSync(join(PROJECT, 'node_modules/.unitpin-guide-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'guide.ts');
  writeFileSync(path, blocks.join('\n'));
  return { folder, path };
}

describe('docs/library.md', () => {
  it('has samples that the compiler takes', () => {
    const { folder, path } = program();
    const { compilerOptions } = JSON.parse(readFileSync(join(PROJECT, 'tsconfig.json'), 'utf8'));
    const options = {
      ...compilerOptions,
      rootDir: PROJECT,
      noEmit: true,
      typeRoots: [join(PROJECT, 'node_modules/@types')],
      paths: { unitpin: [join(PROJECT, 'src/index.ts')] },
    };
    const config = join(folder, 'tsconfig.json');
    writeFileSync(config, JSON.stringify({ compilerOptions: options, files: [path] }));
    const compiler = join(PROJECT, 'node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [compiler, '-p', config], { encoding: 'utf8' });
    expect(stdout).toBe('');
  });

  it('has samples that do what it says', async () => {
    const root = makeRoot({
      'home/.env': `API_SERVER_KEY=${KEY}\nAPI_SERVER_PORT=8651\n`,
      'home/profiles/code/config.yaml': 'a: 1\n',
      'state/x': '',
    });
    const { status, stdout, stderr } = spawnSync(process.execPath, [await bundleLibrary(program().path)], {
      encoding: 'utf8',
      cwd: root,
      // No PATH: no manager of this machine is asked.
      env: {
        PATH: '',
        HERMES_HOME: join(root, 'home'),
        XDG_STATE_HOME: join(root, 'state'),
        XDG_CONFIG_HOME: join(root, 'config'),
      },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('http://127.0.0.1:8651 says dotenv');
    expect(lines[1]).toBe('the key is usable, said by dotenv: <redacted>');
    expect(lines.find((line) => line.startsWith('default '))).toMatch(/^default \w+ null 8651 /);
    expect(lines).toContainEqual(expect.stringMatching(/^default has \d+$/));
    expect(stdout).not.toContain(KEY);
  });

  it('tells of every public method of what it replaces', () => {
    const methods =
      'getUpstream getApiKey getActiveProfile setActiveProfile listProfiles detectStatus listAll start stop stopAll detectAllOnStartup startAll';
    for (const name of methods.split(' ')) expect(GUIDE).toMatch(new RegExp(`^### .*\`${name}\\(`, 'm'));
  });
});
