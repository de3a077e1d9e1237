import type { Declared } from '../../src/cli/declare/declare.ts';
import { commands } from '../../src/cli/declare/index.ts';
import { type Parameter, takes } from '../../src/cli/declare/read.ts';
import { packageVersion } from '../../src/host/package.ts';

// man(7). What the pages say is what the commands declare: nothing here can say something else.

/** The page of the program: its commands, and the options that all of them take. */
export function programPage(): string {
  const all = takes(null).options;
  return page('unitpin', 'pin every gateway service to one profile', [
    section('SYNOPSIS', '.B unitpin', '.I command', '.RI [ options ]'),
    section(
      'DESCRIPTION',
      text(
        'Proves that every gateway service runs exactly one profile and every profile is run by exactly one service, and brings a machine to that state.',
      ),
      text('Nothing is written before it has been shown or asked for; what is written can be taken back.'),
    ),
    section('COMMANDS', ...commands.flatMap((one) => entry(bold(`unitpin ${one.usage}`), one.describe))),
    section('OPTIONS', ...[...all].flatMap(option)),
    section('EXIT STATUS', ...EXITS.flatMap(([code, meaning]) => entry(bold(code), meaning))),
    section('ENVIRONMENT', ...VARIABLES.flatMap(([name, meaning]) => entry(bold(name), meaning))),
    section('FILES', ...FILES.flatMap(([path, meaning]) => entry(italic(path), meaning))),
    section('SEE ALSO', ...seeAlso(commands.map(({ name }) => `unitpin-${name}`))),
  ]);
}

/** The page of one command. */
export function commandPage(one: Declared): string {
  const { options, positionals } = takes(one);
  const global = takes(null).options;
  const own = [...options].filter(([name]) => !global.has(name));
  const words = [...positionals].flatMap(([name, parameter]) =>
    entry(italic(name), described(parameter, parameter.choices ?? [])),
  );
  const examples = one.examples.flatMap(([line, what]) => [
    text(what.endsWith(':') ? what : `${what}:`),
    '.RS 4',
    '.nf',
    bold(line.replace('$0', 'unitpin')),
    '.fi',
    '.RE',
  ]);
  return page(`unitpin-${one.name}`, one.describe, [
    section('SYNOPSIS', `.B unitpin ${roff(one.usage)}`, '.RI [ options ]'),
    ...(words.length > 0 ? [section('ARGUMENTS', ...words)] : []),
    ...(own.length > 0 ? [section('OPTIONS', ...own.flatMap(option))] : []),
    section('COMMON OPTIONS', text('Those of every command are in'), '.BR unitpin (1).'),
    section('EXAMPLES', ...examples),
    section('SEE ALSO', ...seeAlso(['unitpin'])),
  ]);
}

const EXITS = [
  ['0', 'well'],
  ['1', 'findings, drift, or something that does not do its work'],
  ['2', 'wrong usage, an invalid file, a question declined or nobody there to answer'],
  ['3', 'the host cannot do it, or has moved since the plan'],
  ['4', 'apply failed, and everything it touched is as it was'],
  ['5', 'apply failed, and something was not restored'],
  ['70', 'a bug in unitpin'],
  ['130', 'interrupted'],
] as const;

const VARIABLES = [
  ['LC_ALL, LC_MESSAGES, LANG', 'the language of messages, where --lang says none'],
  ['NO_COLOR, FORCE_COLOR', 'no colours, or colours where no terminal is; --color counts before both'],
  ['CI, TERM', 'with CI set, or on a dumb terminal, lines are printed and nothing is redrawn'],
  ['XDG_CONFIG_HOME, XDG_STATE_HOME', "where unitpin.yaml and unitpin's own files are"],
] as const;

const FILES = [
  ['./unitpin.yaml', 'what should run; else'],
  ['~/.config/unitpin/unitpin.yaml', 'the same of the account'],
  ['~/.local/state/unitpin/', 'receipts, backups, and what was last written'],
] as const;

function page(name: string, about: string, sections: readonly string[]): string {
  return [
    '.\\" Made of the declarations in src/cli/declare by: npx vitest run test/docs/man.test.ts -u',
    `.TH ${name.toUpperCase().replaceAll('-', '\\-')} 1 "" "unitpin ${packageVersion()}" "User Commands"`,
    section('NAME', `${roff(name)} \\- ${roff(about)}`),
    ...sections,
    '',
  ].join('\n');
}

const section = (title: string, ...lines: readonly string[]): string => [`.SH ${title}`, ...lines].join('\n');
const entry = (tag: string, about: string): string[] => ['.TP', tag, text(about).replace(/^\.PP\n/, '')];
const text = (words: string): string => `.PP\n${roff(words)}`;
const bold = (words: string): string => `\\fB${roff(words)}\\fR`;
const italic = (words: string): string => `\\fI${roff(words)}\\fR`;

function option([name, parameter]: [string, Parameter]): string[] {
  const { type, choices, alias, default: usual } = parameter;
  const aliases = [alias ?? []].flat().map((one) => `${bold(`-${one}`)}, `);
  const shown = type === 'boolean' && usual === true ? `no-${name}` : name;
  const value = choices ? `=${choices.join('|')}` : type === 'boolean' ? '' : `=${name.toUpperCase()}`;
  const usually = parameter.defaultDescription ?? (typeof usual === 'string' ? usual : undefined);
  const about = described(parameter, []);
  return entry(
    `${aliases.join('')}${bold(`--${shown}`)}${italic(value)}`,
    usually === undefined ? about : `${about} (usually: ${usually})`,
  );
}

const described = ({ describe = '' }: Parameter, choices: readonly unknown[]): string =>
  [...(choices.length > 0 ? [choices.join(', ')] : []), String(describe)].filter(Boolean).join('; ');

const seeAlso = (names: readonly string[]): string[] =>
  names.map((name, index) => `.BR ${roff(name)} (1)${index === names.length - 1 ? '' : ','}`);

/** Text as it is: a hyphen that can be copied, no line that is a request. */
const roff = (words: string): string =>
  words.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll("'", '\\(aq').replace(/^\./, '\\&.');
