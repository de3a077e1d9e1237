import type { Rule } from '../../engine.ts';
import { jobs } from '../../select.ts';

/** hermes-agent #30586, #42524, #42995: the app stops using launchd where it has left this file. */
export const launchdRefused: Rule = {
  id: 'launchd-refused',
  severity: 'warning',
  confidence: 'medium',
  fix: null,
  *check(input) {
    const texts = input.texts['launchd-refused'];
    for (const subject of jobs(input)) {
      const path = input.host?.machine.launchdRefused.get(subject.definition.id);
      if (path === undefined) continue;
      yield {
        subject,
        message: texts.message(),
        location: { path, line: 1, column: 1 },
      };
    }
  },
};
