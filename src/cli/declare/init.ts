import { tr } from '../../texts/tr.ts';
import { ownFirst } from '../options.ts';
import { declare } from './declare.ts';
import { format } from './shared.ts';

export const init = declare({
  usage: 'init',
  describe: 'write a commented unitpin.yaml from what is found',
  options: (command) =>
    ownFirst(command)
      .option('format', format())
      .option('out', {
        type: 'string',
        requiresArg: true,
        describe: tr('the file to write'),
        defaultDescription: '~/.config/unitpin/unitpin.yaml',
      })
      .option('yes', {
        type: 'boolean',
        default: false,
        describe: tr(
          'ask nothing: profiles without a service stay without one, unless --profile or --all names them',
        ),
      })
      .option('force', {
        type: 'boolean',
        default: false,
        describe: tr('replace the file that is there; a backup is kept'),
      }),
  examples: [
    ['$0 init', 'asks which of the profiles without a service should have one'],
    ['$0 init --yes', 'what there is, as it is; asks nothing'],
    ['$0 init --all --out ./unitpin.yaml', 'a service for every profile; into a repository'],
  ],
  run: async (options, io, host) => (await import('../commands/init.ts')).init(options, io, host),
});
