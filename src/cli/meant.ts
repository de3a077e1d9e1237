import { nearest } from '../audit/nearest.ts';
import { Failure } from '../host/failure.ts';
import { quoted } from '../texts/quoted.ts';
import { tr } from '../texts/tr.ts';
import type { Declared } from './declare/declare.ts';
import { commands } from './declare/index.ts';
import { takes } from './declare/read.ts';

/** A command line that cannot be understood, with what was probably meant. `message` is what yargs says of it. */
export function wrongUsage(message: string, args: readonly string[]): Failure {
  const command = commandOf(args);
  const wrong = (what: string, why: string | null = null): Failure =>
    new Failure('usage', what, {
      ...(why === null ? {} : { why }),
      next: command ? `unitpin ${command.name} --help` : 'unitpin --help',
    });

  const noSuchOption = (typed: string): Failure =>
    wrong(
      tr('no such option: {typed}', { typed: typed.replace(/=.*$/s, '') }),
      optionMeant(typed, bare(typed), command),
    );

  const [, unknown] = /^Unknown arguments?: (.*)$/s.exec(message) ?? [];
  if (unknown !== undefined) {
    // yargs names an unknown option in each of its spellings; what was typed is the first.
    const names = unknown.split(', ');
    // Which options there are, the command says: where it is none, that comes first.
    const noCommand = command ? undefined : names.find((one) => args.includes(one));
    const name = noCommand ?? names[0] ?? '';
    const typed = args.find((arg) => arg.startsWith('-') && bare(arg) === name);
    if (typed !== undefined && noCommand === undefined) return noSuchOption(typed);
    return command
      ? wrong(tr('{name} is one argument too many', { name: quoted(name) }))
      : wrong(tr('no such command: {name}', { name }), didYouMean(name, commandNames()));
  }

  const [, option, given = '', choices] =
    /Argument: (\S+), Given: "(.*)", Choices: (.*)/s.exec(message) ?? [];
  if (option !== undefined && choices !== undefined) {
    const known = [...choices.matchAll(/"([^"]*)"/g)].map(([, choice = '']) => choice);
    const what = takes(command).positionals.has(option) ? option : `--${option}`;
    return wrong(
      tr('{what} cannot be {given}: it is one of {known}', {
        what,
        given: quoted(given),
        known: known.join(tr(', ')),
      }),
      didYouMean(given, known),
    );
  }

  if (message.startsWith('Not enough non-option arguments') && command) {
    const wanted = command.usage.match(/<[^>]+>/g) ?? [];
    return wrong(tr('{name} needs {wanted}', { name: command.name, wanted: wanted.join(' ') }));
  }
  // Where no command is named yargs asks for one before it looks at the options.
  const { options } = takes(command);
  const odd = args.find((arg) => /^--./.test(arg) && !options.has(bare(arg)));
  return command === null && odd !== undefined ? noSuchOption(odd) : wrong(message);
}

function optionMeant(typed: string, name: string, command: Declared | null): string | null {
  const elsewhere = commands.filter((one) => takes(one).options.has(name)).map((one) => one.name);
  if (elsewhere.length > 0) return tr('it goes with {elsewhere}', { elsewhere: elsewhere.join(tr(', ')) });
  const no = typed.startsWith('--no-') ? 'no-' : '';
  return didYouMean(name, [...takes(command).options.keys()], `--${no}`);
}

function didYouMean(word: string, known: readonly string[], before = ''): string | null {
  const meant = nearest(word, known);
  return meant === null ? null : tr('did you mean {before}{meant}?', { before, meant });
}

const bare = (arg: string): string => arg.replace(/^--?(no-)?/, '').replace(/=.*$/s, '');
const commandNames = (): string[] => commands.map(({ name }) => name);

/** The command that a command line names. Options may stand before it. */
export const commandOf = (args: readonly string[]): Declared | null =>
  args.flatMap((arg) => commands.filter(({ name }) => name === arg))[0] ?? null;
