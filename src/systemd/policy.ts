import type { InEffect, ServicePolicy, Setting } from '../model/definition.ts';
import { serviceType } from './effective.ts';
import { parseStatus, signalName } from './status.ts';
import { parseTimeSpan } from './time-span.ts';

/** What systemd makes of the settings that say how a service is started, stopped and started again. */
export function policyOf(settings: readonly Setting[]): ServicePolicy {
  /** The last assignment of these keys that systemd takes; one that it ignores leaves the one before it. */
  function last<T>(names: readonly string[], parse: (text: string) => T | null, otherwise: T): InEffect<T> {
    for (let index = settings.length - 1; index >= 0; index--) {
      const setting = settings[index] as Setting;
      if (!names.includes(`${setting.section}.${setting.key}`)) continue;
      const value = parse(setting.value);
      if (value !== null) return { value, at: setting.location };
    }
    return { value: otherwise, at: null };
  }

  /** Words of all assignments; an empty one resets. */
  function statuses(key: string): InEffect<ReadonlySet<number | string>> {
    const value = new Set<number | string>();
    let at = null;
    for (const one of settings) {
      if (one.section !== 'Service' || one.key !== key) continue;
      if (one.value === '') value.clear();
      for (const word of one.value.split(/[ \t]+/)) {
        const status = parseStatus(word);
        if (status !== null) value.add(status);
      }
      at = one.location;
    }
    return { value, at };
  }

  return {
    type: serviceType(settings),
    restart: last(['Service.Restart'], wordOf(RESTART), 'no'),
    restartDelay: last(['Service.RestartSec'], parseTimeSpan, 0.1),
    restartForce: statuses('RestartForceExitStatus'),
    restartPrevent: statuses('RestartPreventExitStatus'),
    success: statuses('SuccessExitStatus'),
    startLimit: {
      interval: last(START_LIMIT_INTERVAL, parseTimeSpan, 10),
      burst: last(START_LIMIT_BURST, parseCount, 5),
    },
    stopTimeout: last(['Service.TimeoutStopSec', 'Service.TimeoutSec'], parseTimeout, 90),
    killMode: last(['Service.KillMode'], wordOf(KILL_MODE), 'control-group'),
    killSignal: last(['Service.KillSignal'], signalName, 'SIGTERM'),
  };
}

/** In [Service] they are names of old, from before systemd 230. */
const START_LIMIT_INTERVAL = [
  'Unit.StartLimitIntervalSec',
  'Unit.StartLimitInterval',
  'Service.StartLimitInterval',
];
const START_LIMIT_BURST = ['Unit.StartLimitBurst', 'Service.StartLimitBurst'];
const RESTART = ['no', 'on-success', 'on-failure', 'on-abnormal', 'on-watchdog', 'on-abort', 'always'];
const KILL_MODE = ['control-group', 'process', 'mixed', 'none'];

const wordOf =
  (words: readonly string[]) =>
  (text: string): string | null =>
    words.includes(text) ? text : null;

const parseCount = (text: string): number | null => (/^\d+$/.test(text) ? Number(text) : null);

/** 0 is for ever, as it has always been (`config_parse_service_timeout()`). */
function parseTimeout(text: string): number | null {
  const seconds = parseTimeSpan(text);
  return seconds === 0 ? Number.POSITIVE_INFINITY : seconds;
}
