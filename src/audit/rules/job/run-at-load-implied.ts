import type { Rule } from '../../engine.ts';
import { jobs, keyOf } from '../../select.ts';
import { startsAtLoad } from '../../starts-at-load.ts';

/** launchd.plist(5), KeepAlive: SuccessfulExit implies RunAtLoad (jdx/mise PR #12838). */
export const runAtLoadImplied: Rule = {
  id: 'run-at-load-implied',
  severity: 'info',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['run-at-load-implied'];
    for (const subject of jobs(input)) {
      const off = keyOf(subject.definition, 'RunAtLoad', 'boolean');
      const starter = startsAtLoad(subject.definition);
      if (off?.value !== false || !starter) continue;
      yield { subject, message: texts.message({ key: starter }), location: off.location };
    }
  },
};
