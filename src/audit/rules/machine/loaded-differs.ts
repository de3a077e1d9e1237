import type { LaunchdDefinition, SystemdDefinition } from '../../../model/definition.ts';
import type { LiveJob, LiveUnit } from '../../../model/live.ts';
import { loadedDifference } from '../../../model/loaded-job.ts';
import { unreadDropIn } from '../../../model/unread.ts';
import type { Rule } from '../../engine.ts';
import { domainOf, launchctl, liveJobs, liveUnits, systemctl } from '../../live.ts';
import type { Texts } from '../../texts/en/index.ts';

/**
 * systemd looks at a file's time only: one that is replaced by an older copy (`cp -p`, `rsync -a`, a link into a store)
 * goes unnoticed. launchd never looks. hermes-agent #31048, #34464; openclaw 1b "effective state".
 */
export const loadedDiffers: Rule = {
  id: 'loaded-differs',
  severity: 'warning',
  confidence: 'medium',
  fix: 'unsafe',
  *check(input) {
    const texts = input.texts['loaded-differs'];
    for (const { subject, definition, live } of liveUnits(input)) {
      const what = whatOfUnit(definition, live, texts);
      if (what === null) continue;
      const title = systemctl(definition.scope, 'daemon-reload');
      yield { subject, message: texts.unit({ what }), fix: { safety: 'unsafe', title, edits: [] } };
    }
    for (const { subject, definition, live } of liveJobs(input)) {
      const { name, scope, path } = definition;
      const what = whatOfJob(definition, live, texts);
      if (what === null) continue;
      const domain = domainOf(scope, live);
      const title = texts.inOrder({
        first: launchctl(scope, `bootout ${domain}/${name}`),
        next: launchctl(scope, `bootstrap ${domain} ${path}`),
      });
      yield { subject, message: texts.job({ what }), fix: { safety: 'unsafe', title, edits: [] } };
    }
  },
};

type RuleTexts = Texts['loaded-differs'];

/** What the manager has that the files do not say; null when nothing, or when it has noticed (`reload-needed`). */
function whatOfUnit(definition: SystemdDefinition, live: LiveUnit, texts: RuleTexts): string | null {
  const { elsewhere, state } = live;
  if (state.load !== 'loaded' || state.needsReload) return null;
  if (elsewhere) return texts.file({ path: state.fragment ?? '' });
  const { execStart, resolved } = definition;
  // systemctl shows words with a space between them: only where these differ the words do. A specifier that is still
  // open here is not in what is loaded.
  const words = resolved.argv.join(' ');
  if (state.argv !== null && execStart !== null && !words.includes('%') && state.argv !== words)
    return texts.command;
  const missing = unreadDropIn(definition, state.dropIns);
  return missing === undefined ? null : texts.dropIn({ path: missing });
}

function whatOfJob({ command }: LaunchdDefinition, live: LiveJob, texts: RuleTexts): string | null {
  const { elsewhere, state } = live;
  if (state.loaded !== 'yes') return null;
  if (elsewhere) return texts.file({ path: state.path ?? '' });
  const difference = loadedDifference(command, state);
  if (difference === null) return null;
  return difference.what === 'arguments' ? texts.arguments : texts.variable({ name: difference.name });
}
