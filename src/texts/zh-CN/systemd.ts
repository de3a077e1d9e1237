/** What src/systemd says: the English text, and the Chinese one. */
export const systemd = {
  '{key}= cannot be set to this value: it would be more than one line':
    '{key}= 不能设为这个值：它不是单独一行',
  'journalctl is not installed': '没有安装 journalctl',
  'journalctl did not answer in time': 'journalctl 没有及时回答',
  'what journalctl answered is no journal': 'journalctl 的回答不是日志',
  'journalctl ended with {code}': 'journalctl 以 {code} 结束',
  '(too long to be shown)': '（太长，无法显示）',
  'loginctl enable-linger {user} failed: {said}': 'loginctl enable-linger {user} 失败：{said}',
  'without it services end when the user logs out, and do not start at boot':
    '不开启的话，用户注销后服务就会结束，开机时也不会启动',
  'the command': '命令',
  '{what} is longer than a line of a unit file can be (1 MiB)': '{what} 比 unit 文件允许的一行（1 MiB）还长',
  '{what} cannot be written {why}': '{what} 写不进去：{why}',
  'change it in unitpin.yaml, or rename the file it names':
    '请在 unitpin.yaml 里改掉，或者给它所指的文件改名',
  'no {scope} service manager can be reached: {said}': '连不上服务管理器（{scope}）：{said}',
  '{command} failed (exit {more}): {said}': '{command} 失败（退出码 {more}）：{said}',
  'systemctl is not installed: this host has no systemd': '没有安装 systemctl：这台主机没有 systemd',
  'something else is process 1 here: a container, or WSL2 without systemd=true below [boot] in /etc/wsl.conf':
    '这里的进程 1 是别的程序：容器，或者没有在 /etc/wsl.conf 的 [boot] 下写 systemd=true 的 WSL2',
  'the service manager did not answer: {command}': '服务管理器没有回答：{command}',
  'see whether it lives: {control} status': '看看它是否还在：{control} status',
  'looked for the bus of uid {uid}; it runs while the user is logged in, or lingers':
    '找过 uid {uid} 的总线；用户登录着，或者开启了 linger，它才会运行',
  'run it as uid {uid} itself, or as root with --as-user':
    '请以 uid {uid} 的身份运行，或者以 root 身份加 --as-user',
  'run it as root': '请以 root 身份运行',
  'systemd-analyze verify did not answer in {timeout} s': 'systemd-analyze verify 在 {timeout} 秒内没有回答',
  'as a program: it is not an absolute path': '程序要用绝对路径',
  'as a program. systemd says: {wrong}': '不能当作程序。systemd 说：{wrong}',
  'as the name of a variable': '不能当作变量名',
  'the value of {name}': '{name} 的值',
  'as a path: it is not absolute': '路径要用绝对路径',
  'as a path: it holds a control character, and paths cannot be quoted here':
    '路径里有控制字符，而这里的路径没法加引号',
  'as a path: systemd refuses . and .. in it': '路径里的 . 和 .. systemd 会拒绝',
  'as a path: the blank at its end would be cut off': '路径末尾的空格会被去掉',
  'as a path: it, or a name in it, is too long': '路径或者其中的一个名字太长',
  'as a path: the backslash at its end would continue the line': '路径末尾的反斜杠会接上下一行',
  'the path': '路径',
  'on one line: it holds a control character': '里面有控制字符，写不成一行',
  'as it is: blanks at its ends would be cut off': '首尾的空格会被去掉',
  'as it is: the backslash at its end would continue the line': '末尾的反斜杠会接上下一行',
  'the text': '文字',
  'in a unit: it holds a NUL': '里面有 NUL，unit 里不能有',
  'in a unit: it is not clean UTF-8, and systemd refuses the whole line':
    '它不是合法的 UTF-8，systemd 会拒绝整行',

  // What is ours of what its reader says; systemd's own words stay as people search for them.
  "'{name}' is not a valid unit name: systemd does not load the file":
    '“{name}”不是合法的 unit 名：systemd 不会加载这个文件',
  '{message}. The rest of this drop-in is not read.': '{message}（这个 drop-in 余下的部分也不再读取）',
  "{key}= does not take '{value}', and is not passed over":
    '{key}= 不接受“{value}”，而且出错时不会只跳过这一行',
  'Failed to resolve unit specifiers, ignoring: {reason}':
    'Failed to resolve unit specifiers, ignoring（原因：{reason}）',
  'Failed to resolve specifiers ({name}), ignoring: {reason}':
    'Failed to resolve specifiers ({name}), ignoring（原因：{reason}）',
  "Failed to resolve unit specifiers in '{word}': {reason}":
    "Failed to resolve unit specifiers in '{word}'（原因：{reason}）",
  'Failed to resolve unit specifiers in a word: {reason}':
    'Failed to resolve unit specifiers in a word（原因：{reason}）',
  "{written} cannot be resolved: the unit's name holds a bad escape":
    '{written} 无法解析：unit 名里的转义写法不对',
  'systemd knows no specifier {written} (write %% for a percent sign)':
    'systemd 不认识 specifier {written}，百分号要写成 %%',
  'it is too long with its specifiers resolved': 'specifier 展开之后太长',
  'The line is not clean UTF-8, so systemd does not load the unit':
    '这一行不是合法的 UTF-8，systemd 不会加载这个 unit',
};
