/** What src/store says: the English text, and the Chinese one. */
export const store = {
  // Between names.
  ' and ': '、',
  '{path} was made for another name': '{path} 属于另一个名字',
  '{path} is empty': '{path} 是空的',
  '{path} was written by a newer unitpin': '{path} 是更新的 unitpin 写的',
  'line {wrong} of {path} is not one of a journal': '{path} 的第 {wrong} 行不是执行记录',
  'it says what an interrupted command had done: nothing is written before that is known':
    '它记着中断的命令做过什么：弄清楚之前什么都不写',
  'look at the files it names, then: mv {path} {path}.broken':
    '看看里面写到的文件，然后运行：mv {path} {path}.broken',
  'the lifecycle log is not written: {message}': '没有写生命周期日志：{message}',
  'another unitpin (process {pid}{elsewhere}) has been writing for {patience} s':
    '另一个 unitpin（进程 {pid}{elsewhere}）已经写了 {patience} 秒',
  'when no such process is there any more: rm {path}': '确认没有这个进程之后：rm {path}',
  '{paths} changed since it was read; nothing was written': '读取之后 {paths} 有变化；没有写任何东西',
  'cannot back up {path}: {reason}': '无法备份 {path}：{reason}',
  'nothing is replaced that could not be brought back': '恢复不了的东西不会替换',
  'cannot restore {path}: its backup {backup} is not what it was':
    '无法恢复 {path}：它的备份 {backup} 和当初不一样了',
  'is not what unitpin writes': '不是 unitpin 写的内容',
  'without it unitpin cannot tell its own files from yours':
    '没有它，unitpin 分不清哪些文件是自己的、哪些是你的',
  'move it away (every definition then counts as yours, and is kept): mv {path} {path}.broken':
    '请移走它（每个定义就都算你的，会保留）：mv {path} {path}.broken',
};
