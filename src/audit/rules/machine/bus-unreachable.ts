import type { Rule } from '../../engine.ts';
import { units } from '../../select.ts';

/** NousResearch/hermes-agent #43748, PR #14531, #86558; openclaw #61959, #81410. */
export const busUnreachable: Rule = {
  id: 'bus-unreachable',
  severity: 'error',
  confidence: 'high',
  fix: 'unsafe',
  *check(input) {
    const texts = input.texts['bus-unreachable'];
    const { host } = input;
    if (!host || !units(input).some(({ definition }) => definition.scope === 'user')) return;
    const { unreachable, foreignRuntimeDir } = host.machine;
    if (unreachable) {
      const { reason, next, installed } = unreachable;
      yield {
        subject: null,
        profile: null,
        // A machine that has no systemd at all may only keep the files.
        severity: installed ? 'error' : 'warning',
        message: installed ? texts.message({ reason }) : texts.missing(),
        fix: installed && next ? { safety: 'unsafe', title: next, edits: [] } : null,
      };
    }
    if (foreignRuntimeDir) {
      const own = `/run/user/${host.account.uid}`;
      yield {
        subject: null,
        profile: null,
        severity: 'warning',
        message: texts.foreign({ folder: foreignRuntimeDir, own }),
        fix: { safety: 'unsafe', title: `export XDG_RUNTIME_DIR=${own}`, edits: [] },
      };
    }
  },
};
