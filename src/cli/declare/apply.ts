import { tr } from '../../texts/tr.ts';
import { leaveOut, ownFirst } from '../options.ts';
import { declare } from './declare.ts';
import { format, writing, yes } from './shared.ts';

export const apply = declare({
  usage: 'apply [plan]',
  describe: 'bring the service manager to the definitions, and wait until every service runs its profile',
  options: (command) =>
    leaveOut(ownFirst(command), 'root')
      .positional('plan', {
        type: 'string',
        describe: tr('a plan that was saved: exactly this, or nothing where things have changed since'),
      })
      .option('format', format())
      .option('dry-run', { type: 'boolean', default: false, describe: tr('show the plan, change nothing') })
      .option('plan-out', {
        type: 'string',
        requiresArg: true,
        describe: tr('save the plan to this file, change nothing'),
      })
      .option('yes', yes())
      .option('max-failures', {
        type: 'string',
        requiresArg: true,
        describe: tr('begin nothing more when so many services have failed; what depends on them never'),
        defaultDescription: '1',
      })
      .option('enable-linger', {
        type: 'boolean',
        default: false,
        describe: tr('let services run without a login, and start at boot (loginctl enable-linger)'),
      })
      .option('restart', {
        type: 'boolean',
        default: true,
        describe: tr('restart what changed (--no-restart: only write and reload)'),
      })
      .option('rename', {
        type: 'boolean',
        default: false,
        describe: tr("give services the names that the app's own commands know, and do nothing else"),
      })
      .options(writing()),
  examples: [
    ['$0 apply --dry-run', 'the plan, each step with its reason'],
    ['$0 apply --plan-out plan.json', 'to look at it, and then: unitpin apply plan.json'],
    ['$0 apply --yes', 'without a question'],
  ],
  run: async (options, io, host) =>
    options.rename
      ? (await import('../commands/rename.ts')).rename(options, io, host)
      : (await import('../commands/apply.ts')).apply(options, io, host),
});
