// Makes a fresh clone ready: installs what package-lock.json names and builds. Cheap when both are done already.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const time = (path) => (existsSync(join(project, path)) ? statSync(join(project, path)).mtimeMs : 0);

function step(name, command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: project, encoding: 'utf8' });
  if (status === 0) return;
  process.stderr.write(`${name} failed: ${command} ${args.join(' ')}\n${stdout}${stderr}`);
  process.exit(status ?? 1);
}

if (time('node_modules/.package-lock.json') < time('package-lock.json')) {
  process.stderr.write('installing…\n');
  // Not `npm ci`: it refuses a lock file written where some other platform's optional packages were out of reach.
  step('installing', 'npm', ['install', '--no-save', '--no-audit', '--no-fund']);
}
step('building', process.execPath, [join('scripts', 'build.mjs')]);
