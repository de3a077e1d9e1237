import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { carried } from '../../src/cli/carried.ts';
import { filesBelow } from '../../src/host/files.ts';
import { readLedger } from '../../src/ops/ports/port-ledger.ts';
import { unitpin } from '../support/cli.ts';
import { makeRoot } from '../support/home.ts';

// What is said to run next is pasted into a shell: a blank, or worse, in a path must not make another command of it.
describe('what is pasted', () => {
  it('a folder to audit', async () => {
    const folder = join(makeRoot({ 'x; touch y/a': '' }), 'x; touch y');
    const { stderr } = await unitpin(['show', folder]);
    expect(stderr).toContain(`next: unitpin audit '${folder}'`);
  });

  it('another root', async () => {
    const root = join(makeRoot({ "it's/x": '' }), "it's");
    const { stderr } = await unitpin(['status', '--root', root]);
    expect(stderr).toContain(`unitpin audit '${root.replace("'", "'\\''")}'/path/to/the/units`);
  });

  it('a ledger that is a link', () => {
    const folder = join(makeRoot({ x: '' }), 'a b');
    const path = join(folder, 'ports.json');
    mkdirSync(dirname(path));
    writeFileSync(join(folder, 'real'), '');
    symlinkSync('real', path);
    expect(() => readLedger(filesBelow('/'), folder)).toThrow(
      expect.objectContaining({
        next: `put the file itself there: cat '${path}' >'${path}'.new && mv '${path}'.new '${path}'`,
      }),
    );
  });

  it('a folder that is called like a command', () => {
    expect(carried('rm /home/ann/unitpin demo/x, then: unitpin apply', { home: '/h x' })).toBe(
      "rm /home/ann/unitpin demo/x, then: unitpin apply --home '/h x'",
    );
  });
});
