import type { Rule } from '../../engine.ts';
import { jobs } from '../../select.ts';
import { ownFolders } from './search-path.ts';

/** NousResearch/hermes-agent PR #3585, #4121. Under systemd the manager has a PATH of its own that holds more. */
export const searchPathUnset: Rule = {
  id: 'search-path-unset',
  severity: 'warning',
  confidence: 'high',
  fix: 'unsafe',
  *check(input) {
    const texts = input.texts['search-path-unset'];
    for (const subject of jobs(input)) {
      const { definition, identity, meant } = subject;
      if (definition.command.argv.length === 0 || definition.resolved.environment.has('PATH')) continue;
      // As long as it runs another profile than it is meant for, its home is another one's.
      const known =
        identity.home !== null &&
        definition.accountHome !== null &&
        (meant === null || identity.profile === meant);
      yield {
        subject,
        message: texts.message(),
        location: definition.commandAt,
        fix: known
          ? {
              safety: 'unsafe',
              title: texts.fix,
              edits: [{ kind: 'environment', name: 'PATH', value: ownFolders(input.app, subject).join(':') }],
            }
          : null,
      };
    }
  },
};
