import { list } from '../../../texts/zh-CN/list.ts';
import type { ports as english } from '../en/ports.ts';

const at = ({ host, port }: { host: string; port: number }): string =>
  `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;

export const ports: typeof english = {
  'port-shared': {
    title: '两个 profile 监听同一个端口',
    message: (p) =>
      `profile ${list(p.profiles)} 的 API 服务都在端口 ${p.port} 上。先启动的拿到端口，其余的在没有它的情况下以“degraded”运行，它们的客户端会连到错误的 profile。`,
    another: (p) => `“${p.profile}”监听 ${at(p)}（${p.from}）`,
    from: {
      definition: '在定义里设置',
      dotenv: '在它的 .env 里设置',
      config: '在它的配置里设置',
      default: '默认值：没有任何设置',
    },
  },
  'port-misplaced': {
    title: '端口写在应用不看的地方',
    some: (p) =>
      `不是每个版本的应用都读 ${p.name}：不读的版本监听 ${p.fallback}，而不是 ${p.port}。所有版本都读的是 ${p.best}。`,
    none: (p) =>
      `没有哪个版本的应用读 ${p.name}：API 服务监听的不是 ${p.port}，而是 ${p.fallback}。算数的是 ${p.best}。`,
  },
  'port-from-manager': {
    title: '一个 API 服务的设置传给了所有服务',
    manager: (p) =>
      `${list(p.names)} 在用户级 systemd 的环境里，会传给这个账户的所有服务：${p.services} 个网关都得到同一个 API 服务。`,
    file: (p) => `${list(p.services)} 都从这一个文件读 ${list(p.names)}：它们都得到同一个 API 服务。`,
    reads: (p) => `${p.service} 也会读到`,
  },
  'api-key-weak': {
    title: 'API 服务与它的密钥对不上',
    none: (p) => `${p.name} 打开了 API 服务，却没有密钥（${p.variable}）：它不会启动，在本机回环上也不会。`,
    weak: (p) =>
      `应用会拒绝这个密钥（不到 ${p.least} 个字符，或者是占位符）：这个 profile 的 API 服务不会启动。请把 ${p.variable} 设成一串够长的随机字符。`,
    notOff: (p) => `${p.name} 说 API 服务是关的，但设置了密钥它就照样运行。要关掉它，请去掉 ${p.variable}。`,
    keyIsHere: '密钥在这里设置',
  },
  'port-neighbour': {
    title: '网关旁边别的程序在用的端口',
    message: (p) => `端口 ${p.port} 是 ${p.of} 的：两个里后启动的那个拿不到端口。`,
    derived: (p) =>
      `端口 ${p.port} 属于“${p.profile}”的网关除自己的端口之外还要占用的端口（${p.of}，${p.first === p.last ? p.first : `${p.first} 到 ${p.last}`}）：两个里后启动的那个拿不到端口。`,
    itsPort: (p) => `“${p.profile}”监听 ${p.port}`,
  },
  'port-open': {
    title: '别的机器也能访问 API 服务',
    message: (p) =>
      `API 服务监听 ${at(p)}，不只是本机回环：谁能连到这台机器又有密钥，就能让 agent 执行命令。`,
  },
  'port-unreadable': {
    title: '不是端口，或者各处读法不同的端口',
    noPort: (p) =>
      `${p.name} 是 ${JSON.stringify(p.text)}，不是端口（1 到 65535）：应用会跳过它，使用 ${p.port}。`,
    differently: (p) =>
      `${p.name} 写的是 ${JSON.stringify(p.text)}：应用读作 ${p.port}，别的程序会读成另一个数，或者读不出来。请直接写普通的数字。`,
    twice: (p) =>
      `${p.name} 在这里设置了两次：应用取最后一个（${JSON.stringify(p.text)}），别的程序取第一个，或者拒绝这个文件。`,
    mappingTwice: (p) => `${p.name} 在这个文件里出现了两次：第二个取代第一个，只写在第一个里的内容都会丢失。`,
    disagree: (p) =>
      `定义把 ${p.name} 设为 ${JSON.stringify(p.text)}，profile 的 .env 里却是另一个值：以哪个为准取决于应用的版本。`,
    unread: (p) => `API 服务在哪里监听，无从得知：${p.message}。`,
    broken: (p) =>
      `profile 的配置读不出来（“${p.message}”）：里面关于 API 服务的内容都会丢失，应用使用默认值。`,
    alsoHere: '这里也设置了',
  },
};
