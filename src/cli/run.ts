import yargs from 'yargs';
import { Failure } from '../host/failure.ts';
import type { Host } from '../host/host.ts';
import { packageFolder, packageVersion } from '../host/package.ts';
import { painter } from '../report/colour.ts';
import { failureJson, failureText } from '../report/failure.ts';
import { exitCode, type Outcome } from './exit.ts';
import { type ColourChoice, type Io, processIo } from './io.ts';
import { globalOptions } from './options.ts';

/** Formats of commands for which nothing else is said. */
const FORMAT = {
  choices: ['text', 'json'] as const,
  default: 'text' as const,
  describe: 'for people or for programs',
};
const LIVE = { type: 'boolean', default: true, describe: 'ask the service manager, too' } as const;
const YES = { type: 'boolean', default: false, describe: 'do not ask' } as const;

/** What the commands that write definitions share. */
const WRITING = {
  strategy: {
    choices: ['auto', 'unit', 'dropin'] as const,
    describe: 'whole units or drop-ins',
    defaultDescription: 'auto',
  },
  force: { type: 'boolean', default: false, describe: 'with --strategy unit: replace definitions of others' },
  bin: { type: 'string', describe: "the app's program" },
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
        command
          .positional('paths', {
            type: 'string',
            array: true,
            default: [] as string[],
            describe: 'unit files, plists, or folders of them',
          })
          .option('format', {
            ...FORMAT,
            choices: ['text', 'json', 'sarif', 'github'] as const,
            describe: 'for people, programs, code scanning (SARIF 2.1.0) or GitHub annotations',
          })
          .option('fail-on', {
            choices: ['error', 'warning', 'info', 'never'] as const,
            default: 'error' as const,
            describe: 'exit 1 from this severity on',
          })
          .option('only', { type: 'string', array: true, requiresArg: true, describe: 'only these rules' })
          .option('skip', { type: 'string', array: true, requiresArg: true, describe: 'all but these rules' })
          .option('live', LIVE)
          .option('systemd', {
            type: 'string',
            requiresArg: true,
            describe: 'the version of systemd that the units are for, such as 249',
            defaultDescription: "unitpin.yaml's, the host's",
          })
          .option('ignores', {
            type: 'boolean',
            default: true,
            describe: 'heed what comments and unitpin.yaml ignore (--no-ignores)',
          })
          .option('statistics', {
            type: 'boolean',
            default: false,
            describe: 'count the findings of each rule',
          })
          .option('fix', {
            choices: ['safe', 'all'] as const,
            describe: 'mend what can be mended safely; --fix=all: also what you should look at first',
          })
          .option('in-place', {
            type: 'boolean',
            default: false,
            describe: 'with --fix: edit the units themselves, not drop-ins beside them',
          })
          .option('diff', {
            type: 'boolean',
            default: false,
            describe: 'show what --fix would write, write nothing',
          })
          .option('verify', {
            type: 'boolean',
            default: false,
            describe: "the manager's own checker, too (systemd-analyze verify, plutil -lint)",
          })
          .example('$0 audit', 'every definition of this host')
          .example('$0 audit ~/dotfiles/systemd/user', 'the units of a folder, for CI')
          .example('$0 audit --root /mnt/backup', 'another host, from its disk')
          .example('$0 audit --fix --diff', 'what mending it would write'),
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
        command
          .option('format', FORMAT)
          .option('out', { type: 'string', describe: "write to this folder instead of the manager's" })
          .option('stdout', { type: 'boolean', default: false, describe: 'print them, write nothing' })
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
          .example('$0 gen --all --out ./units', 'definitions for every profile, into a folder'),
      (options) => does('gen', async () => (await import('./commands/gen.ts')).gen(options, io)),
    )
    .command(
      'apply',
      'bring the service manager to the definitions, and wait until every service runs its profile',
      (command) =>
        command
          .option('format', FORMAT)
          .option('dry-run', { type: 'boolean', default: false, describe: 'show the plan, change nothing' })
          .option('yes', YES)
          .option('restart', { type: 'boolean', default: true, describe: 'restart what changed' })
          .options(WRITING)
          .example('$0 apply --dry-run', 'the plan, each step with its reason')
          .example('$0 apply --yes', 'without a question'),
      (options) => does('apply', async () => (await import('./commands/apply.ts')).apply(options, io, host)),
    )
    .command(
      'show <name>',
      'one definition as the manager understands it, each value with its origin',
      (command) =>
        command
          .positional('name', {
            type: 'string',
            demandOption: true,
            describe: 'a unit, a label, a profile, or the path of a file',
          })
          .option('format', FORMAT)
          .option('live', LIVE)
          .example('$0 show code', 'what runs the profile code')
          .example('$0 show ./gateway.service --verbose', 'a file, with what is overridden'),
      (options) => does('show', async () => (await import('./commands/show.ts')).show(options, io, host)),
    )
    .command(
      'rules',
      'every rule of the audit',
      (command) => command.option('format', FORMAT),
      (options) => does('rules', async () => (await import('./commands/rules.ts')).listRules(options, io)),
    )
    .command(
      'explain <rule>',
      "a rule's page: what it finds, why it hurts, how to mend it",
      (command) =>
        command
          .positional('rule', { type: 'string', demandOption: true, describe: 'its name' })
          .option('format', FORMAT),
      (options) => does('explain', async () => (await import('./commands/rules.ts')).explain(options, io)),
    )
    .demandCommand(1, 'which command?')
    .recommendCommands()
    .strict()
    .version(packageVersion())
    .alias('version', 'V')
    .help()
    .alias('help', 'h')
    .wrap(Math.min(110, process.stdout.columns ?? 80))
    .locale('en')
    .exitProcess(false)
    .parserConfiguration({ 'greedy-arrays': false })
    .check(noneTwice)
    .fail((message, error) => {
      throw error ?? new Failure('usage', message, { next: 'unitpin --help' });
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
