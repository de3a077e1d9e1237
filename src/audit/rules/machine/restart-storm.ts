import type { LiveState, Storm } from '../../../model/live.ts';
import type { Rule } from '../../engine.ts';

/** So many restarts without a pause are no chance. */
const MANY = 5;

/** hermes-agent #64433, #65207, #89477, #119807; openclaw #27590, #58306. */
export const restartStorm: Rule = {
  id: 'restart-storm',
  severity: 'error',
  confidence: 'medium',
  fix: null,
  *check(input) {
    const texts = input.texts['restart-storm'];
    for (const subject of input.subjects) {
      if (!subject.ofApp) continue;
      const { definition, live } = subject;
      const restarts = live ? restartsNow(live) : 0;
      const storm = input.host?.machine.storms.get(definition.id);
      const blows = storm !== undefined && !isOver(storm, live);
      if (restarts < MANY && !blows) continue;
      yield {
        subject,
        message:
          restarts < MANY && storm ? texts.ledger(storm) : texts.message({ name: definition.name, restarts }),
        related: blows
          ? [{ message: texts.starts, location: { path: storm.path, line: storm.line, column: 1 } }]
          : [],
      };
    }
  },
};

/** How often its manager has started it anew, where it is about to do so again. */
function restartsNow(live: LiveState): number {
  if (live.manager === 'launchd') return /^spawn/.test(live.state.state) ? live.state.runs : 0;
  return live.state.sub.startsWith('auto-restart') ? live.state.restarts : 0;
}

/** The ledger keeps the last starts for ever: a service that has stayed up or down since is past them. */
function isOver({ age, seconds }: Storm, live: LiveState | null): boolean {
  if (live === null || age === null || age <= seconds) return false;
  if (live.manager === 'launchd') return live.state.loaded === 'no' || !/^spawn/.test(live.state.state);
  return live.state.active === 'active' || live.state.active === 'inactive';
}
