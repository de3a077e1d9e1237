import type { Rule } from '../../engine.ts';
import { entryOf, jobs } from '../../select.ts';
import { startsAtLoad } from '../../starts-at-load.ts';

/** Keys that start a job later, by a clock or an event. */
const LATER = [
  'StartInterval',
  'StartCalendarInterval',
  'WatchPaths',
  'QueueDirectories',
  'StartOnMount',
  'Sockets',
  'MachServices',
  'LaunchEvents',
];

/** launchd.plist(5), RunAtLoad: its default is false. */
export const runAtLoadOff: Rule = {
  id: 'run-at-load-off',
  severity: 'warning',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['run-at-load-off'];
    for (const subject of jobs(input)) {
      const { definition } = subject;
      if (definition.plist === null || startsAtLoad(definition) !== null) continue;
      const later = LATER.find((key) => entryOf(definition, key));
      const when = texts.when[definition.scope === 'system' ? 'daemon' : 'agent'];
      yield {
        subject,
        message: later ? texts.later({ key: later, when }) : texts.never({ when }),
        location: entryOf(definition, 'RunAtLoad')?.value.location ?? definition.plist.location,
        fix: {
          safety: 'safe',
          title: texts.fix,
          edits: [{ kind: 'key', path: ['RunAtLoad'], value: true }],
        },
      };
    }
  },
};
