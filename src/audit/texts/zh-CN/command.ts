import { list } from '../../../texts/zh-CN/list.ts';
import type { command as english } from '../en/command.ts';

export const command: typeof english = {
  'program-missing': {
    title: '程序不存在',
    absent: (p) =>
      `${p.name} 不存在：服务每次启动都会失败，重启也没有用。安装位置变了，或者虚拟环境重建过，就会留下这样的定义。`,
    folder: (p) => `${p.name} 是目录，不是程序：服务每次启动都会失败。`,
    noExecute: (p) =>
      `${p.name} 没有任何人可以执行：服务每次启动都会失败${p.manager === 'systemd' ? '（203/EXEC）' : ''}。`,
    nowhere: (p) =>
      `systemd 只在自己的几个固定目录里找“${p.name}”，不管 PATH 怎么写，而这些目录里都没有：服务每次启动都会失败（203/EXEC）。请写完整路径。`,
    notOnPath: (p) =>
      `定义给出的 PATH 里没有一个目录有“${p.name}”：服务每次启动都会失败（127）。请写完整路径。`,
  },
  'program-unstable': {
    title: '程序所在的路径会变动或消失',
    temporary: (p) => `${p.name} 在 ${p.by} 下面：下次开机或清理之后就没了，服务每次启动都会失败。`,
    test: (p) => `${p.name} 属于一次测试（${p.by}）：下次测试之后就没了，服务每次启动都会失败。`,
    session: (p) => `${p.name} 是 ${p.by} 为一次会话创建的：会话结束它也就没了，服务每次启动都会失败。`,
    cache: (p) =>
      `${p.name} 在 ${p.by} 的缓存里：下次清理就会消失，也永远不会更新。请把程序装好，再写装好的那个。`,
    version: (p) =>
      `${p.name} 是 ${p.by} 管理的某一个版本：下次切换或升级之后它就没了，或者服务继续用旧版本。${p.stable === null ? '' : `${p.stable} 不会变。`}`,
    base: (p) =>
      `${p.name} 是 ${p.by} 管理的解释器，不是安装目录里虚拟环境的那个：里面没有应用的依赖包，下次升级还会把它删掉。`,
    otherVenv: (p) =>
      `VIRTUAL_ENV 指向 ${p.venv}，而 ${p.name} 不属于这个环境：光有变量不会让解释器使用它，依赖包是在实际运行的解释器旁边找的。请写这个环境 bin 目录里的解释器。`,
  },
  'shell-syntax': {
    title: '写了 shell 语法，却没有 shell 来解释',
    operator: (p) =>
      `命令里有“${p.word}”，而没有 shell 来解释它：程序会把它和后面的一切都当作参数。什么都不会被重定向、连接或接着运行。`,
    substitution: () => '命令里有 shell 的命令替换，而没有 shell 来解释它：程序拿到的就是原样的文字。',
  },
  'wrapper-is-main': {
    title: '主进程是包装程序',
    mixed: (p) =>
      `“${p.name}”一直是主进程，网关在它下面运行。停止时只有“${p.name}”收到 SIGTERM，它一结束，其余进程立刻被杀，手头的工作做到一半就断了；要求重启或不要重启的退出码也可能传不出来。`,
    systemd: (p) =>
      `“${p.name}”一直是主进程，网关在它下面运行：要求重启或不要重启的退出码可能传不出来，重新加载时信号也发给“${p.name}”，而不是网关。`,
    process: (p) =>
      `“${p.name}”一直是主进程，网关在它下面运行。KillMode=process 时停止只结束“${p.name}”：网关还活着，下次启动就会碰上它。`,
    launchd: (p) =>
      `“${p.name}”一直是任务的进程，网关在它下面运行：launchd 的信号发给“${p.name}”，看到的退出码也是它的。`,
    useExec: '在最后一条命令前加“exec”，网关就会取代它的位置。',
    pass: '请确认它会转发信号和退出码。',
  },
  'replace-under-launchd': {
    title: 'launchd 任务里用了 --replace',
    message: (p) =>
      `${p.flag} 会结束正在运行的网关，launchd 又把被结束的拉起来：新旧进程互相顶掉。launchd 自己就会保证只运行一个。`,
    fix: (p) => `去掉 ${p.flag}`,
  },
  'replace-in-unit': {
    title: 'systemd unit 里用了 --replace',
    unique: (p) =>
      `这个 unit 启动时带 ${p.flag}。只要它是这个 profile 唯一的定义就没有坏处，但手动启动的网关会被它不问一声就结束。`,
    shared: (p) => `这个 unit 启动时带 ${p.flag}，而另一个定义运行同一个 profile：每次启动都会结束对方。`,
    byDropIn: (p) =>
      `unit 文件本身启动时不带 ${p.flag}，是 drop-in ${p.path} 又加了回来：应用或更新在 unit 里去掉的东西，在这里仍然有效。`,
    fix: (p) => `去掉 ${p.flag}`,
  },
  'start-not-run': {
    title: '命令是让服务管理器去启动，而不是运行网关',
    message: (p) =>
      `“${p.gateway} ${p.action}”让服务管理器去启动网关，然后自己退出。在服务管理器下这样写，什么都没有被托管：服务马上结束，又被白白地再次拉起。在服务管理器下应该用“${p.gateway} ${p.run}”。`,
    fix: (p) => `改用“${p.gateway} ${p.run}”`,
  },
  'program-by-name': {
    title: '程序没有写路径',
    manager: (p) =>
      `${p.manager} 只在自己的几个固定目录里找“${p.name}”，不管 PATH 怎么写；装在 home 目录里的程序（.local/bin）不在其中，服务每次启动都会失败。请写完整路径。`,
    env: (p) =>
      `定义没有设置 PATH，env 就在 ${p.manager} 的 PATH 里找“${p.name}”：装在 home 目录里的程序（.local/bin）一般不在其中，服务每次启动都会失败（127）。请写完整路径。`,
  },
  'placeholder-left': {
    title: '留着没有填的占位符',
    message: (p) =>
      `${list(p.parts)} 还留在模板要填值的地方：这还算不上服务，每次启动都会失败，或者跑在谁也没打算用的地方。`,
    another: (p) => `${p.part} 也在这里`,
  },
  'login-shell': {
    title: '登录 shell 会先读账户的启动文件',
    message: (p) =>
      `命令由登录 shell 运行：账户的启动文件（.profile、.bash_profile）里的设置会盖过定义，包括 ${p.variable} 和 PATH。改动那里，这个服务运行的 profile 也会跟着变。`,
    pinned: () =>
      '命令由登录 shell 运行：账户的启动文件（.profile、.bash_profile）里的设置会盖过定义，包括 PATH；里面出一个错，服务就启动不了。',
  },
  'lock-removed': {
    title: '启动时会删掉网关的锁',
    message: (p) =>
      `这个定义里的一条命令会删除 ${p.name}，而网关正是靠它发现已经有另一个在运行：第二个会照样启动，两个都去取同样的消息，status 和 stop 只找得到其中一个。`,
  },
};
