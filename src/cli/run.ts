import yargs from 'yargs';
import { Failure } from '../host/failure.ts';
import type { Host } from '../host/host.ts';
import { packageFolder, packageVersion } from '../host/package.ts';
import { painter } from '../report/colour.ts';
import { failureJson, failureText } from '../report/failure.ts';
import { exitCode, type Outcome } from './exit.ts';
import { type ColourChoice, type Io, processIo } from './io.ts';
import { aboutNothing, globalOptions, OUTPUT_GROUP, ownFirst } from './options.ts';

/** Formats of commands for which nothing else is said. */
const FORMAT = {
  choices: ['text', 'json'] as const,
  default: 'text' as const,
  describe: 'for people or for programs',
};
const LIVE = {
  type: 'boolean',
  default: true,
  describe: 'ask the service manager, too (--no-live: files only)',
} as const;
const YES = { type: 'boolean', default: false, describe: 'carry out the plan without asking' } as const;

/** What the commands that write definitions share. */
const WRITING = {
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

/**
 * Runs one command line; gives its exit code. Each command's code is loaded when it runs: a start pays only for what
 * it does.
 */
export async function run(args: readonly string[], given?: Io, host?: Host): Promise<number> {
  const io = given ?? processIo(colourOf(args));
  let outcome: Outcome = { kind: 'ok' };
  let command: string | null = null;
  const does = (name: string, handler: () => Promise<Outcome>): Promise<void> => {
    command = name;
    return handler().then((result) => {
      outcome = result;
    });
  };

  // Not the shell's folder of the moment, which may be gone: yargs would look for a package.json there.
  const parser = globalOptions(yargs(fixIsSafe(args), packageFolder()))
    .scriptName('unitpin')
    .usage('$0 <command>\n\nProves that every gateway service runs exactly one profile, and makes it so.')
    .command(
      'audit [paths..]',
      "judge the host's service definitions, or the files and folders named",
      (command) =>
        ownFirst(command)
          .positional('paths', {
            type: 'string',
            array: true,
            default: [] as string[],
            describe: 'unit files, plists, or folders of them',
          })
          .option('format', {
            ...FORMAT,
            choices: ['text', 'json', 'sarif', 'github'] as const,
            describe: 'for people, for programs, for code scanning (SARIF 2.1.0), or GitHub annotations',
          })
          .option('fail-on', {
            choices: ['error', 'warning', 'info', 'never'] as const,
            default: 'error' as const,
            describe: 'exit 1 when something is found that is at least this bad',
          })
          .option('only', {
            type: 'string',
            array: true,
            requiresArg: true,
            describe: 'only this rule (may be repeated)',
          })
          .option('skip', {
            type: 'string',
            array: true,
            requiresArg: true,
            describe: 'all rules but this one (may be repeated)',
          })
          .option('live', LIVE)
          .option('systemd', {
            type: 'string',
            requiresArg: true,
            describe: 'the version of systemd that the units are for, such as 249',
            defaultDescription: "unitpin.yaml's, then the host's",
          })
          .option('ignores', {
            type: 'boolean',
            default: true,
            describe: 'leave out what comments and unitpin.yaml ignore (--no-ignores: show all)',
          })
          .option('statistics', {
            type: 'boolean',
            default: false,
            describe: 'print how often each rule was broken, not each finding',
          })
          .option('fix', {
            choices: ['safe', 'all'] as const,
            describe: 'mend what is safe to mend; --fix=all: also what you should look at first',
          })
          .option('in-place', {
            type: 'boolean',
            default: false,
            describe: 'with --fix: edit the units themselves; else drop-ins beside them are written',
          })
          .option('diff', {
            type: 'boolean',
            default: false,
            describe: 'show what --fix would write, write nothing',
          })
          .option('verify', {
            type: 'boolean',
            default: false,
            describe: "ask the manager's own checker, too (systemd-analyze verify, plutil -lint)",
          })
          .example('$0 audit', 'every definition of this host')
          .example('$0 audit ~/dotfiles/systemd/user', 'the units of a folder; asks nobody')
          .example('$0 audit units/ --format github --fail-on warning', 'in a GitHub workflow')
          .example('$0 audit --root /mnt/backup', 'another host, from its disk')
          .example('$0 audit --fix --diff', 'what mending it would write')
          .example('$0 audit --only profile-shared --only profile-unpinned', 'two rules only'),
      (options) =>
        does('audit', async () => {
          const paths = [...options.paths, ...afterDashes(options)];
          return (await import('./commands/audit.ts')).audit({ ...options, paths }, io, host);
        }),
    )
    .command(
      'gen',
      'write the definitions, each pinned to its profile',
      (command) =>
        ownFirst(command)
          .option('format', FORMAT)
          .option('out', {
            type: 'string',
            describe: "write whole definitions to this folder, not to the manager's",
          })
          .option('stdout', {
            type: 'boolean',
            default: false,
            describe: 'print whole definitions, write nothing',
          })
          .option('diff', {
            type: 'boolean',
            default: false,
            describe: 'show what would change, write nothing',
          })
          .option('check', {
            type: 'boolean',
            default: false,
            describe: 'exit 1 when something would change, write nothing',
          })
          .options(WRITING)
          .example('$0 gen --diff', 'what would change')
          .example('$0 gen --check', 'in CI: exit 1 when something would change')
          .example('$0 gen --profile code', 'also for a profile that has no definition yet')
          .example('$0 gen --all --out ./units', 'definitions for every profile, into a folder'),
      (options) => does('gen', async () => (await import('./commands/gen.ts')).gen(options, io)),
    )
    .command(
      'apply',
      'bring the service manager to the definitions, and wait until every service runs its profile',
      (command) =>
        ownFirst(command)
          .option('format', FORMAT)
          .option('dry-run', { type: 'boolean', default: false, describe: 'show the plan, change nothing' })
          .option('yes', YES)
          .option('restart', {
            type: 'boolean',
            default: true,
            describe: 'restart what changed (--no-restart: only write and reload)',
          })
          .options(WRITING)
          .example('$0 apply --dry-run', 'the plan, each step with its reason')
          .example('$0 apply --yes', 'without a question'),
      (options) => does('apply', async () => (await import('./commands/apply.ts')).apply(options, io, host)),
    )
    .command(
      'show <name>',
      'one definition as the manager understands it, each value with its origin',
      (command) =>
        ownFirst(command)
          .positional('name', {
            type: 'string',
            demandOption: true,
            describe: 'a unit, a label, a profile, or the path of a file',
          })
          .option('format', FORMAT)
          .option('live', LIVE)
          .example('$0 show code', 'what runs the profile code')
          .example('$0 show bot.service', 'a unit, or the label of a job')
          .example('$0 show ./gateway.service --verbose', 'a file, with what is overridden'),
      (options) => does('show', async () => (await import('./commands/show.ts')).show(options, io, host)),
    )
    .command(
      'rules',
      'every rule of the audit',
      (command) =>
        aboutNothing(ownFirst(command))
          .option('format', FORMAT)
          .example('$0 rules --format json', 'for programs'),
      (options) => does('rules', async () => (await import('./commands/rules.ts')).listRules(options, io)),
    )
    .command(
      'explain <rule>',
      "a rule's page: what it finds, why it hurts, how to mend it",
      (command) =>
        aboutNothing(ownFirst(command))
          .positional('rule', { type: 'string', demandOption: true, describe: 'its name' })
          .option('format', FORMAT)
          .example('$0 explain profile-shared', 'two services run one profile: why, and what to do'),
      (options) => does('explain', async () => (await import('./commands/rules.ts')).explain(options, io)),
    )
    .describe({ help: 'print this help', version: 'print the version' })
    .group(['help', 'version'], OUTPUT_GROUP)
    .epilogue('unitpin COMMAND --help tells more about one command.')
    .demandCommand(1, 'which command?')
    .recommendCommands()
    .strict()
    .version(packageVersion())
    .alias('version', 'V')
    .help()
    .alias('help', 'h')
    .wrap(Math.min(110, process.stdout.columns ?? 80))
    .locale('en')
    .updateStrings({
      'Did you mean %s?': 'no such command; did you mean %s?',
      'Not enough arguments following: %s': '--%s wants a value',
    })
    .exitProcess(false)
    .parserConfiguration({ 'greedy-arrays': false })
    .check(noneTwice)
    .fail((message, error) => {
      // yargs throws what it finds before it checks the rest; a wrong command line it is all the same.
      if (error && error.name !== 'YError') throw error;
      throw new Failure('usage', message || error.message, { next: helpFor(args) });
    });

  forgetHelp(parser);
  try {
    requireFolder();
    await parser.parseAsync();
    return exitCode(outcome);
  } catch (error) {
    if (wantsJson(args)) io.out(JSON.stringify(failureJson(error, command), null, 2));
    else io.err(failureText(error, painter(io.colour), args.includes('--verbose')));
    return exitCode({ kind: 'failed', error });
  }
}

/** The help of the command that was meant. */
function helpFor([first = '']: readonly string[]): string {
  const known = ['audit', 'gen', 'apply', 'show', 'rules', 'explain'].includes(first);
  return known ? `unitpin ${first} --help` : 'unitpin --help';
}

/** `--fix` alone is `--fix=safe`, also before a path. */
function fixIsSafe(args: readonly string[]): string[] {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  return args.map((arg, index) => (arg === '--fix' && index < end ? '--fix=safe' : arg));
}

/** yargs lays out the help of a command whenever it runs one, for a `showHelp()` later on that nobody calls: 10 ms. */
function forgetHelp(parser: unknown): void {
  type Inside = { getInternalMethods?(): { getUsageInstance(): { cacheHelpMessage(): void } } };
  const usage = (parser as Inside).getInternalMethods?.().getUsageInstance();
  if (usage) usage.cacheHelpMessage = () => undefined;
}

/** Relative paths, and the search for unitpin.yaml, need the folder we stand in. */
function requireFolder(): void {
  try {
    process.cwd();
  } catch {
    throw new Failure('usage', 'the current folder is gone', { next: 'cd' });
  }
}

/** `audit -- -odd-name`: what stands after `--` are paths, too. yargs puts it behind the command's name. */
const afterDashes = ({ _ }: { _: (string | number)[] }): string[] => _.slice(1).map(String);

/** Options that may be given several times. */
const REPEATABLE = new Set(['profile', 'only', 'skip', 'paths', '_']);

/** yargs makes a list of an option given twice; which of the two was meant nobody knows. */
function noneTwice(options: Record<string, unknown>): true {
  for (const [name, value] of Object.entries(options)) {
    if (Array.isArray(value) && !REPEATABLE.has(name)) throw new Failure('usage', `--${name} is given twice`);
  }
  return true;
}

const wantsJson = (args: readonly string[]): boolean =>
  args.includes('--format=json') || args[args.indexOf('--format') + 1] === 'json';

function colourOf(args: readonly string[]): ColourChoice {
  const word =
    args.find((arg) => arg.startsWith('--color='))?.slice('--color='.length) ??
    args[args.indexOf('--color') + 1];
  return word === 'always' || word === 'never' ? word : 'auto';
}
