import yargs from 'yargs';
import { Failure } from '../host/failure.ts';
import type { Host } from '../host/host.ts';
import { packageFolder, packageVersion } from '../host/package.ts';
import { painter } from '../report/colour.ts';
import { failureJson, failureText } from '../report/failure.ts';
import { exitCode, type Outcome } from './exit.ts';
import { type ColourChoice, type Io, processIo } from './io.ts';
import { globalOptions } from './options.ts';

const FORMAT = {
  choices: ['text', 'json'] as const,
  default: 'text' as const,
  describe: 'for people or for programs',
};
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
  const parser = globalOptions(yargs([...args], packageFolder()))
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
          .option('format', FORMAT)
          .option('fail-on', {
            choices: ['error', 'warning', 'info', 'never'] as const,
            default: 'error' as const,
            describe: 'exit 1 from this severity on',
          })
          .option('only', { type: 'string', array: true, requiresArg: true, describe: 'only these rules' })
          .option('skip', { type: 'string', array: true, requiresArg: true, describe: 'all but these rules' })
          .option('live', { type: 'boolean', default: true, describe: 'ask the service manager, too' })
          .example('$0 audit', 'every definition of this host')
          .example('$0 audit ~/dotfiles/systemd/user', 'the units of a folder, for CI')
          .example('$0 audit --root /mnt/backup', 'another host, from its disk'),
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
