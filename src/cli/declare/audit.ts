import { tr } from '../../texts/tr.ts';
import { leaveOut, ownFirst } from '../options.ts';
import { declare } from './declare.ts';
import { afterDashes, format, live } from './shared.ts';

export const audit = declare({
  usage: 'audit [paths..]',
  describe: "judge the host's service definitions, or the files and folders named",
  options: (command) =>
    leaveOut(ownFirst(command), 'all')
      .positional('paths', {
        type: 'string',
        array: true,
        default: [] as string[],
        describe: tr('unit files, plists, or folders of them'),
      })
      .option('format', {
        ...format(),
        choices: ['text', 'json', 'sarif', 'github', 'html'] as const,
        describe: tr(
          'for people, for programs, for code scanning (SARIF 2.1.0), GitHub annotations, or a page for a browser',
        ),
      })
      .option('fail-on', {
        choices: ['error', 'warning', 'info', 'never'] as const,
        default: 'error' as const,
        describe: tr('exit 1 when something is found that is at least this bad'),
      })
      .option('only', {
        type: 'string',
        array: true,
        requiresArg: true,
        describe: tr('only this rule (may be repeated)'),
      })
      .option('skip', {
        type: 'string',
        array: true,
        requiresArg: true,
        describe: tr('all rules but this one (may be repeated)'),
      })
      .option('live', live())
      .option('systemd', {
        type: 'string',
        requiresArg: true,
        describe: tr('the version of systemd that the units are for, such as 249'),
        defaultDescription: tr("unitpin.yaml's, then the host's"),
      })
      .option('ignores', {
        type: 'boolean',
        default: true,
        describe: tr('leave out what comments and unitpin.yaml ignore (--no-ignores: show all)'),
      })
      .option('statistics', {
        type: 'boolean',
        default: false,
        describe: tr('print how often each rule was broken, not each finding'),
      })
      .option('fix', {
        choices: ['safe', 'all'] as const,
        describe: tr('mend what is safe to mend; --fix=all: also what you should look at first'),
      })
      .option('in-place', {
        type: 'boolean',
        default: false,
        describe: tr('with --fix: edit the units themselves; else drop-ins beside them are written'),
      })
      .option('diff', {
        type: 'boolean',
        default: false,
        describe: tr('show what --fix would write, write nothing'),
      })
      .option('verify', {
        type: 'boolean',
        default: false,
        describe: tr("ask the manager's own checker, too (systemd-analyze verify, plutil -lint)"),
      }),
  examples: [
    ['$0 audit', 'every definition of this host'],
    ['$0 audit ~/dotfiles/systemd/user', 'the units of a folder; asks nobody'],
    ['$0 audit units/ --format github --fail-on warning', 'in a GitHub workflow'],
    ['$0 audit --format html > audit.html', 'a page with a picture of who runs what'],
    ['$0 audit --root /mnt/backup', 'another host, from its disk'],
    ['$0 audit --fix --diff', 'what mending it would write'],
    ['$0 audit --only profile-shared --only profile-unpinned', 'two rules only'],
  ],
  run: async (options, io, host) => {
    const paths = [...options.paths, ...afterDashes(options)];
    return (await import('../commands/audit.ts')).audit({ ...options, paths }, io, host);
  },
});
