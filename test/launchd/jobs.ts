import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlistData } from '../../src/launchd/data.ts';
import { buildPlist } from '../../src/launchd/emit.ts';
import type { TestLaunchd } from './stand-in.ts';

/** Writes a job that runs a shell script, and returns its name and path. Ends well after SIGTERM unless told otherwise. */
export function writeJob(
  { agents, home }: Pick<TestLaunchd, 'agents' | 'home'>,
  label: string,
  script = 'trap "exit 0" TERM; while :; do sleep 0.02; done',
  keys: Record<string, PlistData> = {},
): { name: string; path: string } {
  const bin = join(home, 'scripts');
  mkdirSync(bin, { recursive: true });
  const program = join(bin, label);
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  const path = join(agents, `${label}.plist`);
  const plist = { Label: label, ProgramArguments: [program], RunAtLoad: true, ...keys };
  writeFileSync(path, buildPlist({ LimitLoadToSessionType: ['Aqua', 'Background'], ...plist }), {
    mode: 0o644,
  });
  return { name: label, path };
}
