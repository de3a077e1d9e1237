import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { onTestFinished } from 'vitest';

const PROJECT = resolve(import.meta.dirname, '../..');

/** The library, or a program that imports it from `unitpin`, as one file of JavaScript; gone after the test. */
export async function bundleLibrary(input = join(PROJECT, 'src/index.ts')): Promise<string> {
  // Where the templates are found as from dist/.
  const folder = mkdtempSync(join(PROJECT, 'node_modules/.unitpin-library-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const bundle = await rolldown({
    cwd: PROJECT,
    input,
    platform: 'node',
    logLevel: 'silent',
    resolve: { alias: { unitpin: join(PROJECT, 'src/index.ts') } },
  });
  const { output } = await bundle.write({ dir: folder, format: 'esm', entryFileNames: 'main.mjs' });
  return join(folder, output[0].fileName);
}
