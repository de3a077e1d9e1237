import type { Identity } from '../../../model/identity.ts';
import type { Rule } from '../../engine.ts';
import { liveUnits, systemctl } from '../../live.ts';

/** What can be said of whom a command runs. */
const TELLS = new Set(['pinned', 'guarded', 'sticky']);

/** hermes-agent #31048, #34464, #38053; openclaw ClawCode #22: what runs is not what the file says. */
export const runningDiffers: Rule = {
  id: 'running-differs',
  severity: 'error',
  confidence: 'high',
  fix: 'unsafe',
  *check(input) {
    const texts = input.texts['running-differs'];
    for (const { subject, definition, live } of liveUnits(input)) {
      const { running, state } = live;
      if (!running || !TELLS.has(subject.identity.kind)) continue;
      const [is, says] = [running.identity, subject.identity];
      const { pid } = running;
      const differs = whom(is, says);
      const replace = is.replace !== says.replace;
      if (!differs && !replace) continue;
      const { name, scope } = definition;
      const restart = systemctl(scope, `restart ${name}`);
      const title = state.needsReload
        ? texts.inOrder({ first: systemctl(scope, 'daemon-reload'), next: restart })
        : restart;
      yield {
        subject,
        // What the flag does it has done when it was started.
        severity: differs ? 'error' : 'warning',
        message: !differs
          ? texts.replace({ pid, has: is.replace, flag: input.app.command.replaceFlag })
          : is.kind === 'sticky'
            ? texts.sticky({ pid, profile: says.profile ?? '' })
            : texts.profile({ pid, runs: is.profile ?? '?', says: says.profile ?? '?' }),
        fix: { safety: 'unsafe', title, edits: [] },
      };
    }
  },
};

/** Whether a process runs as somebody else than its definition would today. */
function whom(is: Identity, says: Identity): boolean {
  if (says.profile === null || is.kind === 'opaque' || is.kind === 'foreign') return false;
  // What the sticky file said when it started is not known: that is as good as what it says today.
  if (is.kind === 'sticky') return says.kind === 'pinned';
  return is.profile !== null && is.profile !== says.profile;
}
