import { distinctUnits } from '../../distinct-units.ts';
import type { Rule } from '../../engine.ts';

/** Types that wait for something a gateway in the foreground never does. */
const NEVER_STARTED = ['forking', 'oneshot', 'dbus'];

/** systemd.service(5), Type=. */
export const serviceTypeWrong: Rule = {
  id: 'service-type-wrong',
  severity: 'error',
  confidence: 'high',
  fix: 'unsafe',
  *check(input) {
    const texts = input.texts['service-type-wrong'];
    for (const subject of distinctUnits(input)) {
      const { definition, identity } = subject;
      const { settings, policy } = definition;
      // A wrapper may well fork, and what asks the manager does end: other rules are about them.
      const isForeground = identity.kind === 'foreign' || identity.action === input.app.command.run;
      const inService = settings.filter(({ section }) => section === 'Service');
      const type = inService.findLast(({ key, value }) => key === 'Type' && value === policy.type);
      if (type === undefined || !isForeground) continue;
      // This systemd ignores it: value-dropped says so.
      if (type.value === 'notify-reload' && (input.systemd ?? 253) < 253) continue;
      const neverStarts = NEVER_STARTED.includes(type.value);
      // The app says that it is ready only with its watchdog switched on; whoever did so has this, too.
      const watchdog = inService.findLast(({ key }) => key === 'WatchdogSec')?.value ?? '';
      const mayNotStart = type.value.startsWith('notify') && !/[1-9i]/.test(watchdog);
      if (!neverStarts && !mayNotStart) continue;
      yield {
        subject,
        severity: neverStarts ? 'error' : 'warning',
        message: neverStarts ? texts.message({ type: type.value }) : texts.notify({ type: type.value }),
        location: type.location,
        fix: {
          safety: neverStarts ? 'safe' : 'unsafe',
          title: texts.fix,
          edits: [{ kind: 'setting', section: 'Service', key: 'Type', value: 'simple' }],
        },
      };
    }
  },
};
