import type { LaunchdDefinition, PlistEntry } from '../../../model/definition.ts';
import type { Rule } from '../../engine.ts';
import { entryOf, jobs, keyOf } from '../../select.ts';

/** launchd.plist(5) calls them obsolete, deprecated or no longer implemented. */
const OBSOLETE = [
  'OnDemand',
  'TimeOut',
  'Debug',
  'ServiceIPC',
  'EnableGlobbing',
  'LimitLoadToHosts',
  'LimitLoadFromHosts',
];

/** launchd.plist(5); Homebrew once wrote a restart delay as TimeOut. */
export const jobKeyObsolete: Rule = {
  id: 'job-key-obsolete',
  severity: 'info',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['job-key-obsolete'];
    for (const subject of jobs(input)) {
      for (const { key, keyLocation } of obsoleteIn(subject.definition)) {
        const message =
          key === 'OnDemand'
            ? texts.onDemand()
            : key === 'TimeOut'
              ? texts.timeOut()
              : key === 'EnableGlobbing'
                ? texts.globbing()
                : texts.message({ key });
        yield { subject, message, location: keyLocation };
      }
    }
  },
};

function obsoleteIn(definition: LaunchdDefinition): PlistEntry[] {
  const keepAlive = entryOf(definition, 'KeepAlive')?.value;
  // Where it says the opposite of KeepAlive, `keep-alive-contradicted` tells.
  const isToldElsewhere = keepAlive !== undefined && keyOf(definition, 'OnDemand', 'boolean')?.value === true;
  const keys = OBSOLETE.filter((key) => key !== 'OnDemand' || !isToldElsewhere);
  const conditions = keepAlive?.type === 'dict' ? keepAlive.entries : [];
  return [
    ...keys.flatMap((key) => entryOf(definition, key) ?? []),
    ...conditions.filter(({ key }) => key === 'NetworkState'),
  ];
}
