/** What src/fleet says: the English text, and the Chinese one. */
export const fleet = {
  'no app is called {nameOrPath}': '没有名为 {nameOrPath} 的应用',
  'use --app with one of: {known}; or with the path of an app.yaml':
    '--app 可以是：{known}；或者 app.yaml 的路径',
  'dependsOn goes round in a circle: {cycle}': 'dependsOn 绕成了一圈：{cycle}',
  'no order exists in which these profiles could start': '这些 profile 排不出启动的先后',
  'take one of these dependencies out': '请去掉其中一个依赖',
  '{profile} depends on {name}, which is not in the fleet ({way})':
    '{profile} 依赖 {name}，而它不在要运行的服务里（{way}）',
  'add {name} under profiles, or take it out of dependsOn':
    '请把 {name} 写进 profiles，或者从 dependsOn 里去掉',
  '{profile} depends on {name}, which is disabled ({way})': '{profile} 依赖 {name}，而它是 disabled（{way}）',
  'set {name} to enabled or manual, or take it out of dependsOn':
    '请把 {name} 设为 enabled 或 manual，或者从 dependsOn 里去掉',
  'the program of {title} is not found': '找不到 {title} 的程序',
  'looked for {layouts} below it, then for {name} on PATH (shims of version managers are left out: they move)':
    '在它下面找过 {layouts}，又在 PATH 里找过 {name}（不算版本管理器的 shim：它们会变）',
  'looked for {name} on PATH (shims of version managers are left out: they move)':
    '在 PATH 里找过 {name}（不算版本管理器的 shim：它们会变）',
  'name it with --bin /path/to/the/program': '请用 --bin /path/to/the/program 指明',
  '{from} is not an absolute path: {path}': '{from} 不是绝对路径：{path}',
  'a service manager does not look relative to your shell': '服务管理器不会从你的 shell 所在的地方去找',
  'profile {name} has no home: {profileHome} is not there':
    'profile {name} 没有 home 目录：{profileHome} 不存在',
  "create it with the app's own command, or take {name} out": '请用应用自己的命令创建它，或者去掉 {name}',
  '{name} cannot be set under environment (profile {profile})':
    '{name} 不能写在 environment 里（profile {profile}）',
  'use path: its folders are put before the fixed ones': '请用 path：里面的目录会排在固定的目录之前',
  'unitpin sets it: it is what pins the service to its profile':
    '它由 unitpin 设置：服务就是靠它固定到 profile 的',
  'unknown key; known are {known}': '不认识的键；认识的有 {known}',
  'the file': '这个文件',
  '{path} is not as it should be: {text}': '{path} 不合要求：{text}',
  'also: {others}': '还有：{others}',
  'line {line}: {text}': '第 {line} 行：{text}',
  '{path} is not valid YAML: {reason}': '{path} 不是合法的 YAML：“{reason}”',

  // Schemas of unitpin.yaml, app.yaml and plans.
  'it is missing': '没有写',
  'expected {wanted}, found {found}': '应该是{wanted}，写的却是{found}',
  'expected {wanted}': '应该是{wanted}',
  'expected {minimum} or more': '不能小于 {minimum}',
  'expected more than {minimum}': '必须大于 {minimum}',
  'expected {maximum} or less': '不能大于 {maximum}',
  'it is not as it should be': '不合要求',
  'a list': '列表',
  'a mapping': '映射',
  nothing: '空值',
  'a profile name is a-z, 0-9, _ and -, 64 at most, the first a letter or digit':
    'profile 的名字只能用 a-z、0-9、_ 和 -，最多 64 个字符，以字母或数字开头',
  'a profile name is {rule}': 'profile 的名字要符合 {rule}',
  'not the name of an environment variable': '不是环境变量名',
  "looks like a secret; definitions are readable by everybody: put it into the profile's .env":
    '看起来是机密；定义谁都可以读：请写到这个 profile 的 .env 里',
  'a port: 1 to 65535': '端口要在 1 到 65535 之间',
  'an absolute folder (or one below ~/), without a colon':
    '要写目录的绝对路径（或者以 ~/ 开头），里面不能有冒号',
  'an absolute folder': '要写目录的绝对路径',
  'a path below the home, without a leading / or ~': '要写 home 目录下的路径，开头没有 / 或 ~',
  'not a regular expression': '不是正则表达式',
  'a day: YYYY-MM-DD': '要写日期：YYYY-MM-DD',
  'it starts with -': '要以 - 开头',
  'it starts with /': '要以 / 开头',
  'a-z, 0-9 and -': '只能用 a-z、0-9 和 -',
  'it needs exactly one of file, module, inline': 'file、module、inline 要写一个，而且只写一个',
  'it is a path with {root} first and {profile} last': '路径要以 {root} 开头，以 {profile} 结尾',
  'it has {suffix} in it': '里面要有 {suffix}',
};
