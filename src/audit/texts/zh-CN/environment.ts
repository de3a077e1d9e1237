import { list } from '../../../texts/zh-CN/list.ts';
import type { environment as english } from '../en/environment.ts';

export const environment: typeof english = {
  'environment-file-missing': {
    title: '环境变量文件不存在',
    message: (p) =>
      `${p.path} 不是一个存在的文件：没有它，systemd 无法启动这个服务。在路径前加“-”，服务就会在没有这些变量的情况下启动。`,
  },
  'home-missing': {
    title: 'home 目录不存在',
    absent: (p) =>
      `home 目录 ${p.home} 不存在。${p.profile === null ? '' : `“${p.profile}”的`}网关每次启动都会失败，或者新建一个空的：没有 token，没有记忆，没有会话。`,
    noFolder: (p) => `home 目录 ${p.home} 是文件，不是目录：网关每次启动都会失败。`,
  },
  'home-relative': {
    title: 'home 目录是相对路径',
    message: (p) =>
      `${p.variable} 是“${p.home}”，开头没有斜杠：它到底是哪个目录，取决于服务在哪里启动；在别处读它的工具会看到另一个目录。`,
  },
  'home-temporary': {
    title: 'home 目录是临时目录',
    message: (p) =>
      `${p.variable} 是临时目录 ${p.home}：这是测试或试用时写进去的。下次开机或清理之后，网关就没有了 profile、token 和记忆。`,
  },
  'home-unset': {
    title: '定义里没有写 home 目录',
    message: (p) =>
      `参数固定了 profile，但没有说在哪个 home 目录下面：没有 ${p.variable} 时就是启动时 HOME 下面的 ${p.folder}。换一个服务管理器启动，或者 HOME 不同，就成了另一个同名的 profile。`,
    fix: (p) => `把 ${p.variable} 设为 ${p.home}`,
  },
  'proxy-in-definition': {
    title: '代理写死在定义里',
    message: (p) =>
      `定义里的 ${list(p.names)} 让网关的流量一直走代理：代理换了地址或者关掉，网关就断网；而应用重写定义的版本会把它们丢掉。`,
  },
  'runtime-dir-fixed': {
    title: '定义里写了某个用户 ID 的运行时目录',
    fixed: (p) =>
      `${list(p.names)} 写的是用户 ID ${p.uid} 的运行时目录。换一台账户 ID 不同的机器，网关就会连到别人的总线，或者根本连不上。用户级 systemd 会自己设置好这两个变量；%t 在哪里都是它的目录。`,
    foreign: (p) =>
      `${list(p.names)} 写的是用户 ID ${p.uid} 的运行时目录，而服务以 ${p.account}（用户 ID ${p.own}）运行：它无权访问那里，一切需要总线的操作都会失败。`,
    fix: '交给服务管理器设置',
  },
  'search-path-gone': {
    title: 'PATH 里有不存在的目录',
    message: (p) =>
      `PATH 里写了不存在的目录：${list(p.gone)}。原来在那里找到的程序现在没有了，或者换成了另一个同名的。`,
  },
  'search-path-unset': {
    title: 'launchd 任务没有 PATH',
    message: () =>
      '任务没有设置 PATH：launchd 只给它 /usr/bin:/bin:/usr/sbin:/sbin。Homebrew 和用户自己目录里的程序（node、git、ffmpeg）都找不到，尽管同样的命令在终端里能用。',
    fix: '把 PATH 设为 unitpin 的列表',
  },
  'search-path-unstable': {
    title: 'PATH 里有靠不住的目录',
    message: (p) =>
      `PATH 里有靠不住的目录，或者在别处含义不同：${list(p.entries)}。说不定哪天网关就会找到别的程序，或者什么都找不到。`,
    temporary: (p) => `${p.entry}（临时目录）`,
    test: (p) => `${p.entry}（属于一次测试）`,
    session: (p) => `${p.entry}（${p.by} 为一次会话创建）`,
    version: (p) => `${p.entry}（随 ${p.by} 变动）`,
    cache: (p) => `${p.entry}（${p.by} 的缓存）`,
    windows: (p) => `${p.entry}（Windows 的盘）`,
    relative: (p) => `“${p.entry}”（相对路径）`,
    empty: () => '一个空条目（启动时所在的目录）',
    fix: '从 PATH 里去掉它们',
  },
  'secret-file-open': {
    title: '别人能读到存有机密的文件',
    everybody: (p) =>
      `${p.path}（权限 ${p.mode}）里有 ${list(p.names)}，这台机器上的每个账户都能读。改成 0600 就只有所有者能读，服务照样读得到。`,
    group: (p) =>
      `${p.path}（权限 ${p.mode}）里有 ${list(p.names)}，整个用户组都能读。如果组里不只有这个服务，改成 0600 就只有所有者能读。`,
  },
  'secret-in-definition': {
    title: '机密直接写在定义里',
    word: '一个没有名字的机密',
    systemd: (p) =>
      `定义里直接写了 ${list(p.names)}。能读到这个 unit、它的备份或者“systemctl show”输出的人都能拿到它，而且每次换 token 都得来改这里。它应该放进 profile 的 .env，或者 EnvironmentFile= 指定的文件。`,
    launchd: (p) =>
      `定义里直接写了 ${list(p.names)}。plist 必须对别人可读，launchd 才肯加载，“launchctl print”也会把它显示出来。它应该放进 profile 的 .env。`,
    here: (p) => `${p.name} 写在这里`,
  },
  'working-directory-in-checkout': {
    title: '工作目录可能会被删掉',
    checkout: (p) =>
      `工作目录 ${p.path} 是程序自己的源码目录：更新或重装可能会把它删掉，之后就再也启动不了。`,
    temporary: (p) => `工作目录 ${p.path} 是临时目录：下次开机或清理之后就再也启动不了。`,
    packages: (p) => `工作目录 ${p.path} 归包管理器所有：解释器或软件包一升级它就没了，之后就再也启动不了。`,
  },
  'working-directory-missing': {
    title: '工作目录不存在',
    systemd: (p) =>
      `${p.key} ${p.path} ${p.isFile ? '是文件' : '不存在'}：程序还没运行，systemd 就以 200/CHDIR 结束每次启动；有 Restart= 的话还会一直重试下去。`,
    launchd: (p) =>
      `${p.key} ${p.path} ${p.isFile ? '是文件' : '不存在'}：launchd 进不去这个目录，程序就不会运行。`,
    fix: (p) => `改用 home 目录 ${p.home}`,
  },
  'environment-file-foreign': {
    title: '读入了另一个 profile 的变量',
    message: (p) =>
      `${p.path} 不属于这个服务运行的 profile“${p.profile}”：里面设置的东西（bot token、端口、密钥）在这里都会生效，而且优先于 profile 自己的 .env。`,
  },
};
