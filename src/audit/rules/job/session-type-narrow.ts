import type { Rule } from '../../engine.ts';
import { entryOf, jobs } from '../../select.ts';

/**
 * launchd.plist(5), LimitLoadToSessionType: without it an agent is for Aqua, the session of somebody at the screen, and
 * agents of the other sessions are not looked for in ~/Library/LaunchAgents (NousResearch/hermes-agent #44385, #23387;
 * nix-community/home-manager #9656, #9660).
 */
export const sessionTypeNarrow: Rule = {
  id: 'session-type-narrow',
  severity: 'warning',
  confidence: 'medium',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['session-type-narrow'];
    for (const subject of jobs(input)) {
      const entry = entryOf(subject.definition, 'LimitLoadToSessionType');
      // The system domain has no sessions.
      if (!entry || subject.definition.scope === 'system') continue;
      const { value } = entry;
      const types = (value.type === 'array' ? value.items : [value]).flatMap((one) =>
        one.type === 'string' ? [one.value] : [],
      );
      if (types.length === 0 || types.includes('Aqua')) continue;
      const wider = ['Aqua', ...types.filter((type) => type === 'Background')];
      yield {
        subject,
        message: texts.message({ types }),
        location: value.location,
        fix: {
          safety: 'safe',
          title: texts.fix({ types: wider }),
          edits: [{ kind: 'key', path: ['LimitLoadToSessionType'], value: wider }],
        },
      };
    }
  },
};
