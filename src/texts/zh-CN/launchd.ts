/** What src/launchd says: the English text, and the Chinese one. */
export const launchd = {
  'launchctl bootout {target} failed: {result}': 'launchctl bootout {target} 失败：{result}',
  'the job goes on as it was': '任务照旧运行',
  'could not find out whether {label} is gone: launchctl print did not say so in {seconds} s':
    '查不出 {label} 是否已经不在：launchctl print 在 {seconds} 秒内没有给出结果',
  '{label} is still there {seconds} s after launchctl bootout':
    'launchctl bootout 之后 {seconds} 秒，{label} 仍然在',
  'its process {left} goes on': '它的进程 {left} 还在运行',
  'launchd still lists it': 'launchd 仍然列着它',
  'bootout said: {said}': 'bootout 说：{said}',
  'could not find out whether {name} is loaded in {domain}: {result}':
    '查不出 {name} 是否已加载到 {domain}：{result}',
  'launchctl bootstrap {domain} did not load {name}: {result}':
    'launchctl bootstrap {domain} 没有加载 {name}：{result}',
  'this kind of login is not there any more (ssh and sudo have no gui domain)':
    '这种登录已经不在了（ssh 和 sudo 没有 gui 域）',
  'log in as {name}, at the screen or over ssh, and run the command there':
    '请以 {name} 的身份在屏幕前或者用 ssh 登录，在那里运行命令',
  'LimitLoadToSessionType leaves out {more}; without the key a job is for Aqua, the screen, alone':
    'LimitLoadToSessionType 排除了{more}；没有这个键，任务只用于 Aqua，也就是屏幕',
  'Background, which is what ssh gives': 'Background，而 ssh 给的就是它',
  'this kind of login': '这种登录',
  "the file must be its owner's, and nobody else may write it": '文件必须属于它的所有者，别人不能有写权限',
  'another account owns this domain': '这个域属于另一个账户',
  'run the command as {name}': '请以 {name} 的身份运行命令',
  'launchctl {words} {target} failed: {result}': 'launchctl {words} {target} 失败：{result}',
  'launchctl is not installed: this host has no launchd': '没有安装 launchctl：这台主机没有 launchd',
  'write the definitions with: unitpin gen --out DIR': '只写出定义：unitpin gen --out DIR',
  'could not find out whether launchd has the domain {domain}': '查不出 launchd 是否有域 {domain}',
  'launchd has no domain for uid {uid}: {name} is not logged in':
    'launchd 没有 uid {uid} 的域：{name} 没有登录',
  '{path} cannot be edited: {message}': '无法编辑 {path}：{message}',
  '{file} cannot be edited: {path} is not {wanted}': '无法编辑 {file}：{path} 不是{wanted}',
  'the top level': '最外层',
  'a property list cannot be written with it': 'plist 里写不了它',
  '{label} cannot be loaded: {message}': '无法加载 {label}：{message}',
  '{path} is the job {name}, not {label}': '{path} 是任务 {name}，不是 {label}',
  'launchd goes by the label in the file, whatever its name is':
    'launchd 看的是文件里的 label，不管文件叫什么',
  'plutil -lint did not answer': 'plutil -lint 没有回答',
  'also: {message}': '还有：{message}',
  'the file is not there': '文件不存在',
  'the file cannot be read: {reason}': '文件无法读取：{reason}',
  'launchctl is not installed': '没有安装 launchctl',
  'launchctl did not answer': 'launchctl 没有回答',
  '{line} (exit {code})': '{line}（退出码 {code}）',
  'it said nothing': '它什么都没说',
  'unitpin runs inside {label}, and would end with it': 'unitpin 在 {label} 里运行，会跟它一起结束',
  'what is stopped from within is never started again': '从里面停掉的，永远不会再启动',
  'run the command in a terminal of your own': '请在自己的终端里运行命令',
  'could not find out whether launchd has loaded {label}': '查不出 launchd 是否已加载 {label}',
  'log is not installed': '没有安装 log',
  'log ended with {code}': 'log 以 {code} 结束',
  'log did not answer within {timeout} s': 'log 在 {timeout} 秒内没有回答',
  'log did not come to its end within {timeout} s': 'log 在 {timeout} 秒内没有结束',
  'launchd gives 5 for several things: the file cannot be read or is no property list; somebody but its owner may write it; the job is disabled; or it is not for this kind of login (LimitLoadToSessionType)':
    'launchd 报告 5 有好几种原因：文件无法读取或者不是 plist；所有者以外的人有写权限；任务已禁用；或者它不用于这种登录（LimitLoadToSessionType）',
};
