import { list } from './list.ts';

export const command = {
  'program-missing': {
    title: 'the program is not there',
    absent: (p: { name: string }) =>
      `${p.name} is not there: the service fails at every start, and restarts for nothing. An install that moved, or whose environment was made anew, leaves such definitions behind.`,
    folder: (p: { name: string }) =>
      `${p.name} is a folder, not a program: the service fails at every start.`,
    noExecute: (p: { name: string; manager: string }) =>
      `nobody may execute ${p.name}: the service fails at every start${p.manager === 'systemd' ? ' (203/EXEC)' : ''}.`,
    nowhere: (p: { name: string }) =>
      `systemd looks for "${p.name}" in its own fixed folders only, whatever PATH says, and it is in none of them: the service fails at every start (203/EXEC). Write the whole path.`,
    notOnPath: (p: { name: string }) =>
      `"${p.name}" is in no folder of the PATH that the definition gives it: the service fails at every start (127). Write the whole path.`,
  },
  'program-unstable': {
    title: 'the program will move or vanish',
    temporary: (p: { name: string; by: string; stable: string | null }) =>
      `${p.name} is below ${p.by}: after the next boot or clean-up it is gone, and the service fails at every start.`,
    test: (p: { name: string; by: string; stable: string | null }) =>
      `${p.name} is of a test run (${p.by}): it is gone after the next one, and the service fails at every start.`,
    session: (p: { name: string; by: string; stable: string | null }) =>
      `${p.name} was made by ${p.by} for one session: it is gone with it, and the service fails at every start.`,
    cache: (p: { name: string; by: string; stable: string | null }) =>
      `${p.name} is in the cache of ${p.by}: it goes with the next clean-up, and is never updated. Install the program, and name that one.`,
    version: (p: { name: string; by: string; stable: string | null }) =>
      `${p.name} is of one version that ${p.by} holds: after the next switch or upgrade it is gone, or the service goes on with the old one.${p.stable === null ? '' : ` ${p.stable} stays.`}`,
    base: (p: { name: string; by: string; stable: string | null }) =>
      `${p.name} is the interpreter that ${p.by} holds, not the one of the install's own virtual environment: the app's packages are missing there, and the next upgrade removes it.`,
    otherVenv: (p: { name: string; venv: string }) =>
      `VIRTUAL_ENV names ${p.venv}, but ${p.name} is not of that environment: the variable alone does not make an interpreter use it, and the app's packages are looked for beside the interpreter that runs. Name the one in the environment's bin folder.`,
  },
  'shell-syntax': {
    title: 'shell syntax where no shell reads it',
    operator: (p: { word: string }) =>
      `The command has "${p.word}" as a word, and no shell reads it: the program gets it, and all that follows, as arguments. Nothing is redirected, joined or run after it.`,
    substitution: () =>
      'The command has a command substitution of a shell in it, and no shell reads it: the program gets it as it is written.',
  },
  'wrapper-is-main': {
    title: 'a wrapper is the main process',
    mixed: (p: { name: string }) =>
      `"${p.name}" stays the main process, and the gateway runs below it. At a stop SIGTERM goes to "${p.name}" alone, and when that ends everything else is killed at once, in the middle of its work; exit codes that ask for a restart, or against one, may not get through.`,
    systemd: (p: { name: string }) =>
      `"${p.name}" stays the main process, and the gateway runs below it: the exit codes that ask for a restart, or against one, may not get through, and a reload signals "${p.name}" instead of the gateway.`,
    process: (p: { name: string }) =>
      `"${p.name}" stays the main process, and the gateway runs below it. With KillMode=process a stop ends "${p.name}" alone: the gateway lives on, and the next start meets it.`,
    launchd: (p: { name: string }) =>
      `"${p.name}" stays the job's process, and the gateway runs below it: launchd's signals and the exit code it sees are those of "${p.name}".`,
    useExec: 'With "exec" before the last command the gateway takes its place.',
    pass: 'See that it passes signals and exit codes on.',
  },
  'replace-under-launchd': {
    title: '--replace in a launchd job',
    message: (p: { flag: string }) =>
      `${p.flag} ends whatever gateway runs, and launchd starts again what was ended: old and new process end each other in turn. launchd alone makes sure that one runs.`,
    fix: (p: { flag: string }) => `take ${p.flag} out`,
  },
  'replace-in-unit': {
    title: '--replace in a systemd unit',
    unique: (p: { flag: string }) =>
      `The unit starts with ${p.flag}. As the only definition of its profile it does no harm, but a gateway started by hand is ended without a question.`,
    shared: (p: { flag: string }) =>
      `The unit starts with ${p.flag} while another definition runs the same profile: each start ends the other one.`,
    byDropIn: (p: { path: string; flag: string }) =>
      `The unit's own file starts without ${p.flag}, and the drop-in ${p.path} puts it back: what the app or an update takes out there stays in effect here.`,
    fix: (p: { flag: string }) => `take ${p.flag} out`,
  },
  'start-not-run': {
    title: 'the command asks the manager instead of running the gateway',
    message: (p: { action: string; gateway: string; run: string }) =>
      `"${p.gateway} ${p.action}" asks the service manager to start a gateway and exits. Under the manager nothing is supervised then: the service ends at once, and is started again for nothing. The command under a manager is "${p.gateway} ${p.run}".`,
    fix: (p: { gateway: string; run: string }) => `use "${p.gateway} ${p.run}"`,
  },
  'program-by-name': {
    title: 'the program is named without its path',
    manager: (p: { name: string; manager: string }) =>
      `${p.manager} looks for "${p.name}" in its own fixed folders only, whatever PATH says; an install in the home (.local/bin) is in none of them, and the service fails at every start. Write the whole path.`,
    env: (p: { name: string; manager: string }) =>
      `env looks for "${p.name}" in the PATH of ${p.manager}, for the definition sets none: an install in the home (.local/bin) is usually not in it, and the service fails at every start (127). Write the whole path.`,
  },
  'placeholder-left': {
    title: 'a placeholder that nobody has filled in',
    message: (p: { parts: readonly string[] }) =>
      `${list(p.parts)} still stand${p.parts.length === 1 ? 's' : ''} where a template wants a value: this is not a service yet, and fails at every start, or runs in a place that nobody meant.`,
    another: (p: { part: string }) => `${p.part} stands here, too`,
  },
  'login-shell': {
    title: "a login shell reads the account's start-up files first",
    message: (p: { variable: string }) =>
      `A login shell runs the command: what the account's start-up files (.profile, .bash_profile) set wins over the definition, ${p.variable} and PATH included. An edit there changes which profile this service runs.`,
    pinned: () =>
      "A login shell runs the command: what the account's start-up files (.profile, .bash_profile) set wins over the definition, PATH included, and an error in them keeps the service from starting.",
  },
  'lock-removed': {
    title: "a start takes the gateway's lock away",
    message: (p: { name: string }) =>
      `A command of this definition deletes ${p.name}, by which a gateway notices that another one runs: the second one starts, both take the same messages, and status and stop find only one of them.`,
  },
};
