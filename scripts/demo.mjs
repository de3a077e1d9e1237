// The main job on the two embedded incidents. Works on throw-away copies below a root of their own: nothing of this
// machine is read or changed.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = join(project, 'dist', 'cli', 'main.js');
const folder = mkdtempSync(join(tmpdir(), 'unitpin-demo-'));
const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const bold = (text) => (colour ? `\x1b[1m${text}\x1b[22m` : text);

/** Runs a command as a user would and shows it with its output. The copy's path is shown as INCIDENT. */
function show(incident, ...args) {
  console.log(`\n${bold(`$ unitpin ${args.join(' ')}`)}`);
  const root = join(folder, incident);
  const words = args.map((word) => (word === incident ? root : word));
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [cli, ...words, `--color=${colour ? 'always' : 'never'}`],
    {
      encoding: 'utf8',
    },
  );
  process.stdout.write((stdout + stderr).replaceAll(root, incident));
  console.log(`(exit ${status})`);
}

try {
  cpSync(join(project, 'fixtures', 'incidents'), folder, { recursive: true, verbatimSymlinks: true });
  console.log(bold('Two profiles that end each other: a unit without --profile follows the sticky file.'));
  show(
    '004-two-profiles',
    'audit',
    '--root',
    '004-two-profiles',
    '--only',
    'profile-shared',
    '--only',
    'profile-unpinned',
  );
  show('004-two-profiles', 'gen', '--root', '004-two-profiles', '--diff');
  console.log(`\n${bold('Two launchd jobs with --replace.')}`);
  show('003-launchd-replace', 'gen', '--root', '003-launchd-replace');
  show('003-launchd-replace', 'audit', '--root', '003-launchd-replace', '--quiet');
  console.log(
    `\nOn this machine: ${bold('unitpin audit')}, then ${bold('unitpin apply --dry-run')}. See README.md.`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
