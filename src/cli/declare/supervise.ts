import { tr } from '../../texts/tr.ts';
import { leaveOut, ownFirst } from '../options.ts';
import { declare } from './declare.ts';
import { writing } from './shared.ts';

export const supervise = declare({
  usage: 'supervise',
  describe: 'run the services in the foreground, where no service manager lives',
  options: (command) =>
    leaveOut(ownFirst(command), 'root', 'scope')
      .option('bin', writing().bin)
      .option('health', {
        type: 'boolean',
        default: false,
        describe: tr('ask the one that runs whether all is well (exit 1: a service is not; 3: none runs)'),
      }),
  examples: [
    ['$0 supervise', 'what unitpin.yaml enables, until Ctrl-C'],
    ['$0 supervise --all', 'every profile on disk'],
    ['$0 supervise --health', 'for the health check of a container'],
  ],
  run: async (options, io, host) => (await import('../commands/supervise.ts')).supervise(options, io, host),
});
