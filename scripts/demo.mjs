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
// As src/cli/language.ts; the commands see the same environment.
const { LC_ALL, LC_MESSAGES, LANG } = process.env;
const isChinese = /^zh(?![a-z])(?!.*[_@-](tw|hk|mo|hant))/i.test(LC_ALL || LC_MESSAGES || LANG || '');
const TEXTS = isChinese
  ? {
      bots: '两个互相顶掉的 bot：没有 --profile 的 unit 跟着当前 profile 文件走。',
      jobs: '两个反复重启的 launchd 任务：修复前后各有哪些问题。',
      here: (command) => `在这台机器上：${command}，它会说下一步执行什么。见 README.zh-CN.md。`,
    }
  : {
      bots: 'Two bots that end each other: a unit without --profile follows the sticky file.',
      jobs: 'Two launchd jobs that start again and again: all that is wrong with them, before and after.',
      here: (command) => `On this machine: ${command}, which says what to run next. See README.md.`,
    };
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
  const bots = ['audit', '--root', '004-two-profiles'];
  const who = ['--only', 'profile-shared', '--only', 'profile-unpinned'];
  console.log(bold(TEXTS.bots));
  show('004-two-profiles', ...bots, ...who);
  show('004-two-profiles', ...bots, '--fix', '--diff', ...who);
  show('004-two-profiles', ...bots, '--fix', ...who);
  const jobs = ['audit', '--root', '003-launchd-replace', '--statistics'];
  console.log(`\n${bold(TEXTS.jobs)}`);
  show('003-launchd-replace', ...jobs);
  show('003-launchd-replace', ...jobs, '--fix');
  console.log(`\n${TEXTS.here(bold('unitpin audit'))}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
