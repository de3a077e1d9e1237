/** What src/cli says: the English text, and the Chinese one. */
export const cli = {
  '--as-user is for root: it runs the command as somebody else':
    '--as-user 只供 root 使用：以另一个账户的身份运行这条命令',
  '{name} may not read unitpin itself ({folder})': '{name} 没有权限读取 unitpin 本身（{folder}）',
  'install it where every account can read it, such as below /usr/local':
    '请把它装到每个账户都能读取的地方，例如 /usr/local 下面',
  'there is no account called {name}': '没有名为 {name} 的账户',
  'could not find out who {name} is: id {state}': '查不出 {name} 是谁：id {state}',
  '{refused} of {all} services cannot be brought in order; nothing was changed':
    '{all} 个服务里有 {refused} 个没法处理好；没有改动任何东西',
  'mend these, or apply the others by name: {again}': '请先解决这些，或者只应用其余的，逐个指定：{again}',
  '{manager} is not the service manager of this host ({platform}); nothing was changed':
    '{manager} 不是这台主机的服务管理器（{platform}）；没有改动任何东西',
  'write the definitions with: unitpin gen --manager {manager} --out DIR':
    '只写出定义：unitpin gen --manager {manager} --out DIR',
  'these services could not start; nothing was changed': '这些服务没法启动；没有改动任何东西',
  '{profile}: {reason}. next: {next}': '{profile}：{reason}。下一步：{next}',
  'its files are as they were': '它的文件已恢复原样',
  'its files are kept: the old ones ran the wrong profile': '它的文件保留新的：旧的运行的是错误的 profile',
  'its file was changed since, and is left as it is': '它的文件后来被改过，保持现状',
  '{unit}: {missing}; {files}': '{unit}：{missing}；{files}',
  '{count} service{s} did not get ready': '{count} 个服务没有就绪',
  'receipt: {id}': '回执：{id}',
  'services of {name} now go on without a login, and start at boot':
    '{name} 的服务从现在起不登录也会继续运行，并在开机时启动',
  'lingering is off: services end when {name} logs out, and do not start at boot. next: unitpin apply --enable-linger':
    '没有开启 linger：{name} 注销后服务就会结束，开机时也不会启动。下一步：unitpin apply --enable-linger',
  'apply starts services': 'apply 会启动服务，',
  'warning: {line}': '警告：{line}',
  'the supervisor (process {pid}) would be told to look again': '会让 supervisor（进程 {pid}）重新查看一遍',
  '{profile}: new': '{profile}：新增',
  '{profile}: not supervised any more': '{profile}：不再看管',
  '{profile}: is started': '{profile}：启动',
  '{profile}: stopped': '{profile}：已停止',
  '{profile}: restarted: {because}': '{profile}：已重启：{because}',
  'Nothing to do: the supervisor runs what it should.': '无需操作：supervisor 运行的正是该运行的。',
  'apply works on this machine: --root is for looking at another one':
    'apply 只在本机上工作：--root 是用来查看另一台主机的',
  '--force goes with --strategy unit: it replaces definitions of others as a whole':
    '--force 要与 --strategy unit 一起用：它会整个替换别人的定义',
  '--plan-out makes a plan, and one was given to be carried out':
    '--plan-out 用来做计划，这里却已经给了一份要执行的计划',
  'services of the system are written by root': '系统的服务由 root 写入',
  '--scope system needs --as-user NAME: the account that the services run as':
    '--scope system 需要 --as-user NAME：运行这些服务的账户',
  'warning: {profile}: {reason}. next: {next}': '警告：{profile}：{reason}。下一步：{next}',
  'the plan is saved; nothing was changed. next: unitpin apply {planOut}':
    '计划已保存；没有改动任何东西。下一步：unitpin apply {planOut}',
  'Nothing to do: every service runs its profile.': '无需操作：每个服务运行的都是自己的 profile。',
  '{count} of {meant} services run their profile.': '{meant} 个服务里有 {count} 个运行着自己的 profile。',
  'not restarted: {name}, {reason}. next: unitpin restart {profile}':
    '没有重启：{name}，{reason}。下一步：unitpin restart {profile}',
  'Carry out this plan?': '要执行这个计划吗？',
  'declined; nothing was changed': '已取消；没有改动任何东西',
  'No profile of {name} has a definition (on disk: {profiles}). next: unitpin apply --all, or --profile NAME':
    '{name} 的 profile 都没有定义（磁盘上有：{profiles}）。下一步：unitpin apply --all，或者 --profile NAME',
  '--in-place goes with --fix: it says how to write': '--in-place 要与 --fix 一起用：它说的是怎么写',
  '--fix=all would fix {more} more: look at it with --fix=all --diff':
    '--fix=all 还会修复 {more} 个：先用 --fix=all --diff 看一看',
  '; {receipt}': '；{receipt}',
  '{fixed} fixed, {refused} refused{kept}': '已修复 {fixed} 个，拒绝 {refused} 个{kept}',
  'audit looks at every profile anyway: leave out --all': 'audit 总是查看每个 profile：请去掉 --all',
  'audit judges the services of this host': 'audit 检查这台主机的服务，',
  'note: no unit file or property list is there; folders below a folder are not looked at':
    '提示：那里没有 unit 文件，也没有 plist；不会查看下一层的目录',
  '--systemd is not a version of systemd: {text}': '--systemd 的值不是 systemd 的版本：{text}',
  'it is a whole number, the first that "systemctl --version" prints':
    '要一个整数，就是 systemctl --version 打印的第一个',
  'diagnose looks at every profile anyway: leave out --all': 'diagnose 总是查看每个 profile：请去掉 --all',
  '--stdout prints the definitions: it does not go with --diff, --check or --out':
    '--stdout 用来打印定义：不能与 --diff、--check 或 --out 一起用',
  'gen writes the definitions of services': 'gen 写出服务的定义，',
  '{writes} file{s}': '{writes} 个文件',
  '{kept} Nobody here reads them: {why}. next: unitpin supervise':
    '{kept}这里没有谁读取它们：{why}。下一步：unitpin supervise',
  'Nothing to write.': '没有需要写入的内容。',
  '{files} would be written. next: {next}': '会写 {files}。下一步：{next}',
  '{files} written; {receipt}.': '已写 {files}；{receipt}。',
  '{kept} next: {next}': '{kept}下一步：{next}',
  '{kept} next: log out and in, or reload each job with launchctl bootout and bootstrap':
    '{kept}下一步：注销后重新登录，或者用 launchctl bootout 和 bootstrap 逐个重新加载任务',
  '{path} names no profile': '{path} 没有写任何 profile',
  'no profile has a definition yet': '还没有哪个 profile 有定义',
  'the profiles on disk are {profiles}': '磁盘上的 profile 有 {profiles}',
  'choose with --profile {profiles}, or take them all with --all':
    '用 --profile {profiles} 选一个，或者用 --all 全选',
  'warning: {path} is not a receipt, and is left out': '警告：{path} 不是回执，已略过',
  'unitpin rollback undoes the last one, unitpin rollback ID another.':
    'unitpin rollback 撤销最近一次，unitpin rollback ID 撤销指定的一次。',
  'Nothing was written yet: no receipts in {state}.': '还没有写过任何东西：{state} 里没有回执。',
  'init writes on this machine: below --root it only looks': 'init 写在本机上：配合 --root 只能查看',
  '{path} is a link to {link}; it is left as it is': '{path} 是指向 {link} 的链接；保持现状',
  'write the file that it stands for: unitpin init --out FILE': '请写到它所指的文件：unitpin init --out FILE',
  'cannot read {path}: {reason}': '无法读取 {path}：{reason}',
  '{where} already says this.': '{where} 里写的就是这些。',
  'Written to {where}{kept}.': '已写入 {where}{kept}。',
  'Its program is not found: name it there (program:), or with --bin.':
    '找不到它的程序：请在那里写明（program:），或者用 --bin。',
  '{path} is there already': '{path} 已经存在',
  'it is yours, and holds what was decided before; nothing was written':
    '它是你的文件，记着以前的决定；没有写任何东西',
  'edit it; or {again}, which keeps a backup': '请编辑它；或者运行 {again}，会留一份备份',
  'The profile {profile} has no service. Should it have one?': 'profile {profile} 没有服务。要给它一个吗？',
  'nobody is there to answer; nothing was written': '没有终端，无法询问；没有写任何东西',
  'no service runs {without}: should one?': '没有服务运行 {without}：要给它们加上服务吗？',
  '{none} (no), {all} (yes), or --profile NAME for each that should':
    '{none}（不要）、{all}（都要），或者逐个写出要的：--profile NAME',
  'name a profile in it, then {next}': '在里面写上一个 profile，然后运行 {next}',
  '--follow never comes to the end of its JSON: use --format text':
    '--follow 的 JSON 永远不会结束：请用 --format text',
  'There is no service. next: unitpin status': '没有服务。下一步：unitpin status',
  'Nothing was written.': '没有写过任何东西。',
  '--lines is not a number of lines: {text}': '--lines 的值不是行数：{text}',
  'ports {action} works on this machine: --root is for looking at another one':
    'ports {action} 只在本机上工作：--root 是用来查看另一台主机的',
  'ports {action} needs the names of profiles': 'ports {action} 需要 profile 的名字',
  '--write-config goes with ports allocate': '--write-config 要与 ports allocate 一起用',
  'No conflict: every gateway has a port of its own.': '没有冲突：每个网关都有自己的端口。',
  "{receipt}. It counts from the gateway's next start on.": '{receipt}。从网关下次启动起生效。',
  'Nothing was allocated to them.': '没有给它们分配过端口。',
  'next: unitpin gen, which brings the definitions to it': '下一步：unitpin gen，它会把端口写进定义',
  '{profile} has no API server: the port is kept until it has one':
    '{profile} 没有 API 服务：端口先保留着，等它有了再用',
  '{profile}: write {port} where its settings say the port ({variable})':
    '{profile}：请在设置端口的地方写 {port}（{variable}）',
  'remove takes names: --all would be too easy to say by accident':
    'remove 需要名字：--all 范围太大，不会是本意',
  '{receipt}. To bring it back: unitpin rollback {id}': '{receipt}。要恢复：unitpin rollback {id}',
  'a supervisor runs the services here: there is nothing to take away':
    '这里由 supervisor 运行服务：没有可移走的文件',
  'set {names} to disabled in unitpin.yaml, then: unitpin apply':
    '请在 unitpin.yaml 里把 {names} 设为 disabled，然后运行 unitpin apply',
  'Stop these services and take their files away?': '要停止这些服务并移走它们的文件吗？',
  'nobody is there to confirm it; nothing was changed': '没有终端，无法询问；没有改动任何东西',
  "Nothing to do: every service has the name that the app's own commands know.":
    '无需操作：每个服务的名字都是应用自己的命令认得的。',
  'Rename these services? Each is stopped for a moment.': '要给这些服务改名吗？每个都会停一小会儿。',
  '{count} service{s} did not get ready under the new name': '{count} 个服务改名后没有就绪',
  '{to}: {reason}; {more}': '{to}：{reason}；{more}',
  'it stays: the old one ran the wrong profile': '它保持不变：旧的运行的是错误的 profile',
  'everything is as it was': '一切恢复原样',
  'rollback works on this machine: --root is for looking at another one':
    'rollback 只在本机上工作：--root 是用来查看另一台主机的',
  'nothing was rolled back': '没有回滚任何东西',
  '{id} is rolled back; to take that back: unitpin rollback {id2}':
    '{id} 已回滚；要撤销这次回滚：unitpin rollback {id2}',
  'Nothing to do: every file is as it was before.': '无需操作：每个文件都和以前一样。',
  '{name} did not get ready: {missing}': '{name} 没有就绪：{missing}',
  'all else is rolled back': '其余的都已回滚',
  'the files of {names} stay as they are; {outcome}': '{names} 的文件保持现状；{outcome}',
  'with the old ones the wrong profile would run, as it did before':
    '换成旧文件，运行的又会是错误的 profile，和以前一样',
  'look at what was there: unitpin history ({id})': '看看那时有什么：unitpin history（{id}）',
  'Roll it back?': '要回滚吗？',
  'the package has no page for {id}': '软件包里没有 {id} 的页面',
  'There is no service. next: unitpin apply --all': '没有服务。下一步：unitpin apply --all',
  '  what the files and the processes say is shown all the same': '  文件和进程说明的情况照样显示',
  '  next: {next}': '  下一步：{next}',
  '--interval goes with --watch': '--interval 要与 --watch 一起用',
  'a page is of one moment: --watch goes with text and json':
    '页面只反映一个时刻：--watch 要与 text 或 json 一起用',
  'no supervisor runs for {root}': '没有 supervisor 在看管 {root}',
  'none of {count} services has failed': '{count} 个服务都没有失败',
  'supervise works on this machine: --root is for looking at another one':
    'supervise 只在本机上工作：--root 是用来查看另一台主机的',
  'a supervisor runs services of the account that runs it': 'supervisor 运行的是启动它的账户的服务',
  'supervise is a manager itself: it does not go with --manager {manager}':
    'supervise 自己就是服务管理器：不能与 --manager {manager} 一起用',
  'note: this host has {manager}, which also starts services at boot':
    '提示：这台主机有 {manager}，它还会在开机时启动服务',
  'unitpin apply, or, where this one is meant: --manager supervisor':
    'unitpin apply；如果要的就是这一个，加上 --manager supervisor',
  '; next try in {time}': '；{time} 后再试',
  'supervise runs services': 'supervise 运行服务，',
  'still there: {left}': '还在：{left}',
  'bring the service manager to the definitions, and wait until every service runs its profile':
    '让服务管理器按定义运行，等到每个服务都运行着自己的 profile',
  'a plan that was saved: exactly this, or nothing where things have changed since':
    '保存下来的计划：就照这一份执行；情况有变，就什么都不做',
  'show the plan, change nothing': '显示计划，不做任何改动',
  'save the plan to this file, change nothing': '把计划保存到这个文件，不做任何改动',
  'begin nothing more when so many services have failed; what depends on them never':
    '失败的服务达到这个数目，就不再处理新的；依赖它们的一律不启动',
  'let services run without a login, and start at boot (loginctl enable-linger)':
    '让服务不登录也能运行，并在开机时启动（loginctl enable-linger）',
  'restart what changed (--no-restart: only write and reload)':
    '重启有变化的服务（--no-restart：只写入和重新加载）',
  "give services the names that the app's own commands know, and do nothing else":
    '把服务改成应用自己的命令认得的名字，其他什么都不做',
  'the plan, each step with its reason': '计划，每一步都有理由',
  'to look at it, and then: unitpin apply plan.json': '先看一看，然后运行：unitpin apply plan.json',
  'without a question': '不提问',
  "judge the host's service definitions, or the files and folders named":
    '检查这台主机的服务定义，或者指定的文件和目录',
  'unit files, plists, or folders of them': 'unit 文件、plist，或者放着它们的目录',
  'for people, for programs, for code scanning (SARIF 2.1.0), GitHub annotations, or a page for a browser':
    '给人看、给程序读、给代码扫描（SARIF 2.1.0）、GitHub 注解，或者浏览器里的页面',
  'exit 1 when something is found that is at least this bad': '发现至少这么严重的问题时，退出码为 1',
  'only this rule (may be repeated)': '只用这条规则（可以重复）',
  'all rules but this one (may be repeated)': '除了这条规则都用（可以重复）',
  'the version of systemd that the units are for, such as 249': '这些 unit 用于哪个版本的 systemd，例如 249',
  "unitpin.yaml's, else {seconds}": 'unitpin.yaml 里的，没有则 {seconds}',
  "unitpin.yaml's, then the host's": 'unitpin.yaml 里的，其次是本机的',
  'leave out what comments and unitpin.yaml ignore (--no-ignores: show all)':
    '略过注释和 unitpin.yaml 里忽略的问题（--no-ignores：全部显示）',
  'print how often each rule was broken, not each finding': '打印每条规则违反了几次，不逐条打印',
  'mend what is safe to mend; --fix=all: also what you should look at first':
    '修复可以安全修复的；--fix=all：连需要先看一看的也修复',
  'with --fix: edit the units themselves; else drop-ins beside them are written':
    '与 --fix 一起用：直接编辑 unit；否则在旁边写 drop-in',
  'show what --fix would write, write nothing': '显示 --fix 会写什么，不写入',
  "ask the manager's own checker, too (systemd-analyze verify, plutil -lint)":
    '也用服务管理器自己的检查程序（systemd-analyze verify、plutil -lint）',
  'every definition of this host': '这台主机的全部定义',
  'the units of a folder; asks nobody': '一个目录里的 unit；不询问任何程序',
  'in a GitHub workflow': '在 GitHub 工作流里',
  'a page with a picture of who runs what': '一个页面，画出谁运行什么',
  'another host, from its disk': '另一台主机，从它的磁盘上看',
  'what mending it would write': '修复会写什么',
  'two rules only': '只用两条规则',
  'print the script that completes command lines, for bash, zsh or fish':
    '打印补全命令行的脚本，用于 bash、zsh 或 fish',
  'the shell it is for': '给哪个 shell 用',
  'in ~/.bashrc: source <(unitpin completion bash)': '写进 ~/.bashrc：source <(unitpin completion bash)',
  'in ~/.zshrc, after compinit: source <(unitpin completion zsh)':
    '写进 ~/.zshrc，放在 compinit 之后：source <(unitpin completion zsh)',
  'what the logs tell: who ended whom and why, in which order, and what to do next':
    '日志里发生了什么：谁结束了谁、为什么、先后次序，以及下一步做什么',
  "logs that were saved, or folders of them; none: this host's":
    '保存下来的日志，或者放着它们的目录；不写：本机的',
  'only what is newer: 90s, 10m, 2h, 3d, or a date like 2026-11-20 or 2026-11-20T12:00':
    '只看比这更新的：90s、10m、2h、3d，或者日期，例如 2026-11-20 或 2026-11-20T12:00',
  "7 days; of macOS' own log 24 hours; of files everything": '7 天；macOS 自己的日志 24 小时；文件则是全部',
  'the journal and the logs of every gateway, tied to their definitions':
    'journal 和每个网关的日志，与它们的定义对照',
  'one profile, the last two hours': '一个 profile，最近两小时',
  'what somebody has sent: journalctl -o json, log files': '别人发来的：journalctl -o json 的输出、日志文件',
  'times without a zone are of that one': '没有时区的时间按这个时区理解',
  "another host's log files, from its disk": '另一台主机的日志文件，从它的磁盘上看',
  "a rule's page: what it finds, why it hurts, how to mend it":
    '一条规则的页面：查什么、为什么有害、怎么修复',
  'its name': '它的名字',
  'two services run one profile: why, and what to do': '两个服务运行同一个 profile：为什么会这样，该怎么办',
  'write the definitions, each pinned to its profile': '写出定义，每个都固定到自己的 profile',
  "write whole definitions to this folder, not to the manager's":
    '把完整的定义写到这个目录，而不是服务管理器的目录',
  'print whole definitions, write nothing': '打印完整的定义，不写入',
  'show what would change, write nothing': '显示会有什么变化，不写入',
  'exit 1 when something would change, write nothing': '会有变化时退出码为 1，不写入',
  'what would change': '会有什么变化',
  'in CI: exit 1 when something would change': '在 CI 里：会有变化时退出码为 1',
  'also for a profile that has no definition yet': '也给还没有定义的 profile',
  'definitions for every profile, into a folder': '每个 profile 的定义，写到一个目录',
  'what was written, and what of it is undone': '写过什么，其中哪些已经撤销',
  'every receipt, the newest first': '全部回执，最新的在前',
  'write a commented unitpin.yaml from what is found': '按找到的情况写一份带注释的 unitpin.yaml',
  'the file to write': '要写的文件',
  'ask nothing: profiles without a service stay without one, unless --profile or --all names them':
    '什么都不问：没有服务的 profile 就不加，除非用 --profile 或 --all 指明',
  'replace the file that is there; a backup is kept': '替换已有的文件；会留一份备份',
  'asks which of the profiles without a service should have one': '会问没有服务的 profile 里哪些该有',
  'what there is, as it is; asks nothing': '有什么写什么；什么都不问',
  'a service for every profile; into a repository': '每个 profile 一个服务；写到代码仓库里',
  'what services wrote: from the journal, or from their log files':
    '服务写了什么：来自 journal，或者它们的日志文件',
  'go on with what is written from now': '接着显示此后写下的',
  'how many lines': '多少行',
  'the last 50 lines': '最后 50 行',
  'of all services, by time': '所有服务的，按时间排列',
  'until Ctrl-C': '直到 Ctrl-C',
  'which profile has which port: list, allocate, release, check':
    '哪个 profile 用哪个端口：list、allocate、release、check',
  'list and check change nothing': 'list 和 check 不做任何改动',
  'the profiles': '要处理的 profile',
  'with allocate: write the port into config.yaml, too; one line changes, a backup is kept':
    '与 allocate 一起用：把端口也写进 config.yaml；只改一行，会留一份备份',
  'every port, who says it, and who listens there now': '每个端口、由什么指定、现在谁在监听',
  'exit 1 when two want one port, or somebody else has it':
    '两个都要同一个端口，或者端口被别的程序占用时，退出码为 1',
  'a port of its own for each, kept until it is released': '给每个分配自己的端口，一直保留到释放',
  "and write it into the profile's config.yaml": '并写进这个 profile 的 config.yaml',
  'give it back': '归还端口',
  'print this help': '打印这份帮助',
  'print the version': '打印版本',
  "stop and disable services, and take their definitions away: unitpin's own, others with --force":
    '停止并禁用服务，移走它们的定义：unitpin 自己的；别人的要加 --force',
  'seconds until a stop counts as failed, for all together': '停止在多少秒之后算失败，全部服务合计',
  "also what is not unitpin's; a backup is kept": '也移走不是 unitpin 写的；会留一份备份',
  'asks first; unitpin rollback brings it back': '先提问；unitpin rollback 可以恢复',
  "somebody else's unit, without a question": '别人的 unit，不提问',
  'restart services, these and no others, and wait until each runs its profile':
    '重启服务，只重启这些，等到每个都运行着自己的 profile',
  'seconds until a start counts as failed, for all together': '启动在多少秒之后算失败，全部服务合计',
  'also one that its manager has given up on': '也包括服务管理器已经放弃的',
  'all of them within two minutes': '全部服务，两分钟以内',
  'put back what was there before the last receipt, or the one named':
    '恢复到最近一份回执（或者指定的一份）之前的样子',
  'a receipt, as history names it': '回执，名字见 history',
  'also where a file was changed since; what stands there is backed up':
    '文件后来改过也照做；现有的内容会备份',
  'the last thing that was written': '最近一次写入',
  'one receipt, without a question': '一份回执，不提问',
  'every rule of the audit': '审计的全部规则',
  'for programs': '给程序读',
  'for people or for programs': '给人看，还是给程序读',
  'ask the service manager, too (--no-live: files only)': '也询问服务管理器（--no-live：只看文件）',
  'carry out the plan without asking': '不提问，直接执行计划',
  'auto: drop-ins beside what is not ours; unit: whole files; dropin: drop-ins only':
    'auto：在不是 unitpin 写的旁边放 drop-in；unit：整个文件；dropin：只写 drop-in',
  'with --strategy unit: replace whole what is not ours; a backup is kept':
    '与 --strategy unit 一起用：整个替换不是 unitpin 写的；会留一份备份',
  "the app's program, where it is not found": '应用的程序，找不到时用',
  'one definition as the manager understands it, each value with its origin':
    '服务管理器眼中的一个定义，每个值都注明来源',
  'a unit, a label, a profile, or the path of a file': 'unit、label、profile，或者文件的路径',
  'what runs the profile code': '什么在运行 profile code',
  'a unit, or the label of a job': '一个 unit，或者任务的 label',
  'a file, with what is overridden': '一个文件，连同被覆盖的内容',
  'start services, those they depend on first, and wait until each runs its profile':
    '启动服务，先启动它们依赖的，等到每个都运行着自己的 profile',
  'a profile; also a unit, or a label': 'profile；也可以是 unit 或 label',
  'side by side': '同时进行',
  'whatever unitpin.yaml enables; what runs already is left as it is':
    'unitpin.yaml 启用的全部；已经在运行的不动',
  'every profile: what its service is, what its manager says, and what really runs':
    '每个 profile：它的服务是什么、服务管理器怎么说、实际在运行什么',
  'for people, for programs, or a page for a browser': '给人看、给程序读，或者浏览器里的页面',
  'look again and again; on a terminal redraw, else print a line for each change':
    '反复查看；在终端里不断刷新，否则每有变化打印一行',
  'with --watch: seconds from one look to the next': '与 --watch 一起用：每隔多少秒看一次',
  'seconds that a gateway may take to answer': '等网关回答，最多多少秒',
  'a table of all profiles, and what is wrong with which': '全部 profile 的表格，以及哪个有什么问题',
  'all that is known about one': '关于其中一个的全部信息',
  'redraws until Ctrl-C': '不断刷新，直到 Ctrl-C',
  'an object a line for each look': '每看一次，一行一个对象',
  'what the files of another host say': '另一台主机的文件说明的情况',
  'stop services, and wait until each is gone and its lock free': '停止服务，等到每个都已结束、锁已释放',
  'through the manager that owns it': '通过管着它的服务管理器',
  "every service of the app's root home": '应用的根 home 目录下的全部服务',
  'run the services in the foreground, where no service manager lives':
    '在没有服务管理器的地方，在前台运行服务',
  'ask the one that runs whether all is well (exit 1: a service is not; 3: none runs)':
    '问正在运行的 supervisor 是否一切正常（退出码 1：有服务不正常；3：没有在运行）',
  'what unitpin.yaml enables, until Ctrl-C': 'unitpin.yaml 启用的，直到 Ctrl-C',
  'every profile on disk': '磁盘上的全部 profile',
  'for the health check of a container': '用于容器的健康检查',
  'warning: this is process 1, and no reaper is installed (tini, catatonit): what gateways leave behind stays as zombies\n  next: run the container with --init, or start it with unitpin-reaper\n':
    '警告：这是进程 1，却没有安装 reaper（tini、catatonit）：网关留下的进程会一直是僵尸\n  下一步：用 --init 运行容器，或者用 unitpin-reaper 启动它\n',
  'no rule is called {name}': '没有名为 {name} 的规则',
  'did you mean {meant}?': '是不是想写 {meant}？',
  'error: cannot write the output: {code}\n': '错误：无法写出输出：{code}\n',
  'no such option: {typed}': '没有这个选项：{typed}',
  '{name} is one argument too many': '{name} 是多余的参数',
  'no such command: {name}': '没有这个命令：{name}',
  '{what} cannot be {given}: it is one of {known}': '{what} 不能是 {given}：可以是 {known}',
  '{name} needs {wanted}': '{name} 需要 {wanted}',
  'it goes with {elsewhere}': '它要与 {elsewhere} 一起用',
  'did you mean {before}{meant}?': '是不是想写 {before}{meant}？',
  '--since is not a point in time: {text}': '--since 的值不是时间：{text}',
  'say 90s, 10m, 2h, 3d, or a date like 2026-11-20 or 2026-11-20T12:00':
    '可以写 90s、10m、2h、3d，或者日期，例如 2026-11-20 或 2026-11-20T12:00',
  'What it is about:': '针对什么：',
  'the app whose gateways are meant: a built-in name, or the path of an app.yaml':
    '哪个应用的网关：内置的名字，或者 app.yaml 的路径',
  "the app's root home, which holds the profiles": '应用的根 home 目录，里面放着各个 profile',
  "the app's rule": '按应用的规则',
  'look at another host: its file system, mounted or unpacked in this folder':
    '查看另一台主机：它的文件系统，挂载或者解压在这个目录里',
  'the unitpin.yaml to use': 'unitpin.yaml 文件',
  './, then ~/.config/unitpin/': './，其次 ~/.config/unitpin/',
  'the service manager': '服务管理器',
  "the host's": '本机的',
  "the user's own services, or those of the system": '用户自己的服务，或者系统的服务',
  'for root: run the command as this account; with --scope system: whose services they are':
    '供 root 使用：以这个账户的身份运行命令；与 --scope system 一起用：这些服务属于谁',
  'only this profile (may be repeated)': '只看这个 profile（可以重复）',
  'every profile on disk, also those without a service': '磁盘上的全部 profile，没有服务的也算',
  'the language of messages and pages': '消息和页面的语言',
  'whether to use colours': '是否用颜色',
  'print nothing when there is nothing to tell': '没有要说的，就什么都不打印',
  'also print what is ignored or overridden, and where a failure comes from':
    '把忽略或覆盖的内容，以及失败的来源也打印出来',
  'this is about definitions, and the supervisor has none': '这条命令针对的是定义，而 supervisor 没有定义',
  'say --manager systemd or launchd, or nothing': '写 --manager systemd 或 launchd，或者都不写',
  '$0 <command>\n\nProves that every gateway service runs exactly one profile, and makes it so.':
    '$0 <command>\n\n确保每个网关服务只运行一个 profile，并能证明这一点。',
  'unitpin COMMAND --help tells more about one command.': 'unitpin COMMAND --help 详细说明一个命令。',
  'which command?': '要哪个命令？',
  'after -- comes {wrong}, which is not a name': '-- 后面是 {wrong}，不是名字',
  'for a file of that name: ./{wrong}; for an option leave out the --':
    '如果是这个名字的文件：./{wrong}；如果是选项，就去掉 --',
  '--{name} is given twice': '--{name} 给了两次',
  '{name} is empty': '{name} 是空的',
  '- stands for nothing here: standard input is not read': '- 在这里没有意义：不会读取标准输入',
  'save it to a file, and name that': '先存成文件，再写上文件名',
  '{path} is there, and is not a plan; it is left as it is': '{path} 已经存在，而且不是计划；保持现状',
  '{path} is not a plan': '{path} 不是计划',
  'make one: unitpin apply --plan-out FILE': '生成一个：unitpin apply --plan-out FILE',
  '--{given} does not go with a plan: it has its own': '--{given} 不能与计划一起用：计划里有自己的',
  'unitpin apply {path}, or make another plan: unitpin apply --plan-out {path} …':
    'unitpin apply {path}，或者另做一份计划：unitpin apply --plan-out {path} …',
  '{path} was made for another state of things; nothing was changed':
    '{path} 是按另一种情况做的；没有改动任何东西',
  'it is for {name} (uid {uid})': '它是给 {name}（uid {uid}）的',
  'unitpin apply --as-user {name} {path} (as root)': 'unitpin apply --as-user {name} {path}（以 root 身份）',
  'look at what would be done now: unitpin apply --dry-run': '看看现在会做什么：unitpin apply --dry-run',
  'the current folder is gone': '当前目录已经不在了',
  '… {count} more lines': '… 还有 {count} 行',
  '{option} is not a number of seconds: {text}': '{option} 的值不是秒数：{text}',
  'profiles, units or labels': 'profile、unit 或 label',
  'note: {what}': '提示：{what}',
  '{command} works on this machine: --root is for looking at another one':
    '{command} 只在本机上工作：--root 是用来查看另一台主机的',
  '{command} what? name profiles, units or labels, or say --all':
    '{command} 要处理哪些？请写 profile、unit 或 label，或者 --all',
  '--all and names: which of them is meant?': '--all 和名字同时给了：要哪个？',
  '{option} takes a whole number, 1 or more: {text} is not one': '{option} 需要 1 或更大的整数：{text} 不是',
};
