import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/**
 * A TypeScript file as a script for Node that may run any command of the package; `remove` takes it away.
 * @param project where the script will find what the package brings along
 */
export async function bundleRunner(
  input: string,
  project: string,
): Promise<{ folder: string; script: string; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'unitpin-test-'));
  // Other accounts run it, too.
  chmodSync(folder, 0o755);
  for (const name of ['templates', 'docs', 'package.json'])
    symlinkSync(join(project, name), join(folder, name));
  // The fakes know it; nothing of it is used there.
  writeFileSync(join(folder, 'vitest.mjs'), 'export const onTestFinished = () => {};\n');
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const script = join(folder, 'runner.mjs');
  try {
    const bundle = await rolldown({
      input,
      platform: 'node',
      logLevel: 'silent',
      resolve: { alias: { vitest: join(folder, 'vitest.mjs') } },
    });
    await bundle.write({ file: script, format: 'esm', codeSplitting: false });
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, script, remove };
}
