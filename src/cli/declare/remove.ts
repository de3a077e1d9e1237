import { tr } from '../../texts/tr.ts';
import { leaveOut } from '../options.ts';
import { declare } from './declare.ts';
import { servicesAwaited } from './services.ts';
import { yes } from './shared.ts';

export const remove = declare({
  usage: 'remove [names..]',
  describe: "stop and disable services, and take their definitions away: unitpin's own, others with --force",
  options: (command) =>
    leaveOut(
      servicesAwaited(command, tr('seconds until a stop counts as failed, for all together'), '120'),
      'all',
    )
      .option('force', {
        type: 'boolean',
        default: false,
        describe: tr("also what is not unitpin's; a backup is kept"),
      })
      .option('yes', yes()),
  examples: [
    ['$0 remove code', 'asks first; unitpin rollback brings it back'],
    ['$0 remove old-gateway.service --force --yes', "somebody else's unit, without a question"],
  ],
  run: async (options, io, host) => (await import('../commands/remove.ts')).remove(options, io, host),
});
