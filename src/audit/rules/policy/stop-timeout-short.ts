import { isLoneDropIn } from '../../../model/definition.ts';
import type { Edit, KeyValue } from '../../../model/finding.ts';
import type { Location } from '../../../model/location.ts';
import type { Subject } from '../../../model/subject.ts';
import { distinctUnits } from '../../distinct-units.ts';
import type { AuditInput, Rule } from '../../engine.ts';
import { entryOf, jobs } from '../../select.ts';

/** systemd.service(5), TimeoutStopSec=; launchd.plist(5), ExitTimeOut; NousResearch/hermes-agent #94759, #31981. */
export const stopTimeoutShort: Rule = {
  id: 'stop-timeout-short',
  severity: 'warning',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['stop-timeout-short'];
    for (const subject of [...distinctUnits(input), ...jobs(input)]) {
      const found = shortOf(input, subject);
      if (found === null) continue;
      yield {
        subject,
        message: texts.message(found),
        ...(found.at && { location: found.at }),
        fix: { safety: 'safe', title: texts.fix({ seconds: found.fix }), edits: [found.edit] },
      };
    }
  },
};

interface Short {
  have: number;
  need: number;
  fix: number;
  at: Location | null;
  edit: Edit;
}

function shortOf(input: AuditInput, { definition }: Subject): Short | null {
  const need = input.host?.gateways.get(definition.id)?.stopTimeout ?? input.stopTimeout;
  if (definition.manager === 'systemd') {
    const { value: have, at } = definition.policy.stopTimeout;
    if (have >= need || (at === null && isLoneDropIn(definition))) return null;
    const edit = { kind: 'setting', section: 'Service', key: 'TimeoutStopSec', value: String(need) } as const;
    return { have, need, fix: need, at, edit };
  }
  const { keys, leastStopTimeout } = input.app.launchd;
  const own = Number(keys.ExitTimeOut);
  const value = entryOf(definition, 'ExitTimeOut')?.value;
  if (definition.plist === null || (value && value.type !== 'integer')) return null;
  const have = value?.value ?? LAUNCHD_DEFAULT;
  // A profile that says it needs more than the default gets what launchd gives at most.
  const least = need > input.stopTimeout ? own : leastStopTimeout;
  // 0 is for ever.
  if (have === 0 || have >= least) return null;
  const edit = { kind: 'key', path: ['ExitTimeOut'], value: keys.ExitTimeOut as KeyValue } as const;
  return { have, need: least, fix: own, at: value?.location ?? null, edit };
}

const LAUNCHD_DEFAULT = 20;
