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
  '{path} is not valid YAML: {reason}': '{path} 不是合法的 YAML：{reason}',
};
