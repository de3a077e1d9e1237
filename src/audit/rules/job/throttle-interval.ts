import type { Rule } from '../../engine.ts';
import { restarts } from '../../restart.ts';
import { entryOf, jobs } from '../../select.ts';

const KEY = 'ThrottleInterval';
/** launchd.plist(5). */
const DEFAULT = 10;

/** NousResearch/hermes-agent #94540; openclaw/openclaw #58306, #66436: an interval of a second gave 30 processes. */
export const throttleInterval: Rule = {
  id: 'throttle-interval',
  severity: 'warning',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['throttle-interval'];
    const wanted = input.app.launchd.keys[KEY];
    if (typeof wanted !== 'number') return;
    for (const subject of jobs(input)) {
      const { definition } = subject;
      // What is not started again waits for nothing.
      if (definition.plist === null || !restarts(definition)) continue;
      const value = entryOf(definition, KEY)?.value;
      const set = value?.type === 'integer' ? value : null;
      const seconds = set?.value ?? DEFAULT;
      if (seconds >= wanted) continue;
      yield {
        subject,
        message: set ? texts.short({ seconds, wanted }) : texts.missing({ seconds, wanted }),
        location: set?.location ?? definition.plist.location,
        fix: {
          safety: 'safe',
          title: texts.fix({ wanted }),
          edits: [{ kind: 'key', path: [KEY], value: wanted }],
        },
      };
    }
  },
};
