import { execFileSync, type StdioOptions } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../src/audit/rules/index.ts';
import { commands } from '../src/cli/declare/index.ts';

const PROJECT = join(import.meta.dirname, '..');
const MB = 1_000_000;
/** What may grow no further by accident. */
const LIMIT = { packed: 1.2 * MB, unpacked: 4 * MB, files: 700 };

/** All that is needed to run, to be imported with types, and to be read. */
const NEEDED = [
  /^(LICENSE|README(\.zh-CN)?\.md|package\.json)$/,
  /^bin\/unitpin-reaper$/,
  /^completions\/(_unitpin|unitpin\.(bash|fish))$/,
  /^dist\/(licences\.txt|index\.js|chunks\/[\w-]+\.js|[\w/-]+\.d\.ts)$/,
  /^dist\/cli\/(main\.js|package\.json|chunks\/[\w-]+\.js)$/,
  /^docs\/(zh-CN\/)?[\w-]+\.md$/,
  /^docs\/(zh-CN\/)?rules\/[\w-]+\.md$/,
  /^docs\/schema\/[\w.-]+\.json$/,
  /^man\/unitpin(-[a-z]+)?\.1$/,
  /^templates\/([a-z]+\/app\.yaml|[\w.-]+\.ejs)$/,
];

// Built by `npm test`; an editor that runs this file alone may have none.
describe.skipIf(!existsSync(join(PROJECT, 'dist/cli/main.js')))('the package', () => {
  let folder = '';
  let packed: { filename: string; size: number; unpackedSize: number; files: { path: string }[] };
  let paths: string[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'unitpin-test-'));
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
    const stdio: StdioOptions = ['ignore', 'pipe', 'ignore'];
    [packed] = JSON.parse(execFileSync('npm', args, { cwd: PROJECT, encoding: 'utf8', stdio }));
    execFileSync('tar', ['-xzf', join(folder, packed.filename), '-C', folder]);
    paths = packed.files.map(({ path }) => path);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds nothing that is not needed', () => {
    expect(paths.filter((path) => !NEEDED.some((one) => one.test(path)))).toEqual([]);
  });

  it('holds what the commands read', () => {
    const pages = rules.flatMap(({ id }) => [`docs/rules/${id}.md`, `docs/zh-CN/rules/${id}.md`]);
    const manuals = ['man/unitpin.1', ...commands.map(({ name }) => `man/unitpin-${name}.1`)];
    const schemas = ['docs/schema/audit.json', 'docs/schema/error.json', 'docs/schema/unitpin.schema.json'];
    const others = ['completions/_unitpin', 'templates/hermes/app.yaml', 'dist/licences.txt', 'LICENSE'];
    expect(paths).toEqual(expect.arrayContaining([...pages, ...manuals, ...schemas, ...others]));
  });

  it('holds what package.json names, and depends on nothing', () => {
    const { bin, man, exports, ...rest } = JSON.parse(
      readFileSync(join(folder, 'package/package.json'), 'utf8'),
    );
    for (const path of [...Object.values(bin), ...man, ...Object.values(exports['.'])])
      expect(paths).toContain(String(path).replace(/^\.\//, ''));
    for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies', 'bundledDependencies'])
      expect(rest).not.toHaveProperty(kind);
    for (const script of ['preinstall', 'install', 'postinstall'])
      expect(rest.scripts).not.toHaveProperty(script);
  });

  it('has types that need nothing but those of Node', () => {
    // Someone who checks libraries, too (skipLibCheck: false), has none of what unitpin is built with.
    const declarations = paths.filter((path) => path.endsWith('.d.ts'));
    const named = declarations.flatMap((path) =>
      [
        ...readFileSync(join(folder, 'package', path), 'utf8').matchAll(
          /^(?:import|export)\b.* from '([^']+)'|\bimport\('([^']+)'\)/gm,
        ),
      ].map(([, from, dynamic]) => String(from ?? dynamic)),
    );
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter((name) => !/^(\.|node:)/.test(name))).toEqual([]);
  });

  it('says nothing of the machine that it was made on', () => {
    const telling = paths.filter(
      (path) =>
        /sourceMappingURL=/.test(readFileSync(join(folder, 'package', path), 'utf8')) ||
        readFileSync(join(folder, 'package', path), 'utf8').includes(PROJECT),
    );
    expect(telling).toEqual([]);
  });

  it('is no larger than it has to be', () => {
    expect(packed.size).toBeLessThan(LIMIT.packed);
    expect(packed.unpackedSize).toBeLessThan(LIMIT.unpacked);
    expect(paths.length).toBeLessThan(LIMIT.files);
  });

  it('runs where it was unpacked, and prints its script for a shell', () => {
    const run = (...args: string[]): string =>
      execFileSync(process.execPath, [join(folder, 'package/dist/cli/main.js'), ...args], {
        encoding: 'utf8',
      });
    expect(run('completion', 'bash')).toBe(readFileSync(join(PROJECT, 'completions/unitpin.bash'), 'utf8'));
    expect(run('__complete', 'expl')).toMatch(/^explain\t/);
    expect(run('explain', 'profile-shared')).toContain('profile-shared');
  });
});
