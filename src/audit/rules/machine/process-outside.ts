import type { Subject } from '../../../model/subject.ts';
import type { AuditInput, Rule } from '../../engine.ts';
import { systemctl } from '../../live.ts';
import { units } from '../../select.ts';

/** openclaw #17125, #98418; hermes-agent #66900 and its fallback to a detached `gateway run`. */
export const processOutside: Rule = {
  id: 'process-outside',
  severity: 'error',
  confidence: 'medium',
  fix: 'unsafe',
  *check(input) {
    const texts = input.texts['process-outside'];
    for (const { pid, profile, controlGroup } of input.host?.machine.outside ?? []) {
      const subject = serviceOf(input, profile);
      if (!subject || isOurs(input, pid)) continue;
      const { name, scope } = subject.definition;
      const where = controlGroup.slice(controlGroup.lastIndexOf('/') + 1) || controlGroup;
      const both = subject.live?.manager === 'systemd' && subject.live.state.active === 'active';
      const stop = texts.stop({ pid });
      const next = systemctl(scope, `start ${name}`);
      yield {
        subject,
        profile,
        severity: both ? 'error' : 'warning',
        message: (both ? texts.both : texts.alone)({ pid, where, profile, name }),
        fix: { safety: 'unsafe', title: both ? stop : texts.inOrder({ first: stop, next }), edits: [] },
      };
    }
  },
};

/** The service that should run a profile; one whose state is known before any other. */
const serviceOf = (input: AuditInput, profile: string): Subject | undefined => {
  const all = units(input).filter(({ meant, definition }) => meant === profile && !definition.template);
  return all.find(({ live }) => live !== null) ?? all[0];
};

/** Whether a unit says that this is its process, wherever it stands in the tree of control groups. */
const isOurs = ({ subjects }: AuditInput, pid: number): boolean =>
  subjects.some(
    ({ live }) => live?.manager === 'systemd' && (live.state.mainPid === pid || live.running?.pid === pid),
  );
