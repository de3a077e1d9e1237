import { list } from '../../../texts/zh-CN/list.ts';
import type { machine as english } from '../en/machine.ts';

const inOrder = (p: { first: string; next: string }): string => `${p.first}，然后 ${p.next}`;

export const machine: typeof english = {
  'bus-unreachable': {
    title: '用户级 systemd 没有回答',
    message: (p) =>
      `从这里既不能启动、停止这些服务，也看不到它们的状态：“${p.reason}”。它们有没有在运行，不得而知。`,
    missing: () => '这台机器上没有 systemd，没有什么会启动这些 unit；它们的状态也无从得知。',
    foreign: (p) =>
      `XDG_RUNTIME_DIR 是 ${p.folder}，属于另一个账户，su 或 sudo 之后就会这样：在这里执行 systemctl --user，问到的是错误的服务管理器，或者谁也问不到。这个账户的是 ${p.own}。`,
  },
  'ghost-unit': {
    title: '文件已经不在的 unit',
    inOrder,
    runs: (p) =>
      `${p.name} 还在运行，它的文件${p.fragment ? `（${p.fragment}）` : ''}却已经不在：在有人停掉它之前，它一直占着 profile 的锁、token 和端口，而文件列表里看不到它。`,
    loaded: (p) =>
      `服务管理器里还有 ${p.name}${p.fragment ? `（来自 ${p.fragment}）` : ''}，文件却已经不在：它仍然可以启动，谁依赖它谁就会把它启动起来。`,
  },
  'label-disabled': {
    title: 'launchd 记着这个任务已被禁用',
    message: (p) =>
      `有人或某个工具禁用了 ${p.label}（“launchctl disable”）：登录时 launchd 不会加载它，“bootstrap”也会以错误 5 失败，不管 plist 里怎么写。重新安装也不会解除。`,
  },
  'launchd-refused': {
    title: '应用已经不再让 launchd 管这个 profile',
    message: () =>
      '这个文件是应用留下的，因为当时 launchd 拒绝加载它的任务：现在应用在 launchd 之外启动网关，没有谁会重启它，任务一旦加载成功，两边就会打架。任务能加载之后，请删掉这个文件。',
  },
  'linger-off': {
    title: '退出登录后用户服务就会停',
    message: (p) =>
      `${p.user} 没有开启 linger：${p.user} 的最后一个会话关闭时，${list(p.names)} 就会结束；开机后在有人登录之前也不会启动。`,
  },
  'loaded-differs': {
    title: '服务管理器加载的内容与磁盘上的不同',
    inOrder,
    file: (p) => `另一个文件（${p.path}）`,
    command: '命令',
    dropIn: (p) => `drop-in ${p.path}`,
    arguments: '参数',
    variable: (p) => `变量 ${p.name}`,
    unit: (p) =>
      `systemd 里的这个 unit 与文件现在的内容不一致，不同之处：${p.what}。它自己没有察觉，重启也没有用，只有 daemon-reload 才行。`,
    job: (p) =>
      `launchd 里的这个任务与文件现在的内容不一致，不同之处：${p.what}。它只在加载任务时读文件，所以重启（kickstart）运行的还是旧的。`,
  },
  'not-enabled': {
    title: '开机时没有什么会启动这个 unit',
    when: { user: '登录或开机时', system: '开机时', unknown: '开机时' },
    message: (p) =>
      `${p.name} 没有启用：${p.when}没有什么会启动它。重启机器之后，它的 profile 就不再响应了。`,
    untilReboot: (p) => `${p.name} 只启用到下次重启机器为止（enable --runtime）：之后就没有什么会启动它。`,
  },
  'not-loaded': {
    title: 'launchd 没有加载的任务',
    message: (p) =>
      `文件在，launchd 里却没有任务 ${p.label}：它不会运行，“kickstart”也会失败。用“bootout”停止之后就是这样，直到下次登录。`,
  },
  'not-running': {
    title: '启用了却没有运行的服务',
    inOrder,
    inactive: (p) =>
      `${p.name} 已启用，却没有运行：它被停掉了，或者正常结束了，下次开机之前没有什么会启动它。`,
    failed: (p) =>
      `${p.name} 已经失败（${p.result}），不会再被启动。它最后说了什么：journalctl ${p.scope === 'system' ? '' : '--user '}-u ${p.name} -n 50。`,
    limit: (p) => `${p.name} 短时间内启动次数太多（start-limit-hit）：systemd 已经放弃，重置之前拒绝再启动。`,
    job: (p) =>
      `${p.label} 已加载，却没有运行${p.lastExit === null ? '' : `（上次退出码：${p.lastExit}）`}：launchd 不会自己再启动它。`,
  },
  'process-outside': {
    title: '在服务之外运行的网关',
    inOrder,
    both: (p) =>
      `进程 ${p.pid}（在 ${p.where} 中）运行 profile“${p.profile}”，而 ${p.name} 也在运行：两个都要同一把锁、同一个端口和同样的消息。`,
    alone: (p) =>
      `进程 ${p.pid}（在 ${p.where} 中）运行 profile“${p.profile}”，而不是由 ${p.name} 运行：它占着锁，服务就启动不了；它结束之后也没有谁会重启它。`,
    stop: (p) => `在启动它的地方停掉进程 ${p.pid}`,
  },
  'reload-needed': {
    title: '服务管理器还没有读到文件现在的内容',
    message: (p) => `systemd 读过之后，${p.name} 的文件又改了：它继续用旧的，重启服务也一样。`,
    unknown: (p) =>
      `systemd 不认识 ${p.name}，尽管它的文件在：可能是服务管理器读完目录之后才写的，也可能放在了它不看的地方。`,
  },
  'restart-storm': {
    title: '服务在反复重启',
    message: (p) =>
      `${p.name} 已经重新启动了 ${p.restarts} 次，马上又要再来一次：要么每次启动都失败，要么被另一个网关顶掉。`,
    ledger: (p) =>
      `这个网关上一次启动时，${p.seconds} 秒之内已经启动了 ${p.starts} 次：要么每次启动都失败，要么被另一个网关顶掉。`,
    starts: '最近的几次启动',
  },
  'running-differs': {
    title: '正在运行的与定义写的不是一回事',
    inOrder,
    profile: (p) =>
      `这个服务的进程 ${p.pid} 运行的是 profile“${p.runs}”，而定义现在写的是“${p.says}”：重启之前，回答消息的都是错误的 profile。`,
    sticky: (p) =>
      `这个服务的进程 ${p.pid} 启动时没有指定 profile：它运行的是启动那一刻当前 profile 文件里写的那个，不一定是定义现在写的“${p.profile}”。`,
    replace: (p) =>
      `这个服务的进程 ${p.pid} 启动时${p.has ? '带了' : '没有带'} ${p.flag}，定义现在写的正相反：改动要到下次重启才生效。`,
  },
  'unit-masked': {
    title: 'unit 被屏蔽（masked）',
    message: (p) =>
      `${p.name} 被屏蔽了：什么都启动不了它，对它的 start、restart、enable 都会被拒绝。这个 profile 没有别的服务。`,
  },
};
