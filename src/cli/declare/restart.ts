import { tr } from '../../texts/tr.ts';
import { declare } from './declare.ts';
import { servicesAwaited } from './services.ts';

export const restart = declare({
  usage: 'restart [names..]',
  describe: 'restart services, these and no others, and wait until each runs its profile',
  options: (command) =>
    servicesAwaited(
      command,
      tr('seconds until a start counts as failed, for all together'),
      tr("unitpin.yaml's, else {seconds}", { seconds: 60 }),
    ),
  examples: [
    ['$0 restart code', 'also one that its manager has given up on'],
    ['$0 restart --all --timeout 120', 'all of them within two minutes'],
  ],
  run: async (options, io, host) =>
    (await import('../commands/services.ts')).services('restart', options, io, host),
});
