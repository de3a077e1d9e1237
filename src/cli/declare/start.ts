import { tr } from '../../texts/tr.ts';
import { declare } from './declare.ts';
import { servicesAwaited } from './services.ts';

export const start = declare({
  usage: 'start [names..]',
  describe: 'start services, those they depend on first, and wait until each runs its profile',
  options: (command) =>
    servicesAwaited(
      command,
      tr('seconds until a start counts as failed, for all together'),
      tr("unitpin.yaml's, else {seconds}", { seconds: 60 }),
    ),
  examples: [
    ['$0 start code', 'a profile; also a unit, or a label'],
    ['$0 start code work', 'side by side'],
    ['$0 start --all', 'whatever unitpin.yaml enables; what runs already is left as it is'],
  ],
  run: async (options, io, host) =>
    (await import('../commands/services.ts')).services('start', options, io, host),
});
