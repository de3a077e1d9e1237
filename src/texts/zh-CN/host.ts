/** What src/host says: the English text, and the Chinese one. */
export const host = {
  'the open files of process {pid} cannot be looked at': '无法查看进程 {pid} 打开的文件',
  'the path of the control socket is too long: {length} bytes, {longest} at most':
    '控制套接字的路径太长：{length} 字节，最多 {longest}',
  'set XDG_RUNTIME_DIR to a folder of yours with a shorter path':
    '请把 XDG_RUNTIME_DIR 设为自己的、路径更短的目录',
  '{folder} belongs to user {uid}: the control socket would be in their hands':
    '{folder} 属于用户 {uid}：控制套接字会落在他们手里',
  'set XDG_RUNTIME_DIR to a folder of yours': '请把 XDG_RUNTIME_DIR 设为自己的目录',
  '{path} is not a socket; it is left as it is': '{path} 不是套接字；保持现状',
  'permission denied': '没有权限',
  'its links go round in a circle': '它的链接绕成了一圈',
  'the disk reports a read error': '磁盘报告读取错误',
  'the name is too long': '名字太长',
  'a file stands where a folder should be': '该是目录的地方是个文件',
  'the file system is read-only': '文件系统是只读的',
  'the disk is full': '磁盘已满',
  'it is a folder': '它是目录',
  'it is not a regular file': '它不是普通文件',
  'cannot {verb} {path}: {error}': '无法{verb} {path}：{error}',
  'unitpin is not whole: its folder `templates` is missing': 'unitpin 不完整：缺少它的目录 `templates`',
  'the program needs the files of its package beside it': '程序需要旁边有软件包的文件',
  'this system does not tell who holds a lock': '这个系统不会说出谁持有锁',
  'it is larger than {max_bytes} MiB': '它大于 {max_bytes} MiB',
  'cannot start {program}: {error}': '无法启动 {program}：{error}',
  '{name} writes a value that no emitter has quoted': '{name} 写入的一个值没有经过引号处理',
  'a link': '链接',
  'not a regular file': '不是普通文件',
  '{path} is {what}; it is left as it is': '{path} 是{what}；保持现状',
  'replace it by a regular file, or use --strategy dropin': '请换成普通文件，或者用 --strategy dropin',

  'more than {count} bytes': '超过 {count} 字节',
};
