import { tr } from '../../texts/tr.ts';
import { leaveOut, ownFirst } from '../options.ts';
import { declare } from './declare.ts';
import { afterDashes, format } from './shared.ts';

export const diagnose = declare({
  usage: 'diagnose [paths..]',
  describe: 'what the logs tell: who ended whom and why, in which order, and what to do next',
  options: (command) =>
    leaveOut(ownFirst(command), 'all')
      .positional('paths', {
        type: 'string',
        array: true,
        default: [] as string[],
        describe: tr("logs that were saved, or folders of them; none: this host's"),
      })
      .option('format', format())
      .option('since', {
        type: 'string',
        requiresArg: true,
        describe: tr('only what is newer: 90s, 10m, 2h, 3d, or a date like 2026-11-20 or 2026-11-20T12:00'),
        defaultDescription: tr("7 days; of macOS' own log 24 hours; of files everything"),
      }),
  examples: [
    ['$0 diagnose', 'the journal and the logs of every gateway, tied to their definitions'],
    ['$0 diagnose --profile code --since 2h', 'one profile, the last two hours'],
    ['$0 diagnose journal.json gateway.log', 'what somebody has sent: journalctl -o json, log files'],
    ['TZ=Asia/Shanghai $0 diagnose logs/', 'times without a zone are of that one'],
    ['$0 diagnose --root /mnt/backup', "another host's log files, from its disk"],
  ],
  run: async (options, io, host) => {
    const paths = [...options.paths, ...afterDashes(options)];
    return (await import('../commands/diagnose.ts')).diagnose({ ...options, paths }, io, host);
  },
});
