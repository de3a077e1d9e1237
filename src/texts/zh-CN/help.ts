/** What yargs says around the help of a command. */
export const help = {
  'Options:': '选项：',
  'Output:': '输出：',
  'Commands:': '命令：',
  'Positionals:': '参数：',
  'Examples:': '示例：',
  boolean: '开关',
  string: '字符串',
  array: '可重复',
  required: '必填',
  'default:': '默认:',
  'choices:': '可选值:',
  'aliases:': '别名:',
  '--%s needs a value': '--%s 需要一个值',
};
