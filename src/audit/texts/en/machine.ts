import { inOrder, list } from './list.ts';

export const machine = {
  'bus-unreachable': {
    title: 'the service manager of the user cannot be asked',
    message: (p: { reason: string }) =>
      `Nothing can start, stop or look at these services from here: ${p.reason}. Whether they run is not known.`,
    missing: () =>
      'There is no systemd on this host, so nothing starts these units; nothing is known of their state.',
    foreign: (p: { folder: string; own: string }) =>
      `XDG_RUNTIME_DIR is ${p.folder}, which is another account's, as after su or sudo: systemctl --user, typed here, asks the wrong manager or none. This account's is ${p.own}.`,
  },
  'ghost-unit': {
    title: 'a unit that is in no file any more',
    inOrder,
    runs: (p: { name: string; fragment: string | null }) =>
      `${p.name} still runs, but its file${p.fragment ? ` (${p.fragment})` : ''} is gone: it holds the profile's lock, tokens and port until somebody stops it, and no list of files shows it.`,
    loaded: (p: { name: string; fragment: string | null }) =>
      `The manager still has ${p.name}${p.fragment ? ` from ${p.fragment}` : ''}, which is gone: it can be started, and will be by whatever wants it.`,
  },
  'label-disabled': {
    title: 'launchd has noted that this job is disabled',
    message: (p: { label: string }) =>
      `Somebody, or a tool, has disabled ${p.label} ("launchctl disable"): launchd does not load it at login, and "bootstrap" fails with error 5, whatever the property list says. Installing it anew does not lift that.`,
  },
  'launchd-refused': {
    title: 'the app has given up on launchd for this profile',
    message: () =>
      'The app has left this file because launchd refused to load its job: it now starts a gateway beside launchd instead, which nothing restarts, and which this job fights with once it is loaded. Remove the file when the job loads.',
  },
  'linger-off': {
    title: 'user services end with the login',
    message: (p: { user: string; names: readonly string[] }) =>
      `Lingering is off for ${p.user}: ${list(p.names)} ${p.names.length === 1 ? 'ends' : 'end'} when the last session of ${p.user} is closed, and ${p.names.length === 1 ? 'does' : 'do'} not start at boot before somebody logs in.`,
  },
  'loaded-differs': {
    title: 'what the manager has loaded is not what is on disk',
    inOrder,
    file: (p: { path: string }) => `another file (${p.path})`,
    command: 'the command',
    dropIn: (p: { path: string }) => `the drop-in ${p.path}`,
    arguments: 'the arguments',
    variable: (p: { name: string }) => `the variable ${p.name}`,
    unit: (p: { what: string }) =>
      `systemd has this unit with something else than the files say now: ${p.what}. It has not noticed, and a restart does not change that: only a reload does.`,
    job: (p: { what: string }) =>
      `launchd has this job with something else than the file says now: ${p.what}. It reads the file only when the job is loaded, so a restart (kickstart) runs the old one again.`,
  },
  'not-enabled': {
    title: 'nothing starts the unit at boot',
    when: { user: 'at login or boot', system: 'at boot', unknown: 'at boot' },
    message: (p: { name: string; when: string }) =>
      `${p.name} is not enabled: nothing starts it ${p.when}. After a reboot its profile is silent.`,
    untilReboot: (p: { name: string }) =>
      `${p.name} is enabled only until the next reboot (enable --runtime): after that nothing starts it.`,
  },
  'not-loaded': {
    title: 'a job that launchd has not loaded',
    message: (p: { label: string }) =>
      `The file is there, but launchd has no job ${p.label}: it does not run, and "kickstart" fails. A stop by "bootout" leaves it like this until the next login.`,
  },
  'not-running': {
    title: 'an enabled service that does not run',
    inOrder,
    inactive: (p: { name: string }) =>
      `${p.name} is enabled but does not run: it was stopped, or has ended well, and nothing starts it before the next boot.`,
    failed: (p: { name: string; result: string; scope: string }) =>
      `${p.name} has failed (${p.result}) and is not started again. What it said last: journalctl ${p.scope === 'system' ? '' : '--user '}-u ${p.name} -n 50.`,
    limit: (p: { name: string }) =>
      `${p.name} was started too often in a short time (start-limit-hit): systemd has given up, and refuses a start until that is reset.`,
    job: (p: { label: string; lastExit: string | null }) =>
      `${p.label} is loaded but does not run${p.lastExit === null ? '' : ` (last exit code: ${p.lastExit})`}: launchd does not start it again by itself.`,
  },
  'process-outside': {
    title: 'a gateway that runs outside its service',
    inOrder,
    both: (p: { pid: number; where: string; profile: string; name: string }) =>
      `Process ${p.pid} (in ${p.where}) runs profile "${p.profile}" beside ${p.name}, which is running, too: both want one lock, one port and the same messages.`,
    alone: (p: { pid: number; where: string; profile: string; name: string }) =>
      `Process ${p.pid} (in ${p.where}) runs profile "${p.profile}", not ${p.name}: the service cannot start while it holds the lock, and nothing restarts it when it ends.`,
    stop: (p: { pid: number }) => `stop process ${p.pid} where it was started`,
  },
  'reload-needed': {
    title: 'the manager has not read the files as they are now',
    message: (p: { name: string }) =>
      `The files of ${p.name} have changed since systemd read them: it goes on with the old ones, at each restart, too.`,
    unknown: (p: { name: string }) =>
      `systemd does not know ${p.name}, though its file is there: it was written after the manager had read its folders, or lies where this manager does not look.`,
  },
  'restart-storm': {
    title: 'the service is restarted again and again',
    message: (p: { name: string; restarts: number }) =>
      `${p.name} has been started anew ${p.restarts} times and is about to be again: it fails at each start, or another gateway ends it.`,
    ledger: (p: { starts: number; seconds: number }) =>
      `This gateway was started ${p.starts} times within ${p.seconds} seconds when it was last started: it fails at each start, or another gateway ends it.`,
    starts: 'its last starts',
  },
  'running-differs': {
    title: 'what runs is not what the definition says',
    inOrder,
    profile: (p: { pid: number; runs: string; says: string }) =>
      `Process ${p.pid} of this service runs profile "${p.runs}", and the definition now says "${p.says}": until it is restarted, the wrong profile answers.`,
    sticky: (p: { pid: number; profile: string }) =>
      `Process ${p.pid} of this service was started without a profile: it runs whatever the sticky file said then, not for certain "${p.profile}", as the definition now says.`,
    replace: (p: { pid: number; has: boolean; flag: string }) =>
      `Process ${p.pid} of this service was started ${p.has ? 'with' : 'without'} ${p.flag}, and the definition now says otherwise: the change counts from the next restart on.`,
  },
  'unit-masked': {
    title: 'the unit is masked',
    message: (p: { name: string }) =>
      `${p.name} is masked: nothing can start it, and every start, restart or enable of it is refused. The profile has no other service.`,
  },
};
