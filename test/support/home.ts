import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A file's text, a link (`{ to }`), or a folder (null). */
export type Tree = Record<string, string | { to: string } | null>;

/** A throw-away root with these files, gone after the test. Paths are absolute below it. */
export function makeRoot(tree: Tree): string {
  const root = mkdtempSync(join(tmpdir(), 'unitpin-test-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(tree)) {
    const full = join(root, path);
    mkdirSync(content === null ? full : dirname(full), { recursive: true });
    // What stands in a folder of programs is one.
    const mode = /\/bin\/[^/]+$/.test(path) ? 0o755 : 0o644;
    if (typeof content === 'string') writeFileSync(full, content, { mode });
    else if (content !== null) symlinkSync(content.to, full);
  }
  return root;
}

/** The passwd(5) of a host with one person. */
export const PASSWD = 'root:x:0:0:root:/root:/bin/bash\nu:x:1000:1000::/home/u:/bin/bash\n';
