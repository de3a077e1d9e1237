import { list } from './list.ts';

const NAMES: Readonly<Record<string, string>> = {
  boolean: 'yes or no',
  text: 'text (a percent sign is written %%)',
  count: 'a whole number',
  time: 'a time span such as 30, 5min or 1h 30min',
  nanoseconds: 'a time span',
  mode: 'an octal mode such as 0755',
  percent: 'a percentage such as 50%',
  memory: 'a size such as 512M, a percentage or infinity',
  'memory-or-none': 'a size such as 512M, a percentage or infinity',
  tasks: 'a whole number, a percentage or infinity',
  limit: 'a whole number or infinity, or soft:hard of them',
  'size-limit': 'a size such as 512M or infinity, or soft:hard of them',
  'time-limit': 'a time span or infinity, or soft:hard of them',
  'nice-limit': 'a nice level such as +5 or -5',
  signal: 'the name of a signal such as SIGTERM',
  statuses: 'exit codes from 0 to 255 and names of signals',
  path: 'an absolute path',
  paths: 'absolute paths',
  'access-paths': 'absolute paths',
  'search-path': 'absolute paths with colons in between',
  'condition-path': 'an absolute path, after | and ! if need be',
  'working-directory': 'an absolute path or ~',
  folders: 'names below the folder it stands for, not paths',
  'unlinked-folders': 'names below the folder it stands for, not paths',
  units: 'names of units with their type, such as foo.service',
  slice: 'the name of a slice',
  urls: 'URLs such as https://example.org or man:foo(1)',
  'bus-name': 'a name on the bus such as org.example.Name',
  input: 'null, tty, socket, data, fd:… or file:/…',
  output: 'journal, inherit, null, tty, socket, file:/…, append:/… and a few more',
};

/** What a setting of a type takes, for people. Words that only newer versions take are left out. */
export function valuesOf(type: string): string {
  const all = type.split('|').filter((one) => !/@2[5-9]\d$/.test(one));
  // Numbers stand for the words, too.
  const words = all.filter((one) => all.length === 1 || !/\.\./.test(one));
  const names = words.map(
    (one) =>
      NAMES[one] ?? one.replace(/@.*/, '').replace(/^(-?\d+)\.\.(-?\d+)$/, 'a whole number from $1 to $2'),
  );
  return list(names).replace(/ and (?=\S+$)/, ' or ');
}
