import { list } from '../../../texts/zh-CN/list.ts';

const NAMES: Readonly<Record<string, string>> = {
  boolean: ' yes 或 no',
  text: '文本（百分号写作 %%）',
  count: '整数',
  time: '时间长度，如 30、5min 或 1h 30min',
  nanoseconds: '时间长度',
  mode: '八进制权限，如 0755',
  percent: '百分比，如 50%',
  memory: '大小（如 512M）、百分比或 infinity',
  'memory-or-none': '大小（如 512M）、百分比或 infinity',
  tasks: '整数、百分比或 infinity',
  limit: '整数或 infinity，或者写成 soft:hard',
  'size-limit': '大小（如 512M）或 infinity，或者写成 soft:hard',
  'time-limit': '时间长度或 infinity，或者写成 soft:hard',
  'nice-limit': 'nice 值，如 +5 或 -5',
  signal: '信号的名字，如 SIGTERM',
  statuses: ' 0 到 255 的退出码和信号的名字',
  path: '绝对路径',
  paths: '绝对路径',
  'access-paths': '绝对路径',
  'search-path': '用冒号隔开的绝对路径',
  'condition-path': '绝对路径，前面可以加 | 和 !',
  'working-directory': '绝对路径或 ~',
  folders: '对应目录下的名字，不是路径',
  'unlinked-folders': '对应目录下的名字，不是路径',
  units: '带类型的 unit 名，如 foo.service',
  slice: 'slice 的名字',
  urls: ' URL，如 https://example.org 或 man:foo(1)',
  'bus-name': '总线上的名字，如 org.example.Name',
  input: ' null、tty、socket、data、fd:… 或 file:/…',
  output: ' journal、inherit、null、tty、socket、file:/…、append:/… 和另外几个',
};

/** What a setting of a type takes, for people, as the rest of a sentence. Words that only newer versions take are left out. */
export function valuesOf(type: string): string {
  const all = type.split('|').filter((one) => !/@2[5-9]\d$/.test(one));
  // Numbers stand for the words, too.
  const words = all.filter((one) => all.length === 1 || !/\.\./.test(one));
  const names = words.map(
    (one) => NAMES[one] ?? ` ${one.replace(/@.*/, '')}`.replace(/^ (-?\d+)\.\.(-?\d+)$/, ' $1 到 $2 的整数'),
  );
  const [first = '', ...rest] = names;
  return list([first, ...rest.map((name) => name.trimStart())], '或');
}
