import type { KeyValue } from '../../../model/finding.ts';
import type { Rule } from '../../engine.ts';
import { afterEnd } from '../../restart.ts';
import { jobs } from '../../select.ts';

/** launchd.plist(5), KeepAlive; NousResearch/hermes-agent #89477, PR #112079; openclaw #82250. */
export const keepAliveAlways: Rule = {
  id: 'keep-alive-always',
  severity: 'warning',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['keep-alive-always'];
    const own = input.app.launchd.keys.KeepAlive as KeyValue;
    // An app that ends well to be started again has to be.
    if (own === true) return;
    for (const subject of jobs(input)) {
      const { again, value, at } = afterEnd(subject.definition, 0);
      if (again !== true || afterEnd(subject.definition, 1).again !== true) continue;
      yield {
        subject,
        message: texts.message({ value }),
        ...(at && { location: at }),
        fix: { safety: 'safe', title: texts.fix, edits: [{ kind: 'key', path: ['KeepAlive'], value: own }] },
      };
    }
  },
};
