/** How a process ends: an exit code or a signal. */
const ended = (end: number | string): string => (typeof end === 'number' ? `exit code ${end}` : end);

const span = (seconds: number): string =>
  seconds === Number.POSITIVE_INFINITY
    ? 'for ever'
    : seconds < 1
      ? `${Math.round(seconds * 1000)} ms`
      : `${seconds} s`;

export const policy = {
  'restart-off': {
    title: 'nothing starts the gateway again after a crash',
    systemd: (p: { end: number | string; key: string; value: string; isDefault: boolean }) =>
      `After ${ended(p.end)} systemd does not start the gateway again (${p.key}=${p.value}${p.isDefault ? ', the default' : ''}): one crash, and it is gone until somebody notices.`,
    launchd: (p: { end: number | string; value: string }) =>
      `After ${ended(p.end)} launchd does not start the gateway again (KeepAlive ${p.value || 'not set'}): one crash, and it is gone until somebody notices.`,
    fix: 'have it started again',
  },
  'planned-restart-lost': {
    title: 'a planned restart ends the gateway for good',
    message: (p: { code: number; key: string; value: string }) =>
      `The gateway exits with ${p.code} to be started again, after an update say. Nothing starts it then (${p.key}=${p.value}): its first planned restart is its last.`,
    fix: (p: { code: number }) => `start it again after ${p.code}`,
  },
  'fatal-exit-loops': {
    title: 'a start that cannot succeed is tried again and again',
    message: (p: { code: number; key: string; value: string; delay: number }) =>
      `Exit code ${p.code} says that no start can succeed before somebody changes the configuration. systemd tries all the same (${p.key}=${p.value}), ${span(p.delay)} after each end: it floods the log, and can lock other gateways out of their accounts.`,
    fix: (p: { code: number }) => `leave it stopped after ${p.code}`,
  },
  'planned-restart-alarms': {
    title: 'a planned restart counts as a failure',
    message: (p: { code: number }) =>
      `A planned restart ends with exit code ${p.code}, which systemd counts as a failure here: each one leaves a failure in the log that is none.`,
    alarm: (p: { code: number; alarm: string }) =>
      `A planned restart ends with exit code ${p.code}, which systemd counts as a failure here: from version 254 on each one sets off ${p.alarm}, and nobody will believe the alarm that is real.`,
    fix: (p: { code: number }) => `count ${p.code} as a success`,
  },
  'start-limit-parks': {
    title: 'a few quick failures leave the service stopped',
    message: (p: { burst: number; interval: number; delay: number }) =>
      `${p.burst} starts within ${p.interval === Number.POSITIVE_INFINITY ? 'any time' : span(p.interval)} are the limit, and a restart comes ${span(p.delay)} after a failure: a gateway that fails quickly a few times, as while the network is away, stays failed until somebody starts it.`,
    misplaced: 'this belongs in [Unit]: systemd ignores it here',
    fix: 'restart without a limit, at a steady pace',
  },
  'restart-delay-short': {
    title: 'a failing gateway is started again without a pause',
    message: (p: { delay: number }) =>
      `A gateway that fails at its start is started again after ${span(p.delay)}, without a limit: hundreds of starts a minute, which fill the log and keep the machine busy.`,
    fix: 'wait before a restart',
  },
  'stop-timeout-short': {
    title: 'a stop kills the gateway before it is done',
    message: (p: { have: number; need: number }) =>
      `A stop waits ${span(p.have)} before it kills, and the gateway may need ${span(p.need)} to finish what it is doing: work is lost in the middle, and a lock can stay behind.`,
    fix: (p: { seconds: number }) => `wait ${p.seconds} s`,
  },
  'kill-mode-wrong': {
    title: 'a stop ends the wrong processes',
    all: (p: { mode: string; isDefault: boolean }) =>
      `A stop signals every process of the service at once (KillMode=${p.mode}${p.isDefault ? ', the default' : ''}): the tools that the agent has started die under it, and it cannot finish its work.`,
    process: (p: { mode: string }) =>
      `A stop ends only the main process (KillMode=${p.mode}): browsers and tools that the agent has started live on, out of control, beside those of the next start.`,
    none: (p: { mode: string }) =>
      `A stop ends no process (KillMode=${p.mode}): the old gateway can go on beside the next one, and holds its lock and its tokens.`,
    fix: (p: { own: string }) => `use KillMode=${p.own}`,
  },
  'kill-signal-wrong': {
    title: 'a stop sends another signal than the app expects',
    message: (p: { signal: string; own: string }) =>
      `A stop sends ${p.signal}; the gateway closes down in order on ${p.own}. What it does on another one is left to chance.`,
    fix: (p: { own: string }) => `send ${p.own}`,
  },
  'reload-missing': {
    title: 'no reload that lets the gateway finish first',
    missing: () =>
      'There is no ExecReload=: "systemctl reload", which lets the gateway finish its work and then restart, is refused. Only a restart is left, which interrupts.',
    other: (p: { signal: string; own: string }) =>
      `A reload sends ${p.signal}; the gateway finishes its work and restarts on ${p.own} only, and on others may just end.`,
    fix: (p: { own: string }) => `send ${p.own} on a reload`,
  },
  'stop-asks-manager': {
    title: 'the stop command asks the manager to stop it',
    message: (p: { command: string }) =>
      `"${p.command}" asks the service manager to stop a gateway. As ExecStop= it is run by a stop that is under way, for which it then waits, or it stops another profile's gateway. systemd sends the signal by itself.`,
    fix: 'take ExecStop= out',
  },
  'service-type-wrong': {
    title: 'the service never counts as started',
    message: (p: { type: string }) =>
      `Type=${p.type} waits for something that a gateway in the foreground never does: ${p.type === 'oneshot' ? 'the service stays at "activating", and whatever starts it or is ordered after it waits.' : 'the start hangs, and when its time is up a gateway that runs well is ended as failed.'}`,
    notify: (p: { type: string }) =>
      `Type=${p.type} waits until the gateway says that it is ready, which it does only with its watchdog on; without WatchdogSec= it looks off. The start then hangs, and a gateway that runs well is ended as failed.`,
    fix: 'use Type=simple',
  },
  'keep-alive-always': {
    title: 'launchd starts the gateway again after a clean exit, too',
    message: (p: { value: string }) =>
      `KeepAlive ${p.value} starts the gateway again whatever its exit code: one that has stopped on purpose comes back, and one that gives way to another gateway is started for ever.`,
    fix: 'restart only after a failure',
  },
  'stop-timeout-long': {
    title: 'a gateway that hangs is never killed',
    message: (p: { have: number; need: number }) =>
      `A stop waits ${p.have === Number.POSITIVE_INFINITY ? 'for ever' : `${p.have} s`} before it kills, where the gateway needs ${p.need} s at most: one that hangs keeps every restart, update and shutdown waiting.`,
    fix: (p: { need: number }) => `wait ${p.need} s`,
  },
};
