/** Options that several commands take. */

/** Formats of commands for which nothing else is said. */
export const FORMAT = {
  choices: ['text', 'json'] as const,
  default: 'text' as const,
  describe: 'for people or for programs',
};

export const LIVE = {
  type: 'boolean',
  default: true,
  describe: 'ask the service manager, too (--no-live: files only)',
} as const;

export const YES = {
  type: 'boolean',
  default: false,
  describe: 'carry out the plan without asking',
} as const;

/** What the commands that write definitions share. */
export const WRITING = {
  strategy: {
    choices: ['auto', 'unit', 'dropin'] as const,
    describe: 'auto: drop-ins beside what is not ours; unit: whole files; dropin: drop-ins only',
    defaultDescription: 'auto',
  },
  force: {
    type: 'boolean',
    default: false,
    describe: 'with --strategy unit: replace whole what is not ours; a backup is kept',
  },
  bin: { type: 'string', describe: "the app's program, where it is not found" },
} as const;

/** `audit -- -odd-name`: what stands after `--` are paths, too. yargs puts it behind the command's name. */
export const afterDashes = ({ _ }: { _: (string | number)[] }): string[] => _.slice(1).map(String);
