import type { Rule } from '../../engine.ts';
import { entryOf, jobs } from '../../select.ts';

const KEYS = ['UserName', 'GroupName', 'InitGroups'];

/** launchd.plist(5): these keys are for the system domain only (Unitech/pm2 #4318). */
export const userNameInAgent: Rule = {
  id: 'user-name-in-agent',
  severity: 'warning',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['user-name-in-agent'];
    for (const subject of jobs(input)) {
      // A file that lies nowhere in particular may be meant for LaunchDaemons.
      if (subject.definition.scope !== 'user') continue;
      const found = KEYS.flatMap((key) => entryOf(subject.definition, key) ?? []);
      const [first] = found;
      if (!first) continue;
      const keys = found.map(({ key }) => key);
      yield {
        subject,
        message: texts.message({ keys }),
        location: first.keyLocation,
        fix: {
          safety: 'safe',
          title: texts.fix({ keys }),
          edits: keys.map((key) => ({ kind: 'key', path: [key], value: null })),
        },
      };
    }
  },
};
