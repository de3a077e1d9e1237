import { list } from '../../../texts/zh-CN/list.ts';
import type { unit as english } from '../en/unit.ts';
import { valuesOf } from './value-types.ts';

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/** Of a list only the words that are no such thing are passed over. */
const isList = ({ value, type }: { value: string; type: string }): boolean =>
  /\s/.test(value) && /^(urls|units|paths|access-paths|statuses|folders)$/.test(type);

const withoutStop = (text: string): string => text.replace(/\.$/, '');

/** What systemd says in its own words stands in quotes; what we say of a file, or add in brackets, does not. */
const problem = (text: string): string => withoutStop(text).replace(/^[ -~…]+(?=（|$)/, '“$&”');

export const unit: typeof english = {
  'install-missing': {
    title: '没有什么会启动这个 unit，也无法启用它',
    message: () =>
      '这个 unit 没有 [Install] 段，也没有别的 unit 会拉起它：“systemctl enable”什么也不做，登录或开机时服务不会启动。',
    fix: (p) => `随 ${p.target} 启动`,
  },
  'install-target-unreachable': {
    title: '启用在用户级 systemd 没有的 target 上',
    message: (p) =>
      `只有 ${list(p.targets)} 需要这个 unit，而那是系统级 systemd 才有的：启用它会建一个没有谁会去看的链接，登录或开机时服务永远不会启动。`,
    fix: (p) => `随 ${p.target} 启动`,
  },
  'key-obsolete': {
    title: '用了旧名字的键，或者已经失效的键',
    replaced: (p) =>
      `${p.key}= 是${p.section === null ? '' : ` [${p.section}] 里`} ${p.by}= 的旧名字${p.same ? '' : '，而且值的写法不同'}。systemd 目前还认，以后的版本未必。`,
    removed: (p) => `systemd 已经不支持 ${p.key}=：这一行不起作用。`,
    fix: (p) => `改用 [${p.section}] 里的 ${p.by}=`,
  },
  'key-too-new': {
    title: '这个版本的 systemd 还不认识的键',
    message: (p) => `${p.key}= 从 systemd ${p.since} 才有；systemd ${p.systemd} 会忽略它。`,
  },
  'ordering-cycle': {
    title: 'unit 之间互相等待',
    message: (p) =>
      `这些 unit 互相等待，前一个要排在后一个之后：${p.names.join(' → ')}。一起启动时，systemd 会放弃启动其中一个来打破循环。`,
    edge: (p) => `${p.name} 在 ${p.first} 之后启动（${p.key}=）`,
  },
  syntax: {
    title: '服务管理器的读法与本意不同',
    more: (p) => `这个定义里还有 ${p.left} 行也是这样。`,
    fatal: (p) => `${p.manager} 拒绝这个定义：${problem(p.problem)}。`,
    dropped: (p) => `${p.manager} 会忽略这里：${problem(p.problem)}。`,
  },
  'system-dependency-in-user-unit': {
    title: '用户级 unit 依赖只有系统级才有的 unit',
    soft: (p) =>
      `用户级 systemd 没有 ${list(p.units)}：服务既不会等它，也不会拉起它。网络还没通，服务就可能先启动。`,
    hard: (p) => `${p.key}=${p.unit} 满足不了：用户级 systemd 没有这个 unit，所以每次启动都会失败。`,
  },
  'unknown-key': {
    title: 'systemd 不认识的键',
    elsewhere: (p) =>
      `${p.key}= 不属于 [${p.section}]，应该写在 [${p.elsewhere}] 里：放在这里 systemd 会忽略。`,
    message: (p) =>
      `systemd 不认识 [${p.section}] 里的 ${short(p.key)}=，会忽略它。${p.meant === null ? '' : `本意大概是 ${p.meant}=。`}`,
    move: (p) => `把 ${p.key}= 移到 [${p.elsewhere}]`,
    rename: (p) => `把 ${p.key}= 改为 ${p.meant}=`,
  },
  'unknown-section': {
    title: 'systemd 不认识的段',
    message: (p) =>
      `在这种 unit 里 systemd 不认识 [${short(p.name)}] 段，会跳过它下面的一切。${p.meant === null ? '' : `本意大概是 [${p.meant}]。`}`,
  },
  'user-in-user-unit': {
    title: '用户级 unit 要求换成别的用户或组',
    message: (p) =>
      `用户级 unit 里写了 ${list(p.keys.map((key) => `${key}=`))}：用户级 systemd 不能切换用户或组，启动会以 216/GROUP 失败。`,
    fix: (p) => `去掉 ${list(p.keys.map((key) => `${key}=`))}`,
  },
  'value-dropped': {
    title: 'systemd 读不懂的值',
    message: (p) =>
      [
        `systemd 会忽略“${p.key}=${short(p.value)}”${isList(p) ? '中的一部分' : ''}：它接受的是${valuesOf(p.type)}。`,
        isList(p) ? '' : '有效的是之前设置的值，或者默认值。',
        /\s[#;]/.test(p.value) ? '注释要单独写一行。' : '',
      ].join(''),
    tooNew: (p) => `${p.key}=${short(p.value)} 从 systemd ${p.since} 才有；systemd ${p.systemd} 会忽略它。`,
  },
  verify: {
    title: '服务管理器自己的检查程序有话要说',
    message: (p) => `${p.by} 说：“${withoutStop(p.said)}”。`,
    fatal: (p) => `${p.by} 说：“${withoutStop(p.said)}”。服务管理器不会运行它。`,
  },
  'requirement-missing': {
    title: '它所依赖的 unit 不存在',
    message: (p) =>
      `${p.key}= 需要 ${p.unit}，而这个服务管理器的目录里都没有它：每次启动都会被拒绝（“Unit ${p.unit} not found”），也没有什么会重试。`,
  },
};
