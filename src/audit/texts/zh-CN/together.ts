import { list } from '../../../texts/zh-CN/list.ts';
import type { together as english } from '../en/together.ts';

export const together: typeof english = {
  'definition-drift': {
    title: '定义与 unitpin 会写出的不同',
    edited: (p) => `unitpin 写好之后有人手动改过；重新写会改动：${p.what.join('、')}。`,
    outdated: (p) => `已经不是最新的；重新写会改动：${p.what.join('、')}。`,
    fix: '重新写',
  },
  'definition-missing': {
    title: '启用的 profile 没有定义',
    message: (p) => `unitpin.yaml 启用了 profile“${p.profile}”，却没有定义运行它：开机时没有什么会启动它。`,
    fix: '写出它的定义',
  },
  'definition-orphan': {
    title: '定义对应的 profile 不存在',
    noHome: (p) =>
      `这个服务是给 profile“${p.profile}”的，而 ${p.root} 下面没有它。服务每次启动都会失败，或者把已删除的 profile 又建出来。`,
    notInManifest: (p) => `这是 unitpin 为 profile“${p.profile}”写的，而 unitpin.yaml 里已经没有它了。`,
  },
  'profile-without-service': {
    title: '没有服务的 profile',
    message: (p) =>
      `profile“${p.profile}”没有定义：没有服务管理器会启动它。gen 和 apply 加上 --profile ${p.profile} 就会写一个。`,
  },
  'token-shared': {
    title: '两个 profile 用同一个 bot token',
    message: (p) =>
      `profile ${list(p.profiles)} 用的是同一个 bot token（在 ${p.variable} 里）。平台只会把每条消息发给其中一个，它们互相干扰连接，或者拒绝启动。`,
    another: (p) => `“${p.profile}”的 ${p.variable}`,
  },
  'log-shared': {
    title: '两个服务写同一个日志文件',
    message: (p) =>
      `${list(p.names)} 都写到 ${list(p.paths)}：日志混在一起，事后谁也分不清哪句是哪个网关说的。`,
    another: (p) => `${p.name} 也写到那里`,
  },
  'label-duplicate': {
    title: '两个 plist 用了同一个 Label',
    message: (p) =>
      `${list(p.paths)} 的 Label 都是 ${p.label}：launchd 加载先碰到的那个，拒绝另一个，而被拒绝的可能正是想要的。`,
    another: '同样的 Label 在这里',
  },
  'scope-duplicate': {
    title: '用户级和系统级有同名的服务',
    message: (p) =>
      `${p.name} 既是用户级服务，也是系统级服务：两个都会启动，而每次停止、重启或更新只作用于其中一个，另一个照旧运行。`,
    another: '系统级的在这里',
  },
  'name-unknown': {
    title: '应用自己的命令不认识的名字',
    message: (p) =>
      `应用自己的命令找不到叫 ${p.name} 的服务：不会停止或更新它，还会在旁边再装一个。它们认识的名字是 ${p.canonical}。`,
    chosen: (p) =>
      `应用自己的命令找的是 ${p.canonical}，不是 ${p.name}：它们不会动这个服务，但可能在旁边再放一个自己的。`,
  },
  'definition-misplaced': {
    title: 'unit 放在服务管理器不看的地方',
    message: (p) =>
      `没有服务管理器会读这个 unit：它放在 profile“${p.profile}”给自己的进程用的 home 目录里，本来应该放在 ${p.folder}。没有什么会启动它。`,
  },
  'rewritten-at-boot': {
    title: '应用会重写这个 unit',
    message: (p) =>
      `固定 profile 的参数写在 unit 文件里，而网关启动时应用会重写这个文件（从 ${p.since} 起的版本）：那时参数就没了。放在旁边的 drop-in 会保留。`,
  },
  'dropin-hides-update': {
    title: 'drop-in 盖住了 unit 里的命令',
    program: (p) =>
      `这个 drop-in 运行 ${p.effective}，而它下面的 unit 现在运行的是 ${p.own}：应用更新写进 unit 的内容不起作用。`,
    words: () =>
      '这个 drop-in 换掉了 unit 里的命令，两者的差别不只是固定 profile 的参数：应用更新写进 unit 的内容不起作用。',
    own: 'unit 自己的命令',
  },
  'multiplexer-conflict': {
    title: '既有自己的网关，又有一个网关服务所有 profile',
    message: (p) =>
      `default profile 的网关被设为服务所有 profile，而这个服务又单独运行“${p.profile}”：两边都去取同样的消息，或者其中一个拒绝启动。请在这个 profile 的配置里设置 ${p.key}，或者删掉这个服务。`,
    switchedOn: '在这里打开的',
  },
  'migrated-away': {
    title: '应用删掉了单个 profile 的服务',
    message: () =>
      '应用的一次更新删掉了单个 profile 的服务，改由一个网关服务所有 profile；这个文件记着删了哪些。只要那个网关没有关掉，在这里重新写的服务就会跟它冲突。',
  },
  'wants-dangling': {
    title: '启用了一个不存在的服务',
    message: (p) =>
      `${p.by} 会启动 ${p.name}，却没有这个 unit：systemd 会一声不响地跳过，重启机器之后没有叫这个名字的服务在运行。`,
  },
};
