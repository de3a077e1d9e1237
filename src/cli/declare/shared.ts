import { tr } from '../../texts/tr.ts';
/** Options that several commands take. */

/** Formats of commands for which nothing else is said. */
export const format = () =>
  ({
    choices: ['text', 'json'] as const,
    default: 'text' as const,
    describe: tr('for people or for programs'),
  }) as const;

export const live = () =>
  ({
    type: 'boolean',
    default: true,
    describe: tr('ask the service manager, too (--no-live: files only)'),
  }) as const;

export const yes = () =>
  ({
    type: 'boolean',
    default: false,
    describe: tr('carry out the plan without asking'),
  }) as const;

/** What the commands that write definitions share. */
export const writing = () =>
  ({
    strategy: {
      choices: ['auto', 'unit', 'dropin'] as const,
      describe: tr('auto: drop-ins beside what is not ours; unit: whole files; dropin: drop-ins only'),
      defaultDescription: 'auto',
    },
    force: {
      type: 'boolean',
      default: false,
      describe: tr('with --strategy unit: replace whole what is not ours; a backup is kept'),
    },
    bin: { type: 'string', describe: tr("the app's program, where it is not found") },
  }) as const;

/** `audit -- -odd-name`: what stands after `--` are paths, too. yargs puts it behind the command's name. */
export const afterDashes = ({ _ }: { _: (string | number)[] }): string[] => _.slice(1).map(String);
