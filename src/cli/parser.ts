import yargs, { type Argv } from 'yargs';
import { Failure } from '../host/failure.ts';
import { packageFolder, packageVersion } from '../host/package.ts';
import { quoted } from '../texts/quoted.ts';
import { tr } from '../texts/tr.ts';
import type { Declared } from './declare/declare.ts';
import { commands } from './declare/index.ts';
import { wrongUsage } from './meant.ts';
import { type GlobalOptions, globalOptions, outputGroup } from './options.ts';
import { rawOption } from './raw-option.ts';

/**
 * The parser of one command line. `running` gives what is called with the options of the command that is meant.
 * It throws, or rejects with, Failure (usage).
 */
export function parserOf(
  args: readonly string[],
  running: (one: Declared) => (options: object) => Promise<void>,
): Argv<GlobalOptions> {
  // Not the shell's folder of the moment, which may be gone: yargs would look for a package.json there.
  const base = globalOptions(yargs(fixIsSafe(withoutDashes(args)), packageFolder()))
    .scriptName('unitpin')
    .usage(
      tr('$0 <command>\n\nProves that every gateway service runs exactly one profile, and makes it so.'),
    );
  const parser = commands
    .reduce(
      (all, one) =>
        all.command(one.usage, tr(one.describe), (command) => withExamples(one, command), running(one)),
      base as Argv<GlobalOptions>,
    )
    .group(['help', 'version'], outputGroup())
    .epilogue(tr('unitpin COMMAND --help tells more about one command.'))
    .demandCommand(1, tr('which command?'))
    .strict()
    .version(packageVersion())
    .alias('version', 'V')
    .help()
    .alias('help', 'h')
    // After both: they bring words of their own.
    .describe({ help: tr('print this help'), version: tr('print the version') })
    .wrap(Math.min(110, process.stdout.columns ?? 80))
    .locale('en')
    .updateStrings(yargsWords())
    .exitProcess(false)
    .parserConfiguration({ 'greedy-arrays': false })
    .check(noneTwice)
    .check((options) => noneEmpty(options, args))
    .check(() => noLoneDash(args))
    .check(() => nothingBehindDashes(args))
    .fail((message, error) => {
      // yargs throws what it finds before it checks the rest; a wrong command line it is all the same.
      if (error && error.name !== 'YError') throw error;
      throw wrongUsage(message || error.message, args);
    });
  forgetHelp(parser);
  return parser;
}

const withExamples = (one: Declared, command: Argv<GlobalOptions>) =>
  one.examples.reduce((rest, [line, what]) => rest.example(line, tr(what)), one.options(command));

/** What yargs says around a help. What it says of a wrong command line is read in English (meant.ts). */
const yargsWords = (): Record<string, string> => ({
  ...Object.fromEntries(HELP_WORDS.map((word) => [word, tr(word)])),
  'Not enough arguments following: %s': tr('--%s needs a value'),
});

const HELP_WORDS = [
  'Commands:',
  'Options:',
  'Positionals:',
  'Examples:',
  'boolean',
  'string',
  'array',
  'required',
  'default:',
  'choices:',
  'aliases:',
] as const;

/** What stands behind a lone `--`. yargs gives it to no command: that one would do what it does without a name. */
const behindDashes = (args: readonly string[]): readonly string[] =>
  args.includes('--') ? args.slice(args.indexOf('--') + 1) : [];
const looksLikeOption = (arg: string): boolean => arg.startsWith('-');

/** Nothing that a command takes begins with a dash, so that where nothing does a `--` says nothing. */
const withoutDashes = (args: readonly string[]): readonly string[] =>
  behindDashes(args).some(looksLikeOption) ? args : args.filter((arg) => arg !== '--');

function nothingBehindDashes(args: readonly string[]): true {
  const wrong = behindDashes(args).find(looksLikeOption);
  if (wrong === undefined) return true;
  throw new Failure('usage', tr('after -- comes {wrong}, which is not a name', { wrong: quoted(wrong) }), {
    next: tr('for a file of that name: ./{wrong}; for an option leave out the --', { wrong }),
  });
}

/** Nothing here reads stdin, and yargs makes no argument at all of a lone dash: the host would be meant. */
function noLoneDash(args: readonly string[]): true {
  if (!args.includes('-')) return true;
  throw new Failure('usage', tr('- stands for nothing here: standard input is not read'), {
    next: tr('save it to a file, and name that'),
  });
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

/** Options that may be given several times. */
const REPEATABLE = new Set(['profile', 'only', 'skip', 'paths', 'names', '_']);

/** yargs makes a list of an option given twice; which of the two was meant nobody knows. */
function noneTwice(options: Record<string, unknown>): true {
  for (const [name, value] of Object.entries(options)) {
    if (Array.isArray(value) && !REPEATABLE.has(name))
      throw new Failure('usage', tr('--{name} is given twice', { name }));
  }
  return true;
}

/** `--out "$NOT_SET"`, or an option whose value was forgotten: the folder of the moment would be meant. */
function noneEmpty(options: Record<string, unknown>, args: readonly string[]): true {
  for (const [name, value] of Object.entries(options)) {
    if (![value].flat().includes('')) continue;
    const isOption = rawOption(args, `--${name}`) !== null;
    throw new Failure('usage', tr('{name} is empty', { name: isOption ? `--${name}` : name }));
  }
  return true;
}
