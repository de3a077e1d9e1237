import type { LaunchdDefinition, PlistEntry } from '../../../model/definition.ts';
import type { Rule } from '../../engine.ts';
import { entryOf, jobs, keyOf } from '../../select.ts';

/** Unitech/pm2 #4318 writes three of them at once; launchd.plist(5), KeepAlive, LaunchOnlyOnce, StartInterval. */
export const keepAliveContradicted: Rule = {
  id: 'keep-alive-contradicted',
  severity: 'warning',
  confidence: 'high',
  fix: 'unsafe',
  *check(input) {
    const texts = input.texts['keep-alive-contradicted'];
    for (const subject of jobs(input)) {
      const { definition } = subject;
      const keepAlive = entryOf(definition, 'KeepAlive');
      if (!keepAlive || (keepAlive.value.type === 'boolean' && !keepAlive.value.value)) continue;
      for (const { key, keyLocation } of contradictions(definition)) {
        const once = key === 'LaunchOnlyOnce';
        yield {
          subject,
          message: once ? texts.once() : key === 'OnDemand' ? texts.onDemand() : texts.clock({ key }),
          location: keyLocation,
          related: [{ message: texts.keepAliveIsHere, location: keepAlive.keyLocation }],
          fix: {
            // Without it the job is started again, which it was not before.
            safety: once ? 'unsafe' : 'safe',
            title: texts.fix({ key }),
            edits: [{ kind: 'key', path: [key], value: null }],
          },
        };
      }
    }
  },
};

function contradictions(definition: LaunchdDefinition): PlistEntry[] {
  const isTrue = (key: string): boolean => keyOf(definition, key, 'boolean')?.value === true;
  const keys = ['LaunchOnlyOnce', 'OnDemand'].filter(isTrue);
  return [...keys, 'StartInterval', 'StartCalendarInterval'].flatMap((key) => entryOf(definition, key) ?? []);
}
