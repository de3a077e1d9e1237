import type { ignores as english } from '../en/ignores.ts';

export const ignores: typeof english = {
  'ignore-unreasoned': {
    title: '忽略了问题，却没有写理由',
    message: (p) =>
      `这里忽略了${p.rule === '' ? '一个问题' : ` ${p.rule}`}，却没有写理由：后来的人看不出它现在还对不对。`,
    noReason: '没有写理由',
  },
  'ignore-unused': {
    title: '这条忽略没有作用',
    unused: (p) =>
      `这里忽略了 ${p.rule}，而这条规则在这里没有发现问题：可以去掉了，免得它遮住下一个同类的错误。`,
    noRule: '方括号里没有写规则，所以什么都没有忽略。',
    unknown: (p) =>
      `没有叫 ${p.rule} 的规则，所以什么都没有忽略${p.nearest === null ? '。' : `；有一条叫 ${p.nearest}。`}`,
  },
};
