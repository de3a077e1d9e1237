import type { ManifestTexts } from './en.ts';

/** 首个 `unitpin.yaml` 的注释。 */
export const zhCN: ManifestTexts = {
  head: ({ command }) => `这台主机上应当运行什么。由 ${command} 写出；现在归你所有，unitpin 只读不改。`,
  app: '指哪个应用的网关',
  home: '应用的根 home 目录',
  manager: 'systemd、launchd 或 supervisor；不写则用本机找到的那个',
  program: '应用的程序，没有找到',
  states: [
    'profile 的状态：',
    '  enabled   让它运行',
    '  manual    保持定义正确，但不启动',
    '  disabled  停止并禁用，但不移除',
  ],
  noneNamed: '还没有 profile：去掉下面某行的 #，并去掉这对花括号',
  noService: '还没有服务',
  notByItself: '服务管理器不会自动启动它',
  port: ({ port }) => `端口 ${port}`,
  more: '除状态外，一个 profile 还可以写下列各项；除 state 和 dependsOn 外，也可以写在最外层，对全部 profile 生效：',
  dependsOn: '它们就绪之后才启动',
  path: '放在固定 PATH 之前的目录',
  environment: '不要放机密：谁都能读到定义',
  readyTimeout: '多少秒后算启动失败',
  reason: '手动启动',
  rest: '不分配给任何 profile 的端口，以及审计中有意保留的问题：',
};
