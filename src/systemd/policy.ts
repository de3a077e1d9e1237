import type { InEffect, ServicePolicy, Setting } from '../model/definition.ts';
import { serviceType } from './effective.ts';
import { parseStatus, parseUnsigned, signalName } from './status.ts';
import { parseTimeSpan } from './time-span.ts';

/** What systemd makes of the settings that say how a service is started, stopped and started again. */
export function policyOf(settings: readonly Setting[]): ServicePolicy {
  const relevant = new Map<string, Setting[]>();
  for (const setting of settings) {
    const name = NAMES.get(setting.key);
    if (name === undefined || !name.sections.includes(setting.section)) continue;
    const known = relevant.get(name.key);
    if (known) known.push(setting);
    else relevant.set(name.key, [setting]);
  }

  /** The last assignment that systemd takes; one that it ignores leaves the one before it. */
  function last<T>(name: string, parse: (text: string) => T | null, otherwise: T): InEffect<T> {
    const assignments = relevant.get(name) ?? [];
    for (let index = assignments.length - 1; index >= 0; index--) {
      const { value: text, location } = assignments[index] as Setting;
      const value = parse(text);
      if (value !== null) return { value, at: location };
    }
    return { value: otherwise, at: null };
  }

  /** Words of all assignments; an empty one resets. */
  function statuses(key: string): InEffect<ReadonlySet<number | string>> {
    const value = new Set<number | string>();
    let at = null;
    for (const one of relevant.get(key) ?? []) {
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
    restart: last('Restart', wordOf(RESTART), 'no'),
    remainAfterExit: last('RemainAfterExit', parseBoolean, false),
    restartDelay: last('RestartSec', parseTimeSpan, 0.1),
    restartForce: statuses('RestartForceExitStatus'),
    restartPrevent: statuses('RestartPreventExitStatus'),
    success: statuses('SuccessExitStatus'),
    startLimit: {
      interval: last('StartLimitIntervalSec', parseTimeSpan, 10),
      burst: last('StartLimitBurst', parseUnsigned, 5),
    },
    stopTimeout: last('TimeoutStopSec', parseTimeout, 90),
    killMode: last('KillMode', killModeOf, 'control-group'),
    killSignal: last('KillSignal', signalName, 'SIGTERM'),
  };
}

/** The keys that are looked at, where they count, and the name under which they count where they have several. */
const NAMES = new Map<string, { key: string; sections: string }>([
  ...[
    'Restart',
    'RemainAfterExit',
    'RestartSec',
    'RestartForceExitStatus',
    'RestartPreventExitStatus',
    'SuccessExitStatus',
    'TimeoutStopSec',
    'KillMode',
    'KillSignal',
  ].map((key) => [key, { key, sections: 'Service' }] as const),
  ['TimeoutSec', { key: 'TimeoutStopSec', sections: 'Service' }],
  ['StartLimitIntervalSec', { key: 'StartLimitIntervalSec', sections: 'Unit' }],
  // In [Service] they are names of old, from before systemd 230.
  ['StartLimitInterval', { key: 'StartLimitIntervalSec', sections: 'Unit Service' }],
  ['StartLimitBurst', { key: 'StartLimitBurst', sections: 'Unit Service' }],
]);
const RESTART = ['no', 'on-success', 'on-failure', 'on-abnormal', 'on-watchdog', 'on-abort', 'always'];
const KILL_MODE = ['control-group', 'process', 'mixed', 'none'];

/** Unlike other settings of one word, an empty one is the default. */
const killModeOf = (text: string): string | null => wordOf(KILL_MODE)(text || 'control-group');

const wordOf =
  (words: readonly string[]) =>
  (text: string): string | null =>
    words.includes(text) ? text : null;

function parseBoolean(text: string): boolean | null {
  if (/^(1|yes|y|true|t|on)$/i.test(text)) return true;
  return /^(0|no|n|false|f|off)$/i.test(text) ? false : null;
}

/** 0 is for ever, as it has always been (`config_parse_service_timeout()`). */
function parseTimeout(text: string): number | null {
  const seconds = parseTimeSpan(text);
  return seconds === 0 ? Number.POSITIVE_INFINITY : seconds;
}
