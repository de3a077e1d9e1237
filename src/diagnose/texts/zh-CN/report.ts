import { span } from '../../../texts/zh-CN/span.ts';
import type { report as english } from '../en/report.ts';

export const report: typeof english = {
  confidence: { high: '确定', medium: '很可能', low: '有可能' },
  rows: { when: '时间', seen: '依据', unless: '除非', findings: '问题', advice: '怎么办' },
  more: (count) => `还有 ${count} 个`,
  undated: (count) => `${count} 行，时间查不出`,
  period: (p) => `${p.from} 到 ${p.to}，${p.count} 行`,
  timeLine: '时间线',
  rowsLeftOut: (count) => `之前的 ${count} 行没有显示：--verbose`,
  how: {
    code: (code) => `退出码 ${code}`,
    sender: (sender) => `来自 ${sender}`,
    port: (port) => `端口 ${port}`,
    pid: (pid) => `pid ${pid}`,
  },
  often: (p) =>
    `，${p.count} 次${p.every === null ? '' : `，每隔 ${span(p.every)}`}${p.until === null ? '' : `，直到 ${p.until}`}`,
  source: ({ kind, scope }) =>
    kind === 'journal'
      ? `${scope === 'system' ? '系统级' : '用户级'} journal`
      : kind === 'unified-log'
        ? 'macOS 的日志'
        : '文件',
  nothingRead: '什么都没能读取。',
  noServices:
    '这里没有已知的服务，也没有网关留下的日志。请写出另一台机器的文件，或者用 --root 指明它的磁盘。',
  noLogs: '服务是已知的，日志却都没能读取：原因见下。',
  noSign: (since) => `没有已知的故障迹象${since === null ? '' : `（从 ${since} 起）`}。`,
  noProof: (lines) =>
    `看过 ${lines} 行。这不能证明网关在做自己的工作：unitpin status 会去问它，unitpin audit 检查它的定义，unitpin logs 显示它写了什么。`,
  read: (p) => `读取：${p.logs} 份日志的 ${p.lines} 行`,
  oneRead: (p) =>
    `${p.name}：${p.lines} 行${p.from === null || p.to === null ? '' : `，${p.from} 到 ${p.to}`}`,
  inPart: (name, why) => `只读了一部分：${name}：${why}`,
  notRead: (name, why) => `没有读取：${name}：${why}`,
  notJudged: (why) => `没有检查定义：${why}`,
  next: '下一步：',
  nextThere: '下一步，在它运行的机器上：',
};
