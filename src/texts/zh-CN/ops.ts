/** What src/ops says: the English text, and the Chinese one. */
export const ops = {
  'wrote {length} file{s}; {receipt}': '已写 {length} 个文件；{receipt}',
  'all files are as they were': '所有文件都已恢复原样',
  'the files of {kept} are kept: the old ones ran the wrong profile; all others are as they were':
    '{kept} 的文件保留新的：旧的运行的是错误的 profile；其余都已恢复原样',
  'what unitpin last wrote to {path} is another thing now': 'unitpin 上次写进 {path} 的内容现在不同了',
  'what should be there is something else now': '该有的内容现在不同了',
  'something else would be done now': '现在要做的事不同了',
  'is new': '是新增的',
  'is gone': '不在了',
  'has changed': '有变化',
  '{path} has changed since the plan was made; nothing was changed':
    '做计划之后 {path} 有变化；没有改动任何东西',
  '{name}: {by} says: {message}': '{name}：{by} 说：{message}',
  'the service manager would not take what is to be written; nothing was changed':
    '服务管理器不会接受要写的内容；没有改动任何东西',
  'warning: {unit}: {warnings}': '警告：{unit}：{warnings}',
  'not begun, because of {names}': '没有开始，因为 {names}',
  'masked: nothing starts it': '已屏蔽：什么都启动不了它',
  '{name} is masked: systemctl --{scope} unmask {name}, or set the profile to disabled':
    '{name} 已屏蔽：systemctl --{scope} unmask {name}，或者把这个 profile 设为 disabled',
  'its manager does not say what it has loaded: {detail}': '服务管理器没有说它那里有什么：{detail}',
  'its profile is gone': '它的 profile 已经不在',
  'unitpin.yaml disables it': 'unitpin.yaml 禁用了它',
  'it is {detail}': '它的状态是 {detail}',
  'not running': '没有运行',
  'it does not start at boot': '开机时不会启动',
  'its files have changed since the manager read them': '服务管理器读取之后，它的文件有变化',
  'it {running}{more}': '它{running}{more}',
  ', not {profile}': '，而不是 {profile}',
  'what is loaded is older than its file': '加载的比文件旧',
  'changed: {changed}': '有变化：{changed}',
  'install {title}, or name its program: unitpin apply --bin PATH':
    '请安装 {title}，或者指明它的程序：unitpin apply --bin PATH',
  'its home {home} is not there': '它的 home 目录 {home} 不存在',
  "create it with the app's own command": '请用应用自己的命令创建',
  'its program {program} is not there': '它的程序 {program} 不存在',
  'its program {program} is not a file': '它的程序 {program} 不是文件',
  'its program {program} is not executable': '它的程序 {program} 没有执行权限',
  ' in {controlGroup}': '（在 {controlGroup} 里）',
  'process {pid}{where} runs it outside of its service: the two would end each other':
    '进程 {pid}{where}在服务之外运行着它：两边会互相顶掉',
  'end it where it was started (kill {pid}), then: unitpin apply':
    '在启动它的地方结束它（kill {pid}），然后运行：unitpin apply',
  'all is as it was': '一切恢复原样',
  'removed {length} definition{s} of profiles that are gone; kept as {id}':
    '移走了 {length} 个定义，它们的 profile 已经不在；保存为 {id}',
  '{message}; that was while going back': '{message}；这是在恢复原样的时候',
  'the files are as they were; the service manager may not have noticed':
    '文件已恢复原样；服务管理器可能还没有注意到',
  'systemctl --{scope} daemon-reload, then: unitpin apply':
    'systemctl --{scope} daemon-reload，然后运行：unitpin apply',
  'warning: systemd waits for a word, and systemd-notify failed: {why}':
    '警告：systemd 在等通知，而 systemd-notify 失败：{why}',
  'nothing here is about a profile {name}': '这里没有关于 profile {name} 的内容',
  'known are {known}': '已知的有 {known}',
  'several definitions could be meant by {what}': '{what} 可能指好几个定义',
  'name the unit, or its file, or say --scope or --manager':
    '请写 unit 或它的文件，或者加 --scope、--manager',
  'no definition is called {what}': '没有名为 {what} 的定义',
  'looked for a unit, a label and a profile of that name': '按 unit、label 和 profile 都找过这个名字',
  'unitpin audit, or name the file: unitpin show ./FILE': 'unitpin audit，或者指明文件：unitpin show ./FILE',
  '{what} is a folder': '{what} 是目录',
  '{what} defines nothing': '{what} 里没有定义',
  'the file is empty, or a link to /dev/null: that masks a unit':
    '文件是空的，或者是指向 /dev/null 的链接：那会屏蔽一个 unit',
  'there is no account called {asUser} in /etc/passwd': '/etc/passwd 里没有名为 {asUser} 的账户',
  '--home is not a folder: {given}': '--home 不是目录：{given}',
  '--home is not absolute: {path}': '--home 不是绝对路径：{path}',
  'below another root there is no folder that it could be relative to':
    '配合 --root 时，没有可以作为起点的目录',
  '{root} is not a folder': '{root} 不是目录',
  '--root takes the folder that stands for /': '--root 需要代表 / 的那个目录',
  'several accounts below {root} could be meant: {names}': '{root} 下面的好几个账户都有可能：{names}',
  'no account with a home is found below {root}': '在 {root} 下面没有找到有 home 目录的账户',
  'looked in its /etc/passwd and in /Users': '查过它的 /etc/passwd 和 /Users',
  '{more} a home of {title}': '{more}有 {title} 的 home 目录',
  'each has': '每个都',
  'none has': '哪个都没',
  'name the files themselves: unitpin audit {root}{more}': '直接写出文件：unitpin audit {root}{more}',
  'it is not there': '它不存在',
  'only its last {count} KiB were looked at': '只看了最后 {count} KiB',
  'only its last 24 hours were looked at': '只看了最近 24 小时',
  'only its last {entries} entries were looked at': '只看了最后 {entries} 条',
  '{tooMany} more files: name them one by one': '还有 {tooMany} 个文件：请逐个写出',
  'no definition is among the files': '这些文件里没有定义',
  'nothing was written for {missing}': '没有为 {missing} 写过任何东西',
  'there is something for {known}': '有的是 {known} 的',
  'others may write to {folder}; nothing was changed': '别人对 {folder} 有写权限；没有改动任何东西',
  'what is kept there is brought back one day: they could exchange it':
    '那里保存的东西日后会恢复回来：他们可能把它换掉',
  'somebody holds {lock}, and it does not say who; nothing was changed':
    '有程序持有 {lock}，又没有说是谁；没有改动任何东西',
  'when no unitpin is there any more: rm {lock}': '确认没有 unitpin 在运行之后：rm {lock}',
  'another command is running: {command}; nothing was changed':
    '另一条命令正在运行：{command}；没有改动任何东西',
  'wait until it has finished, then run this again': '等它结束，再运行一次',
  'the fix changes nothing here': '这个修复在这里不起作用',
  'it would still be found: {message}': '问题仍然会在：{message}',
  'it would bring a new {severity} ({rule}): {message}': '会带来新的 {severity}（{rule}）：{message}',
  ' as {profile}': ' {profile}',
  'the service manager would not find it any more': '服务管理器会再也找不到它',
  'it would still not be pinned to {meant}, but {identity}': '它仍然不会固定到 {meant}，而是 {identity}',
  'whom it runs would change from {identity} to {identity2}': '它运行的会从 {identity} 变成 {identity2}',
  '{path} cannot be read: {reason}': '无法读取 {path}：{reason}',
  '{one} is a link; it is left as it is': '{one} 是链接；保持现状',
  'no drop-in can take {key}= back': '{key}= 没法用 drop-in 撤销',
  '{path} cannot be read': '无法读取 {path}',
  '{path} is for other units, too': '{path} 还用于别的 unit',
  "{path} is unitpin's: it is written anew, not edited": '{path} 是 unitpin 写的：要重新写，而不是编辑',
  '{path} is a link{more}': '{path} 是链接{more}',
  ' to {real}': '，指向 {real}',
  '{path} belongs to a package: its next update brings the old one back':
    '{path} 属于一个软件包：下次更新会换回旧的',
  '{path} is read-only': '{path} 是只读的',
  'the command of {name} is hidden in a wrapper: change it there':
    '{name} 的命令藏在包装程序里：请到那里去改',
  'nothing says which profile it is meant for': '看不出它是给哪个 profile 的',
  '{edited}: fixed by a drop-in beside it': '{edited}：用旁边的 drop-in 修复',
  'it is meant for the profile {meant}, which has no home: {home} is not there':
    '它是给 profile {meant} 的，而这个 profile 没有 home 目录：{home} 不存在',
  '{unread} cannot be read: what it says about the unit is not known':
    '无法读取 {unread}：不知道它对这个 unit 说了什么',
  'systemd refuses {path}:{line} ({message}): that has to be mended first':
    'systemd 拒绝 {path}:{line}（{message}）：要先解决这个',
  'it is a service of the system: --scope system fixes those': '它是系统的服务：用 --scope system 修复',
  'unitpin wrote it whole, by what unitpin.yaml says: change that, then unitpin gen':
    '它整个是 unitpin 按 unitpin.yaml 写的：先改 unitpin.yaml，再运行 unitpin gen',
  '--in-place edits the unit itself': '--in-place 直接编辑 unit',
  'property lists are checked on macOS': 'plist 在 macOS 上检查',
  'without --verify the audit does not need it': '不加 --verify，审计就不需要它',
  '--verify needs {program}, which is not installed here': '--verify 需要 {program}，这里没有安装',
  'it is part of macOS': '它是 macOS 的一部分',
  '{all} are all for profile {profile}: remove all but one, say: unitpin remove {name} --force':
    '{all} 都是给 profile {profile} 的：请只留一个，例如 unitpin remove {name} --force',
  'there is no unit of profile {profile} a drop-in could be for: use --strategy auto':
    'profile {profile} 没有可以加 drop-in 的 unit：请用 --strategy auto',
  'profile {profile} has no definition': 'profile {profile} 没有定义',
  "{path} is there and not unitpin's, and is not a gateway of the app: move it away, or replace it with --strategy unit --force (a backup is kept)":
    '{path} 已经存在，不是 unitpin 写的，也不是应用的网关：请移走，或者用 --strategy unit --force 替换（会留一份备份）',
  'up to date': '已是最新',
  'not what unitpin would write now': '与 unitpin 现在要写的不同',
  'replaced whole (--force); a backup is kept': '整个替换（--force）；会留一份备份',
  "{path} is not unitpin's: replace it with --strategy unit --force (a backup is kept), or use --strategy auto":
    '{path} 不是 unitpin 写的：请用 --strategy unit --force 替换（会留一份备份），或者用 --strategy auto',
  'edited by hand since unitpin wrote it; it runs the right profile':
    'unitpin 写过之后有人手动改过；运行的 profile 是对的',
  '{label} is the label of {more}: under launchd no profile can be called {profile}':
    '{label} 是{more}的 label：在 launchd 里 profile 不能叫 {profile}',
  "the default profile's gateway": 'default profile 的网关',
  'something else of {title}': ' {title} 的其他任务',
  'profiles {profile} and {twin} differ in case only: under launchd they would be one file':
    'profile {profile} 和 {twin} 只有大小写不同：在 launchd 里会是同一个文件',
  'not there yet': '还没有',
  "{path} is not unitpin's: use --force to replace it (a backup is kept)":
    '{path} 不是 unitpin 写的：请用 --force 替换（会留一份备份）',
  'it was named': '由参数指定',
  'process {pid} supervises {root}': '进程 {pid} 的 supervisor 管着 {root}',
  'nothing says what manages services here': '看不出这里用什么管理服务',
  'this is macOS': '这是 macOS',
  '/run/systemd/system is there': '有 /run/systemd/system',
  ', and {container} is: this is a container': '，而且有 {container}：这是容器',
  '/run/systemd/system is not there{where}': '没有 /run/systemd/system{where}',
  'it is the service manager here: {why}': '这里只能用它管理服务：{why}',
  'the service manager would not find it there': '服务管理器在那里找不到它',
  'the manager would refuse it: {message} ({path}:{line})': '服务管理器会拒绝它：{message}（{path}:{line}）',
  'it would still not be pinned to {profile}: {kind}{more}{where} wins':
    '它仍然不会固定到 {profile}：起作用的是 {kind}{more}{where}',
  'the folders of units and of LaunchAgents': 'unit 和 LaunchAgents 的目录',
  'there is no {title} here: no home, and no definition of a gateway':
    '这里没有 {title}：没有 home 目录，也没有网关的定义',
  "looked for its home {root} (--home, {variable}, then the app's rule), and for definitions in {where} and wherever else their managers look":
    '找过它的 home 目录 {root}（--home、{variable}，再按应用的规则），又在 {where} 和服务管理器会看的其他地方找过定义',
  'install {title}, or name its home with --home DIR': '请安装 {title}，或者用 --home DIR 指明它的 home 目录',
  'there is no definition to look at': '没有可看的定义',
  'no service runs a gateway of {title} yet': '还没有服务运行 {title} 的网关',
  'looked for definitions in {where} and wherever else their managers look':
    '在 {where} 和服务管理器会看的其他地方找过定义',
  'profile {profile} is gone: {home} is not there any more': 'profile {profile} 已经不在：{home} 没有了',
  'runs {profile} already': '已经运行 {profile}',
  '{name} starts with {replaceFlag} under launchd': '{name} 在 launchd 里启动时带 {replaceFlag}',
  'systemd refuses {file}:{line} ({message}): mend it, or replace it with --strategy unit --force':
    'systemd 拒绝 {file}:{line}（{message}）：请解决，或者用 --strategy unit --force 替换',
  'pinned by its drop-in': '由它的 drop-in 固定',
  '{path} was edited by hand; it runs the right profile': '{path} 有人手动改过；运行的 profile 是对的',
  '{path} was edited by hand and does not pin {profile}: mend it, or remove it and run this again':
    '{path} 有人手动改过，而且没有固定到 {profile}：请解决，或者移走后再运行一次',
  'the unit below the drop-in has changed': 'drop-in 下面的 unit 有变化',
  'the gateway of the default profile is told to serve every profile{at}':
    'default profile 的网关按设置服务全部 profile{at}',
  'the gateway of the default profile runs, and serves {profile} already':
    'default profile 的网关在运行，已经服务着 {profile}',
  '{who}; for one of its own, set {standalone}: true in {home}/{config}':
    '{who}；要给它单独的网关，请在 {home}/{config} 里写 {standalone}: true',
  'or pin it by a drop-in: --strategy dropin': '或者用 drop-in 固定：--strategy dropin',
  '{path} is managed by Nix ({real}): change it there, {instead}':
    '{path} 由 Nix 管理（{real}）：请到那里改，{instead}',
  '{path} is a link to {target}: put a regular file in its place, {instead}':
    '{path} 是指向 {target} 的链接：请换成普通文件，{instead}',
  '{path} cannot be looked at: permission denied': '无法查看 {path}：没有权限',
  '{path} belongs to uid {uid}, not to {name}: chown {name} {path}, {instead}':
    '{path} 属于 uid {uid}，不属于 {name}：chown {name} {path}，{instead}',
  '{path} is read-only: chmod u+w {path}, {instead}': '{path} 是只读的：chmod u+w {path}，{instead}',
  '{folder} is not a folder that can be looked at': '{folder} 不是可以查看的目录',
  '{folder} is managed by Nix ({real}): change it there': '{folder} 由 Nix 管理（{real}）：请到那里改',
  '{folder} belongs to uid {uid}, not to {name}: chown {name} {folder}':
    '{folder} 属于 uid {uid}，不属于 {name}：chown {name} {folder}',
  '{folder} is read-only: chmod u+w {folder}': '{folder} 是只读的：chmod u+w {folder}',
  'others may write to {folder}, and exchange what is in it: chmod go-w {folder}':
    '别人对 {folder} 有写权限，能换掉里面的东西：chmod go-w {folder}',
  'the profiles are {known}': 'profile 有 {known}',
  'there is no profile {name}': '没有 profile{name}',
  'did you mean {meant}? {all}': '是不是想写 {meant}？{all}',
  'it says which port belongs to which profile; without it two could be given the same':
    '它记着哪个端口属于哪个 profile；没有它，两个 profile 可能分到同一个',
  '{path} is a link to {link}': '{path} 是指向 {link} 的链接',
  '{why}. It is replaced as a whole, which would cut the link': '{why}。它会被整个替换，链接就断了',
  'put the file itself there: cat {path} >{path}.new && mv {path}.new {path}':
    '请把文件本身放在那里：cat {path} >{path}.new && mv {path}.new {path}',
  '{name} is {text}, which is not a port (1 to 65535)': '{name} 是 {text}，不是端口（1 到 65535）',
  'leave the port to the definition: unitpin gen --profile {profile}':
    '把端口留给定义：unitpin gen --profile {profile}',
  '{path} is JSON, which unitpin reads and does not write': '{path} 是 JSON，unitpin 只读不写',
  'profile {profile} has no {config}': 'profile {profile} 没有 {config}',
  '{path} is not changed: {other} has {variable}, which counts before it':
    '没有改动 {path}：{other} 里有 {variable}，它优先',
  'profile {profile} would go on listening on {value}': 'profile {profile} 会继续监听 {value}',
  'set {variable}={port} there, or take the line away and run this again':
    '请在那里写 {variable}={port}，或者去掉那一行再运行一次',
  '{name} follows the sticky file, and runs {profile} today':
    '{name} 跟着当前 profile 文件走，现在运行的是 {profile}',
  'nothing in {name} says its profile: it runs {profile}': '{name} 里没有写明 profile：它运行的是 {profile}',
  'only a marker keeps {name} on {profile}': '只有一个标记变量让 {name} 留在 {profile}',
  '{name} runs {profile}, and {what} says {value}': '{name} 运行的是 {profile}，而 {what} 说的是 {value}',
  '{name} names profile {profile} and the home of another':
    '{name} 写的是 profile {profile}，home 目录却是另一个的',
  '{name} asks the manager ("{action}") instead of running':
    '{name} 是让服务管理器去做（“{action}”），自己并不运行',
  '{name} is not as it should be for {profile}': '{name} 不是 {profile} 该有的样子',
  '{name} runs {profile}': '{name} 运行的是 {profile}',
  'the command of {name} is hidden in a wrapper ({path}): write {flag} {profile} into the wrapper, or replace the definition with --strategy unit --force':
    '{name} 的命令藏在包装程序里（{path}）：请在那里写上 {flag} {profile}，或者用 --strategy unit --force 替换定义',
  'it runs, and does not do its work: {reasons}': '它在运行，却没有做自己的工作：{reasons}',
  '{name} is masked': '{name} 已屏蔽',
  '{control} unmask {name}, then: {again}': '{control} unmask {name}，然后运行：{again}',
  'its manager does not say how it is': '服务管理器没有说它怎么样',
  'its manager refuses {path}': '服务管理器拒绝 {path}',
  '{all} are all for profile {profile}': '{all} 都是给 profile {profile} 的',
  'it {running}, and its definition says {profile}': '它{running}，而定义里写的是 {profile}',
  'unitpin.yaml does not name it': 'unitpin.yaml 没有写它',
  'set {profile} to enabled or manual in {path}': '请在 {path} 里把 {profile} 设为 enabled 或 manual',
  'unitpin.yaml starts it by hand only': 'unitpin.yaml 只让它手动启动',
  'outside of its service': '在服务之外',
  'in {name}': '在 {name} 里',
  'process {pid} runs this profile {where}{more}{command}':
    '进程 {pid} {where}运行着这个 profile{more}{command}',
  'end it where it was started (process {pid}), then: {again}':
    '在启动它的地方结束它（进程 {pid}），然后运行：{again}',
  'unitpin stop {name}, then: {again}': 'unitpin stop {name}，然后运行：{again}',
  'services are run by a service manager': '服务由服务管理器运行，',
  '{manager} is not the manager of this host': '{manager} 不是这台主机的服务管理器',
  'several services could be meant by {what}': '{what} 可能指好几个服务',
  'name the one that is meant, or say --scope; take away the other: unitpin remove {name} --force':
    '请写明是哪一个，或者加 --scope；移走另一个：unitpin remove {name} --force',
  'profile {what} has no definition': 'profile {what} 没有定义',
  'no service is called {what}': '没有名为 {what} 的服务',
  'looked for a profile, a unit and a label of that name': '按 profile、unit 和 label 都找过这个名字',
  'did you mean {close}?': '是不是想写 {close}？',
  '{name} is made from {path}, which may serve others, too': '{name} 由 {path} 生成，而它可能还用于别的服务',
  'was edited since unitpin wrote it': '在 unitpin 写过之后改过',
  "is not unitpin's": '不是 unitpin 写的',
  'unitpin remove {name} --force (a backup is kept)': 'unitpin remove {name} --force（会留一份备份）',
  'the services are stopped; their files may still be there': '服务已停止；文件可能还在',
  '{target} is there, and is something else': '{target} 已经存在，而且是别的东西',
  '{name} does not end; nothing was renamed': '{name} 没有结束；没有给任何服务改名',
  '; {message}': '；{message}',
  'the files are as they were': '文件已恢复原样',
  '{profile} depends on {name}, which has no definition': '{profile} 依赖 {name}，而它没有定义',
  '{profile}, which it depends on, is not there': '它依赖的 {profile} 不在',
  'no service of {profile}': '没有 {profile} 的服务',
  '{missing}; {message}': '{missing}；{message}',
  'interrupted; what was begun goes on': '已中断；已经开始的继续进行',
  'interrupted; the service manager goes on with what it was told': '已中断；服务管理器会继续做已经交代的事',
  'waiting for {waiting}': '正在等 {waiting}',
  'process{es} {pids}': '进程 {pids}',
  '{pids} still there; its manager will end it when its own time is up':
    '它的{pids}还在；到了自己的时限，服务管理器会结束它',
  ' and is left alone': '，不去动它',
  'end it where it was started (process {pid})': '在启动它的地方结束它（进程 {pid}）',
  'the root home is {root} now, and {root2} is supervised': '根 home 目录现在是 {root}，而看管的是 {root2}',
  'end this supervisor, then: unitpin supervise': '结束这个 supervisor，然后运行：unitpin supervise',
  'nothing says which profiles are to run': '没有说明要运行哪些 profile',
  'there is no unitpin.yaml, and a supervisor has no definitions to go by':
    '没有 unitpin.yaml，而 supervisor 没有定义可以参照',
  'unitpin supervise --all, or --profile NAME': 'unitpin supervise --all，或者 --profile NAME',
  'somebody is at work on profile {profile}; nothing was done':
    '有程序正在处理 profile {profile}；没有做任何事',
  'when no unitpin is there any more: rm {where}': '确认没有 unitpin 在运行之后：rm {where}',
  'process {pid} is at work on profile {profile}; nothing was done':
    '进程 {pid} 正在处理 profile {profile}；没有做任何事',
  'its manager says {state}, and no gateway of this profile runs':
    '服务管理器说 {state}，而没有这个 profile 的网关在运行',
  'unitpin.yaml enables it, and it has no definition': 'unitpin.yaml 启用了它，而它没有定义',
  'its manager says: {text}': '服务管理器说：{text}',
  'It listens on port {actual}; configured is {port} ({more}).':
    '它监听的是端口 {actual}；设置的是 {port}（{more}）。',
  'the definition': '定义',
  "the app's default": '应用的默认值',
  'nothing says which profile it is for': '看不出它是给哪个 profile 的',
  'parked: {reason}': '已停放：{reason}',
  'the supervisor has no service called {name}': 'supervisor 没有名为 {name} 的服务',
  'it has {known}': '它有 {known}',
  '{path} cannot be read: {why}': '无法读取 {path}：{why}',
  'run it as somebody who may read it, or name the files and folders that are meant':
    '请让有权限读取的人来运行，或者写出要查看的文件和目录',
  '{given} cannot be read: {unreadable}': '无法读取 {given}：{unreadable}',
  'waiting for {what}{more}': '正在等 {what}{more}',
  ', {seconds} s so far': '，已经 {seconds} 秒',
  '{count} services ({most})': '{count} 个服务（{most}）',
  '{found} was interrupted: {fates}': '{found}中断了：{fates}',
  '  {name}: the new definition stays, the old one ran the wrong profile':
    '  {name}：保留新的定义，旧的运行的是错误的 profile',
  '  {path} was changed since, and is left as it is': '  {path} 后来有人改过，保持现状',
  'it is undone, everything is as it was': '它已撤销，一切恢复原样',
  'it is undone, but for what must not come back': '它已撤销，只有不该恢复的没有恢复',
  'it is finished now': '它现在已完成',
  'what it had begun is finished, the rest is undone': '已经开始的都完成了，其余的已撤销',
  '; next: {next}': '；下一步：{next}',
  'there is nothing to roll back': '没有可以回滚的',
  'there is no receipt {id}': '没有回执 {id}',
  '{id} is undone already': '{id} 已经撤销了',
  'to do it again: unitpin rollback {id}': '要再做一次：unitpin rollback {id}',
  '{paths} changed since; nothing was rolled back': '{paths} 后来有变化；没有回滚任何东西',
  '{command} wrote it again ({id})': '{command} 又写过它（{id}）',
  'somebody edited it: what they wrote would be lost from there': '有人编辑过它：那些内容会从那里丢失',
  'first: unitpin rollback {id}': '先运行：unitpin rollback {id}',
  'unitpin rollback {id} --force (what they wrote is backed up)':
    'unitpin rollback {id} --force（他们写的会备份）',
  'the backup of {path} is not what it was; nothing was rolled back':
    '{path} 的备份和当初不一样了；没有回滚任何东西',
  '{journal} was interrupted; it is finished or undone by the next: unitpin apply':
    '{journal}中断了；下一次 unitpin apply 会完成或者撤销它',
  '{more} {command} of {at} UTC ({owner})': '{at} UTC 的 {command}（{owner}）',
  'process {pid}{more}': '进程 {pid}{more}',
  ' on {host}': '（在 {host} 上）',
  '{what}, and Windows has no service manager that unitpin knows':
    '{what}而 Windows 没有 unitpin 认识的服务管理器',
  'it knows systemd and launchd': '它认识 systemd 和 launchd',
  'unitpin audit FILES, unitpin audit --root DIR, unitpin ports or unitpin status; or use the library (docs/library.md)':
    'unitpin audit FILES、unitpin audit --root DIR、unitpin ports 或 unitpin status；也可以用程序库（docs/library.md）',

  'not asked': '没有询问',
  'starts by itself': '会自动启动',
  'does not start by itself': '不会自动启动',
  'older than its files': '比文件旧',
  'process {pid}': '进程 {pid}',
};
