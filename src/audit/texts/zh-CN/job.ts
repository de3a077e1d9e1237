import { list } from '../../../texts/zh-CN/list.ts';
import type { job as english } from '../en/job.ts';

export const job: typeof english = {
  'definition-linked': {
    title: '定义是链接，或者只读',
    store: (p) =>
      `这个文件是指向存储区（${p.target}）的链接：那里什么都改不了，下次重建又会重新生成。想长期保留的改动要写进生成它的配置；unitpin 会用旁边的 drop-in 固定 unit。`,
    link: (p) =>
      `这个文件是指向 ${p.target} 的链接：编辑改的是那个文件，而替换这个文件的工具会把链接断开。unitpin 用旁边的 drop-in 固定 unit，不会替换链接。`,
    readOnly: () =>
      '没有人有权限写这个文件：修改定义的工具（包括应用自己）碰到它都会失败。unitpin 会用旁边的 drop-in 固定 unit。',
  },
  'file-mode': {
    title: '别人能改写定义，或者服务管理器不接受它的权限',
    written: (p) =>
      `所有者以外的人也能写 ${p.path}（权限 ${p.mode}）：谁写了它，就能以这个服务的账户运行自己的命令。请改成 0644。`,
    refused: (p) =>
      `所有者以外的人也能写 ${p.path}（权限 ${p.mode}）：launchd 拒绝这样的文件，任务不会被加载。请改成 0644。`,
    closed: (p) =>
      `${p.path} 不是人人可读（权限 ${p.mode}）：launchd 会以“Bootstrap failed: 5: Input/output error”拒绝加载。请改成 0644，机密放到别处。`,
    foreign: (p) =>
      `${p.path} 属于另一个账户（uid ${p.uid}）：这个服务运行什么由它说了算，launchd 也会拒绝这样的文件。`,
    executable: (p) => `${p.path} 有执行权限（权限 ${p.mode}），unit 文件用不着：systemd 每次读它都会警告。`,
    folder: (p) =>
      `所有人都能写 ${p.path}（权限 ${p.mode}）：谁往里放一个定义或 drop-in，就能以这个服务的账户运行自己的命令。请改成 0755。`,
  },
  'job-disabled': {
    title: '任务在自己的文件里被禁用',
    message: (p) =>
      `设置了 Disabled：launchd 在登录或开机时不会加载这个任务，除非对 ${p.label} 执行过一次“launchctl enable”，而新装的系统不知道这件事。`,
    fix: '去掉 Disabled',
  },
  'job-key-obsolete': {
    title: 'launchd 已经废弃的键',
    message: (p) => `${p.key} 已经废弃：launchd 读了它什么都不做，或者不保证会做什么。`,
    onDemand: () => 'OnDemand 从 macOS 10.5 起废弃：KeepAlive 说的是同一件事，只是意思相反。',
    timeOut: () =>
      'TimeOut 是已废弃的空闲超时，只针对按需启动的程序。它既不推迟重启，也不限制停止的时间：那是 ThrottleInterval 和 ExitTimeOut 的事。',
    globbing: () => 'EnableGlobbing 已经废弃：参数里的通配符和 ~ 会原样传给程序。',
  },
  'keep-alive-contradicted': {
    title: '有一个键与 KeepAlive 矛盾',
    once: () =>
      'LaunchOnlyOnce 与 KeepAlive 同时存在：任务只运行一次，下次开机前不会再启动，网关结束后就一直停着。',
    onDemand: () => 'OnDemand 为 true 是说不保持运行，KeepAlive 是说要保持运行：以哪个为准，文档没有写。',
    clock: (p) =>
      `${p.key} 与 KeepAlive 同时存在：网关一结束 KeepAlive 就把它拉起来，按时间启动永远轮不到。指望定时重启的人等不到重启。`,
    keepAliveIsHere: 'KeepAlive 在这里',
    fix: (p) => `去掉 ${p.key}`,
  },
  'label-file-mismatch': {
    title: 'Label 与文件名不一致',
    message: (p) =>
      `Label 是 ${p.label}，文件是 ${p.file}：去找 ${p.label}.plist 的工具找不到它，会在旁边再写一个任务。文件名请与 Label 一致。`,
  },
  'log-discarded': {
    title: '程序写到标准错误的内容被丢掉了',
    error: () => '标准错误被丢掉了：网关启动不了的时候，哪里都看不到原因。',
    inherited: () =>
      '标准输出被丢掉了，标准错误没有另外设置，也跟着丢掉：网关启动不了的时候，哪里都看不到原因。',
    missing: () =>
      '没有 StandardErrorPath：launchd 会丢掉标准错误。网关启动不了的时候，只有 launchctl print 里的“last exit code”能给一点提示。',
    fixUnit: (p) => `写到 ${p.value}`,
    fixJob: (p) => `写到 ${p.value}`,
  },
  'log-folder-missing': {
    title: '日志所在的目录不存在',
    launchd: (p) =>
      `${p.folder} 不存在。launchd 在运行程序之前先打开日志：打不开，任务就以退出码 78 结束，程序根本没有运行过。`,
    systemd: (p) =>
      `${p.folder} 不存在。systemd 在运行程序之前先打开 ${p.key}，又不会替它建目录：每次启动都以 ${p.key === 'StandardError' ? '222/STDERR' : '209/STDOUT'} 失败。`,
  },
  'log-temporary': {
    title: '日志放在临时目录里',
    message: (p) =>
      `日志是 ${p.path}：重启或者过几天就会被清掉，偏偏那正是要查日志的时候；机器上别的账户也能读它，甚至可能抢先建好这个文件。`,
    too: (p) => `还有 ${p.path}`,
  },
  'path-not-expanded': {
    title: '只有 shell 才会展开的路径',
    program: (p) =>
      `${p.manager} 不经过 shell 启动程序，会原样使用 ${p.part}：没有这个程序，服务永远运行不了。`,
    opened: (p) => `${p.manager} 会原样使用 ${p.name} 里的 ${p.part}：找不到这个路径，程序根本不会启动。`,
    home: (p) =>
      `${p.manager} 会把 ${p.name} 里的 ${p.part} 原样传下去：程序会在一个就叫这个名字的目录里工作，或者没有目录可用，而不是想要的 home 目录。`,
    variable: (p) =>
      `${p.manager} 会把 ${p.name} 里的 ${p.part} 原样传下去：没有 shell 来展开它，它该代表的内容并不在那里。`,
    argument: (p) =>
      `${p.manager} 会把参数里的 ${p.part} 原样传下去：没有 shell 来展开它，程序会去找一个就叫这个名字的路径。`,
    fix: '写出完整路径',
  },
  'run-at-load-implied': {
    title: 'RunAtLoad 为 false，任务还是会启动',
    message: (p) => `RunAtLoad 为 false，但任务一加载 ${p.key} 就会启动它：每次登录或开机它照样运行。`,
  },
  'run-at-load-off': {
    title: '没有什么会启动这个任务',
    when: { agent: '登录时', daemon: '开机时' },
    never: (p) =>
      `launchd 只加载这个任务，并不启动：RunAtLoad 不是 true，${p.when}也没有别的键会启动它。在有人执行“launchctl kickstart”之前，网关一直停着。`,
    later: (p) =>
      `launchd 在${p.when}不会启动这个任务：RunAtLoad 不是 true，只有 ${p.key} 会在之后启动它。在那之前网关一直停着。`,
    fix: '设置 RunAtLoad',
  },
  'session-type-narrow': {
    title: 'agent 限定的会话不是它启动时所在的会话',
    message: (p) =>
      `这个 agent 只用于 ${list(p.types)}：有人在屏幕前登录（Aqua）时 launchd 会跳过它，“launchctl bootstrap gui/UID”也会失败。其他会话都不会自己去读 LaunchAgents 目录。`,
    fix: (p) => `在 ${list(p.types)} 会话中加载`,
  },
  'supervisor-unannounced': {
    title: '网关不知道自己由 launchd 托管',
    message: (p) =>
      `任务里没有任何东西告诉网关它有人托管（${p.name}${p.flag ? `，或者在认识它的版本上用 ${p.flag}` : ''}）：自己察觉不到的版本被要求重启时，会另起一个接替自己的进程，跟 launchd 拉起的那个并存。`,
    fix: (p) => `设置 ${list(p.names)}`,
  },
  'throttle-interval': {
    title: 'launchd 太快地重启失败的网关',
    short: (p) =>
      `ThrottleInterval 是 ${p.seconds} 秒：启动失败的网关每 ${p.seconds} 秒就被拉起一次，上一个的锁和端口还没有释放。${p.wanted} 秒就够了。`,
    missing: (p) =>
      `没有 ThrottleInterval，launchd 只等默认的 ${p.seconds} 秒：启动失败的网关再次被拉起时，上一个的锁和端口还没有释放。${p.wanted} 秒就够了。`,
    fix: (p) => `把 ThrottleInterval 设为 ${p.wanted}`,
  },
  'umask-decimal': {
    title: '八进制的 umask 写成了十进制数',
    message: (p) =>
      `launchd 把整数 ${p.digits} 当十进制读，也就是 umask ${p.octal}：文件权限与本意不同，可能对别人敞开，也可能连所有者都打不开。八进制的 ${p.digits} 写成整数是 ${p.decimal}。`,
    fix: (p) => `把八进制的 ${p.digits} 写成 ${p.decimal}`,
  },
  'user-name-in-agent': {
    title: 'agent 不能选择账户',
    message: (p) =>
      `${list(p.keys)} 只在 system 域里有效：作为 agent，谁登录任务就以谁的身份运行，不管这里写什么。`,
    fix: (p) => `去掉 ${list(p.keys)}`,
  },
};
