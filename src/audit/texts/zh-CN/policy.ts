import type { policy as english } from '../en/policy.ts';

/** How a process ends: an exit code or a signal. */
const ended = (end: number | string): string =>
  typeof end === 'number' ? `以退出码 ${end} 结束` : `因 ${end} 结束`;

/** With a blank before a number, and none before a word. */
const span = (seconds: number): string =>
  seconds === Number.POSITIVE_INFINITY
    ? '无限期'
    : seconds < 1
      ? ` ${Math.round(seconds * 1000)} 毫秒`
      : ` ${seconds} 秒`;

export const policy: typeof english = {
  'restart-off': {
    title: '网关崩溃之后没有什么会再启动它',
    systemd: (p) =>
      `网关${ended(p.end)}后，systemd 不会再启动它（${p.key}=${p.value}${p.isDefault ? '，这是默认值' : ''}）：崩溃一次就没了，直到有人发现。`,
    launchd: (p) =>
      `网关${ended(p.end)}后，launchd 不会再启动它（${p.value === '' ? '没有设置 KeepAlive' : `KeepAlive ${p.value}`}）：崩溃一次就没了，直到有人发现。`,
    fix: '让它能再次启动',
  },
  'planned-restart-lost': {
    title: '计划内的重启会让网关一去不回',
    message: (p) =>
      `网关以退出码 ${p.code} 退出，是要求再次启动，比如更新之后。而这时没有什么会启动它（${p.key}=${p.value}）：第一次计划内的重启就是最后一次。`,
    fix: (p) => `退出码 ${p.code} 之后再次启动`,
  },
  'fatal-exit-loops': {
    title: '不可能成功的启动还在反复尝试',
    message: (p) =>
      `退出码 ${p.code} 的意思是：有人改好配置之前，启动不可能成功。systemd 还是照样重试（${p.key}=${p.value}），每次结束后隔${span(p.delay)}：日志被刷满，别的网关的账号也可能因此被锁。`,
    fix: (p) => `退出码 ${p.code} 之后不再启动`,
  },
  'planned-restart-alarms': {
    title: '计划内的重启被算作失败',
    message: (p) =>
      `计划内的重启以退出码 ${p.code} 结束，在这里 systemd 把它算作失败：每次都会在日志里留下一条并不存在的失败。`,
    alarm: (p) =>
      `计划内的重启以退出码 ${p.code} 结束，在这里 systemd 把它算作失败：从 254 版起，每次都会触发 ${p.alarm}，等真的出事，就没有人再相信告警了。`,
    fix: (p) => `把退出码 ${p.code} 算作成功`,
  },
  'start-limit-parks': {
    title: '几次快速的失败就会让服务一直停着',
    message: (p) =>
      `${p.interval === Number.POSITIVE_INFINITY ? '任何时间' : span(p.interval)}内最多启动 ${p.burst} 次，而失败后隔${span(p.delay)}就重启：网关快速失败几次（比如断网的时候），就会一直停在 failed，直到有人来启动它。`.trimStart(),
    misplaced: '这一项要写在 [Unit] 里：放在这里 systemd 会忽略',
    fix: '不设启动次数上限，按固定间隔重启',
  },
  'restart-delay-short': {
    title: '失败的网关马上又被拉起，中间没有停顿',
    message: (p) =>
      `启动失败的网关隔${span(p.delay)}就再次启动，没有次数上限：一分钟几百次，日志被刷满，机器也不得闲。`,
    fix: '重启前等一会儿',
  },
  'stop-timeout-short': {
    title: '停止时网关还没收尾就被强杀',
    message: (p) =>
      `停止时等${span(p.have)}就强杀，而网关可能需要${span(p.need)}才能把手头的工作做完：工作会断在半路，锁也可能留下来。`,
    fix: (p) => `等 ${p.seconds} 秒`,
  },
  'kill-mode-wrong': {
    title: '停止时结束了不该结束的进程',
    all: (p) =>
      `停止时会同时给服务的每个进程发信号（KillMode=${p.mode}${p.isDefault ? '，这是默认值' : ''}）：agent 启动的工具先死了，它的工作就没法收尾。`,
    process: (p) =>
      `停止时只结束主进程（KillMode=${p.mode}）：agent 启动的浏览器和工具还活着，没人管，跟下次启动的那些并存。`,
    none: (p) => `停止时不结束任何进程（KillMode=${p.mode}）：旧网关可能与新网关同时运行，还占着锁和 token。`,
    fix: (p) => `改用 KillMode=${p.own}`,
  },
  'kill-signal-wrong': {
    title: '停止时发的信号不是应用期望的那个',
    message: (p) =>
      `停止时发的是 ${p.signal}；网关收到 ${p.own} 才会有序退出。收到别的信号会怎样，全凭运气。`,
    fix: (p) => `改发 ${p.own}`,
  },
  'reload-missing': {
    title: '没有能让网关先收尾的 reload',
    missing: () =>
      '没有 ExecReload=：“systemctl reload”能让网关做完手头的工作再重启，在这里却会被拒绝。只剩下会打断工作的 restart。',
    other: (p) =>
      `reload 时发的是 ${p.signal}；网关只有收到 ${p.own} 才会做完工作再重启，收到别的信号可能直接结束。`,
    fix: (p) => `reload 时发 ${p.own}`,
  },
  'stop-asks-manager': {
    title: '停止命令又去让服务管理器停止它',
    message: (p) =>
      `“${p.command}”是让服务管理器停止网关。写成 ExecStop=，它就在停止过程中运行，反过来又等这次停止完成，或者停掉另一个 profile 的网关。systemd 自己会发信号。`,
    fix: '去掉 ExecStop=',
  },
  'service-type-wrong': {
    title: '服务永远算不上已启动',
    message: (p) =>
      `Type=${p.type} 要等的事，前台运行的网关永远不会做：${p.type === 'oneshot' ? '服务一直停在“activating”，启动它的和排在它后面的都会一直等下去。' : '启动会卡住，时间一到，运行得好好的网关就被当作失败结束掉。'}`,
    notify: (p) =>
      `Type=${p.type} 要等网关报告自己就绪，而网关只有开了 watchdog 才会报告；没有 WatchdogSec= 看来是没开。于是启动会卡住，运行得好好的网关被当作失败结束掉。`,
    fix: '改用 Type=simple',
  },
  'keep-alive-always': {
    title: '网关正常退出后 launchd 也会再启动它',
    message: (p) =>
      `KeepAlive ${p.value} 不管退出码是什么都会再启动网关：有意停掉的会回来，给另一个网关让位的会没完没了地被拉起。`,
    fix: '只在失败后重启',
  },
  'stop-timeout-long': {
    title: '卡死的网关永远不会被强杀',
    message: (p) =>
      `停止时${p.have === Number.POSITIVE_INFINITY ? '会一直等下去，不会强杀' : `要等 ${p.have} 秒才强杀`}，而网关最多只需要 ${p.need} 秒：卡死的网关会让每次重启、更新和关机都等着。`,
    fix: (p) => `等 ${p.need} 秒`,
  },
};
