import { tr } from '../../texts/tr.ts';
import { declare } from './declare.ts';
import { servicesAwaited } from './services.ts';

export const stop = declare({
  usage: 'stop [names..]',
  describe: 'stop services, and wait until each is gone and its lock free',
  options: (command) =>
    servicesAwaited(command, tr('seconds until a stop counts as failed, for all together'), '120'),
  examples: [
    ['$0 stop code', 'through the manager that owns it'],
    ['$0 stop --all', "every service of the app's root home"],
  ],
  run: async (options, io, host) =>
    (await import('../commands/services.ts')).services('stop', options, io, host),
});
