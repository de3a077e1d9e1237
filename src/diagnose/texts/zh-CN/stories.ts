import { list as listOf } from '../../../texts/zh-CN/list.ts';
import { span } from '../../../texts/zh-CN/span.ts';
import type { stories as english } from '../en/stories.ts';

const list = (all: readonly (string | number)[]): string => listOf(all.map(String));
const times = (count: number): string => `${count} 次`;
const gateway = (who: readonly string[]): string => (who.length === 0 ? '有个网关' : `${list(who)} 的网关`);
const named = (who: readonly string[], otherwise: string): string =>
  who.length === 0 ? otherwise : `${list(who)} `;
/** After a Chinese word: a blank stands before a name. */
const after = (who: readonly string[], otherwise: string): string =>
  who.length === 0 ? otherwise : ` ${list(who)}`;

/** What is told of each story. */
export const stories: typeof english = {
  'mutual-stop': (p) => ({
    title: `${list(p.services)} ${p.mended ? '曾经' : ''}都运行${p.profile === null ? '同一个 profile' : ` profile ${p.profile}`}，互相顶掉`,
    told: [
      ...p.pairs.map(({ by, stopped, times: n, evidence }) =>
        evidence === 'named'
          ? `${by} 顶掉 ${stopped}，${times(n)}：日志里写明了进程。`
          : `${by} 启动后几秒之内，${stopped} 收到 SIGTERM，${times(n)}。`,
      ),
      ...(p.pairs.length === 0 ? [`一个顶掉了另一个，或者给它让位，${times(p.count)}。`] : []),
      ...p.misled.map(
        ({ name, meant }) =>
          `${name} 是给 ${meant} 的，运行的却是 ${p.profile ?? '另一个'}：它的定义没有固定 profile。`,
      ),
      `${p.replace ? `带着 ${p.flag}，谁启动谁就结束正在运行的那个` : '一个 profile 只能有一个网关：后来的那个会结束'}；服务管理器再把它拉起来，没完没了。这与平台和网络都无关。`,
    ],
    advice: [
      p.mended
        ? '如果没有比这些定义更新的日志，就什么也不用做：现在每个定义都固定到自己的 profile。'
        : '每个服务都要固定到自己的 profile；默认的那个也一样。',
    ],
    because: p.proven
      ? `日志里写明了进程${p.agreed ? '，而且这些定义运行同一个 profile' : ''}`
      : p.agreed
        ? '这些定义运行同一个 profile，而日志里写着网关互相顶替'
        : '只从时间看出：一个启动，另一个在几秒之内结束',
    unless: p.agreed
      ? '写下这些日志时，定义是另一个样子'
      : p.proven
        ? '这些日志来自不同的机器'
        : '有人恰好在这些时刻手动重启了两边，或者两边的时钟不一致',
  }),
  'taken-over': (p) => ({
    title: `还有别的东西也在启动${p.profile === null ? '同一个 profile' : ` profile ${p.profile}`}，并顶掉它`,
    told: [
      `有 ${times(p.count)}，一个网关顶掉了另一个，或者给它让位；另一个是谁，日志里没有写。`,
      '可能是第二个 supervisor（网页界面、脚本、tmux）、另一个作用域的服务，或者有人手动启动。',
    ],
    advice: ['只让一个服务管理器运行它：结束在它之外运行的。'],
    because: '日志里写着接管，但没有写是谁',
    unless: '每一次都是手动重启',
  }),
  'executor-shut': (p) => ({
    title: `${gateway(p.who)}在运行，却不干活：它的执行器已关闭`,
    told: [
      p.pool
        ? `${p.after === null ? '' : `启动 ${span(p.after)}之后，`}这个进程里的一个线程池被关闭，不再接受工作。`
        : `${p.after === null ? '' : `启动 ${span(p.after)}之后，`}这个进程里有东西调用了 loop.shutdown_default_executor()，从那以后，交给默认执行器的工作 asyncio 一概拒绝。是谁调用的，日志里没有写。`,
      ...(p.lost ? ['与平台的连接也跟着断了；它不是原因。'] : []),
      p.again
        ? '后来它重新启动过，问题就消失了，直到下一次。'
        : '进程还活着，所以服务管理器看不出问题，也不会重新启动。',
    ],
    advice: [
      '重启它：新的进程有新的执行器，别的办法都不行。',
      ...(p.mended === null ? [] : [`然后升级到包含 ${p.mended} 的版本：在那之前还可能再出现。`]),
    ],
    because: '只有关闭了的执行器才会这样说，而且之前没有停止网关',
    unless: '同一个进程后来的日志表明它在回复消息，或者当时正在停止它',
  }),
  'program-missing': (p) => ({
    title: `${named(p.who, '有个服务')}的程序不存在`,
    told: [`服务管理器没能执行它，${times(p.count)}：它没有了、移走了，或者不是程序。`],
    because: '这是服务管理器说的',
    unless: '后来程序放回来了',
  }),
  'folder-missing': (p) => ({
    title: `${named(p.who, '有个服务')}的工作目录不存在`,
    told: [`服务管理器没能切换进去，${times(p.count)}（200/CHDIR）：什么都没有启动。`],
    because: '这是服务管理器说的',
    unless: '后来目录放回来了',
  }),
  'fatal-exit': (p) => ({
    title: `${gateway(p.who)}说，按现在的配置它没法运行`,
    told: [
      `它有 ${times(p.count)}以 ${p.code} 结束，意思是配置有问题，重启也没有用：比如 token 已经属于另一个 profile，或者一个服务全部 profile 的网关与各自的网关同时存在。`,
      ...(p.count > Math.max(1, p.who.length)
        ? ['可它还是被再次启动：有人手动启动，或者它的定义没有把这个退出码当作终点。']
        : []),
    ],
    advice: ['结束之前的几行说明了它不满意什么。'],
    because: '退出码是服务管理器说的',
    unless: '它现在在运行',
  }),
  'take-over-refused': (p) => ({
    title: `${gateway(p.who)}不能接管，也就没有启动`,
    told: [
      `它发现一个进程，又无法证明属于同一个 profile，就没有启动，${times(p.count)}。命令里写着要接管，往往来自很久以前的 drop-in。`,
    ],
    advice: ['把这个参数从定义里去掉：由服务管理器运行时，没有什么要接管。'],
    because: '这是网关说的',
    unless: '同一个 profile 确实有网关在服务之外运行',
  }),
  'already-supervised': (p) => ({
    title: `${gateway(p.who)}把自己的服务当成了别人`,
    told: [
      `它结束了 ${times(p.count)}，理由是已经有服务管理器在运行它：它不知道自己就是那一个。中间的包装程序挡住了它。`,
    ],
    because: '这是网关说的；是不是还有另一个，日志里没有写',
    unless: '同一个 profile 还有第二个服务在运行',
  }),
  'token-conflict': (p) => ({
    title: `有两处同时在收 ${p.who.length === 0 ? '一个 bot ' : `${list(p.who)} 的 bot `}的消息`,
    told: [
      `平台为了另一个用同一 token 的连接，断开了它的连接，${times(p.count)}：每条消息只会到达其中一处。`,
      '另一处可能是用着同一 token 的另一个 profile（比如克隆出来的）、这个 profile 的第二个网关，或者另一台机器。',
    ],
    because: '这是平台说的',
    unless: '那是一次重启，旧的连接还没有关闭',
  }),
  'address-in-use': (p) => ({
    title: `${gateway(p.who)}拿不到${p.ports.length === 0 ? '自己的端口' : `端口 ${list(p.ports)}`}`,
    told: [`有别的程序在那里监听，${times(p.count)}：网关继续运行，但没有 API 服务。`],
    because: '这是操作系统说的',
    unless: '那是它自己之前的进程，还没有结束',
  }),
  'key-refused': (p) => ({
    title: `有密钥被拒绝（401），与${p.who.length === 0 ? '一个网关' : ` ${list(p.who)} `}有关`,
    told: [
      `${times(p.count)}：平台或模型提供商不认它的密钥，或者有客户端拿着别的密钥来访问它的 API 服务。是哪一种，见日志。`,
    ],
    advice: ['密钥可以写在环境变量、.env 和 config.yaml 里；实际读取的那一个，可能不是改过的那一个。'],
    because: '有 401 的一行不一定写明是谁的密钥',
    unless: '是别人在访问它的 API 服务',
  }),
  'out-of-memory': (p) => ({
    title: `内存不足，内核结束了${after(p.who, '一个服务')}${p.who.length === 0 ? '' : ' '}的进程`,
    told: [`${times(p.count)}。网关自己的日志里什么都没有：它已经来不及写。`],
    advice: ['减少这台机器上的网关、增加内存，或者给占用太多的那个设置 MemoryMax=。'],
    because: '这是服务管理器说的',
    unless: '那个进程是网关启动的工具',
  }),
  'killed-at-stop': (p) => ({
    title: `${named(p.who, '有个服务')}没有按时结束，被强行结束了`,
    told: [
      `有 ${times(p.count)}，网关的收尾还没有做完，服务管理器就等不及了：手头的工作会丢失，锁也可能留在那里。`,
    ],
    because: '这是服务管理器说的',
    unless: '网关卡住了，给多少时间都不会结束',
  }),
  throttled: (p) => ({
    title: `launchd 反复启动${after(p.who, '一个任务')}，每次都马上结束`,
    told: [
      `有 ${times(p.count)}，它结束得太快，launchd 把下次启动推迟了${p.delay === null ? '' : ` ${p.delay} 秒`}：它的命令不会一直运行，或者没法启动。`,
    ],
    because: '这是 launchd 说的',
    unless: '那时定义是另一个样子',
  }),
  'start-limit': (p) => ({
    title: `服务管理器放弃了${after(p.who, '一个服务')}`,
    told: [
      `它接连失败了太多次（${times(p.count)}），不会再自动启动，或者要过很久才会。这是结果：失败的原因在它上面，或者在它的日志里。`,
    ],
    advice: ['先解决失败的原因，再启动它。'],
    because: '这是服务管理器说的',
    unless: '后来有人启动了它',
  }),
  'start-failed': (p) => ({
    title: `${gateway(p.who)}没有启动，或者没有就绪`,
    told: [`${times(p.count)}；原因在下面几行里。`],
    because: '这是服务管理器说的',
    unless: '它现在在运行',
  }),
  'crash-loop': (p) => ({
    title: `${gateway(p.who)}反复启动`,
    told: [
      `启动 ${times(p.count)}，超过了 ${p.seconds} 秒内 ${times(p.starts)}；没有已知的迹象说明原因。${p.codes.length === 0 ? '' : `它以 ${list(p.codes)} 结束。`}${p.signals.length === 0 ? '' : `它被 ${list(p.signals)} 结束。`}`,
    ],
    advice: ['如果有什么说明原因，就在每次结束之前的最后几行。'],
    because: '启动的次数是数出来的；什么让它结束，查不出',
    unless: '是有人这样反复重启',
  }),
  'ended-from-outside': (p) => ({
    title: `${p.senders.length === 0 ? '有程序' : `${list(p.senders)} `}结束了${after(p.who, '一个任务')}`,
    told: [`用的是 ${p.signal ?? '信号'}，${times(p.count)}；发出信号的进程是 launchd 写明的。`],
    advice: ['查清那是什么程序：看门狗、更新程序，或者第二个 supervisor。'],
    because: '这是 launchd 说的',
    unless: '是有人手动停止了它',
  }),
};
