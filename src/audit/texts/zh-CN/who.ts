import { list } from '../../../texts/zh-CN/list.ts';
import type { who as english } from '../en/who.ts';

export const who: typeof english = {
  'profile-flag-ambiguous': {
    title: '指定 profile 的参数不止一个，或者不起作用',
    earlier: (p) => `“${p.flag} ${p.value}”是多余的 profile 参数：只有第一个算数。`,
    invalid: (p) => `“${p.flag} ${p.value}”不是 profile：应用会跳过不合法的名字（只能用 a-z、0-9、_ 和 -）。`,
    behind: (p) => `“${p.flag} ${p.value}”写在“--”之后，应用不会到那里去找。`,
    past: (p) => `“${p.flag} ${p.value}”没有人读：这条命令绕过了解析它的启动器。`,
    thatCounts: (p) => `这个服务运行的是“${p.value}”。`,
    noneCounts: () => '一个都不算数：这个服务运行哪个 profile 由别的东西决定。',
    here: (p) => (p.counts ? `“${p.value}”算数` : `“${p.value}”不算数`),
  },
  'profile-unpinned': {
    title: '定义里没有固定 profile',
    sticky: (p) =>
      `这个服务没有固定 profile：它跟着 ${p.file} 走，现在运行的是“${p.profile}”。谁在那里切换 profile，这个服务下次启动就跟着切换。`,
    noSticky: (p) =>
      `这个服务没有固定 profile：只有 ${p.file} 不存在时它才运行“default”。一旦有人切换 profile，这个服务下次启动就跟着切换。`,
    unclear: (p) =>
      `这个服务没有固定 profile：它跟着 ${p.file} 走，而这个文件读不出来，或者里面没有 profile。它会运行哪一个，谁也说不准。`,
    guarded: (p) =>
      `只有 ${p.marker} 让这个服务留在“default”：新版应用看到它就不理会当前 profile 文件，旧版仍然会跟着走。`,
    unsaid: (p) =>
      `定义里没有写明 profile：只要别处（比如服务管理器自己的环境）没有设置 ${p.variable}，它就运行“default”。`,
    unsaidOther: (p) =>
      `名字说的是“${p.named}”，定义里却没有东西把服务固定到它：没有 ${p.variable}，运行的就是“${p.profile}”。`,
    decoy: (p) => `${p.name} 看起来像是指定了 profile，但应用并不读它`,
    stickySays: (p) => `当前 profile 文件里写的是“${p.profile}”`,
    fix: (p) => `固定到 ${p.profile}`,
  },
  'identity-hidden': {
    title: '包装程序挡住了实际运行的 profile',
    message: (p) =>
      `命令藏在包装程序里，从这里看不出它运行哪个 profile。如果包装程序没有传 ${p.flag}，它就跟着当前 profile 文件走。`,
    home: (p) =>
      `命令藏在包装程序里，从这里看不出它运行哪个 profile。如果没有东西设置 ${p.variable}，它运行的就是“default”。`,
  },
  'profile-conflict': {
    title: '参数、home 目录和名字说的不是同一个 profile',
    home: (p) =>
      `参数指定的是 profile“${p.profile}”，环境变量里的 home 目录却是另一个 profile 的：${p.home}。启动时以参数为准，而读环境变量的工具会看错 profile。`,
    name: (p) =>
      `名字说的是 profile“${p.named}”，服务实际运行的却是“${p.profile}”。针对“${p.named}”的命令会启动、停止、检查错误的网关。`,
    variable: (p) =>
      `${p.what} 写的是“${p.value}”。这个服务运行的是 profile“${p.profile}”，应该写“${p.wanted}”：凡是以 ${p.what} 为准的（包括应用自己的命令），看的都是另一个网关。`,
    decidesHere: '起决定作用的在这里',
    fixVariable: (p) => `统一改成 ${p.profile}`,
    homeIsHere: 'home 目录在这里设置',
    fix: '让 home 目录与参数一致',
  },
  'profile-shared': {
    title: '两个定义运行同一个 profile',
    fight: (p) =>
      `${list(p.names)} 都运行 profile“${p.profile}”，而且都带 ${p.flag}：后启动的给正在运行的发 SIGTERM，服务管理器又把后者拉起来，它再发 SIGTERM 回去。两边会没完没了地互相顶掉。`,
    oneReplaces: (p) =>
      `${list(p.names)} 都运行 profile“${p.profile}”：${list(p.replacing)} 每次启动都会给另一个发 SIGTERM，服务管理器再把它拉起来，就成了死循环。`,
    lock: (p) =>
      `${list(p.names)} 都运行 profile“${p.profile}”：锁和 token 只能由其中一个持有，另一个每次启动都会失败。`,
    by: {
      flag: '由它的参数决定',
      home: '由它的 home 目录决定',
      marker: '由它的标记变量决定',
      sticky: '由当前 profile 文件决定',
      none: '因为没有写明别的',
    },
    runsItToo: (p) => `${p.name} 运行“${p.profile}”，${p.by}`,
    fix: '按各自名字里的 profile 分别固定',
  },
  'name-misleading': {
    title: '名字是应用的服务，运行的却是别的东西',
    name: (p) =>
      `${p.name} 是 ${p.title} 网关的名字，命令运行的却不是网关：应用自己的命令照样会启动、停止、重写这个服务，而网关并没有运行。`,
    file: (p) =>
      `${p.path} 是 ${p.title} 网关自己的任务要写入的位置，这里却是 ${p.name}，运行的是别的东西：下次安装网关时会把它覆盖。`,
  },
};
