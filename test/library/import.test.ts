import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundleLibrary } from './bundle.ts';

describe('importing the library', () => {
  it('does nothing: nothing is read, written, started, listened to or printed, and nothing stays open', async () => {
    const bundle = await bundleLibrary();
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, 'trace.mjs'), pathToFileURL(bundle).href],
      { encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const told = JSON.parse(stdout);
    // Its own modules are read.
    const own = pathToFileURL(dirname(bundle)).href;
    const others = told.noted.filter((one: string) => !one.startsWith(`readFile ${own}/`));
    expect({ ...told, noted: others }).toMatchObject({ noted: [], left: [], environment: true });
    expect(told.names.length).toBeGreaterThan(20);
  });

  it('has what the guide and the declarations promise', async () => {
    const text = readFileSync(join(import.meta.dirname, '../../src/index.ts'), 'utf8');
    const { stdout } = spawnSync(
      process.execPath,
      [join(import.meta.dirname, 'trace.mjs'), pathToFileURL(await bundleLibrary()).href],
      { encoding: 'utf8' },
    );
    const values = [...text.matchAll(/^export \{([^}]*)\}/gm)]
      .flatMap(([, names = '']) => names.split(','))
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type '));
    expect([...JSON.parse(stdout).names].sort()).toEqual([...values].sort());
  });
});
