import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { unitpin } from './cli.ts';
import { makeRoot, PASSWD, type Tree } from './home.ts';
import { copyIncident } from './incident.ts';
import { expectSchema } from './schema.ts';

export const UNITS = 'home/u/.config/systemd/user';
export const host = (tree: Tree = {}): string =>
  makeRoot({
    'etc/passwd': PASSWD,
    'home/u/.hermes/bin/hermes': '',
    'home/u/.hermes/profiles/code/x': '',
    ...tree,
  });
export const unit = (command: string, more = '') => `[Service]\nExecStart=${command}\n${more}`;

export function incident(name: string): string {
  const { root, cleanup } = copyIncident(name);
  onTestFinished(cleanup);
  return root;
}

export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'unitpin-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Gen {
  changes: {
    profile: string;
    kind: string;
    path: string;
    reason: string;
    differences: { what: string; from: string | null; to: string | null }[];
  }[];
  receipt: string | null;
}

export const gen = async (root: string, ...args: string[]) => {
  const result = await unitpin(['gen', '--root', root, '--format', 'json', ...args]);
  const json = result.json<Gen>();
  if (result.status === 0 || result.status === 3) expectSchema('gen', json);
  return {
    ...result,
    changes: json.changes,
    kinds: json.changes?.map(({ profile, kind }) => `${profile}: ${kind}`),
  };
};

export const PLIST = `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
<key>Label</key><string>ai.hermes.gateway</string>
<key>EnvironmentVariables</key><dict><key>BOT_TOKEN</key><string>hush</string></dict>
<key>ProgramArguments</key><array><string>/bin/hermes</string><string>gateway</string><string>run</string></array>
</dict></plist>
`;

export const receiptOf = (root: string, home: string): string =>
  readdirSync(join(root, home, '.local/state/unitpin/receipts'))[0] ?? '';
