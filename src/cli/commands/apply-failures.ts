import { Failure } from '../../host/failure.ts';
import type { Step } from '../../model/plan.ts';
import type { ApplyResult } from '../../ops/apply/apply.ts';
import type { Obstacle } from '../../ops/apply/preflight.ts';
import type { Context } from '../../ops/context.ts';

export function refusal(steps: readonly Step[]): Failure {
  const refused = steps.filter(({ change }) => change.kind === 'refuse').map(({ change }) => change);
  const others = steps.length - refused.length;
  return new Failure(
    'host',
    `${refused.length} of ${steps.length} services cannot be brought in order; nothing was changed`,
    {
      why: refused.map(({ service, reason }) => `${service.profile}: ${reason}`).join('\n  '),
      ...(others > 0 && { next: 'mend these, or apply the others by name: unitpin apply --profile NAME' }),
    },
  );
}

export const noSuchManager = ({ manager, host }: Context): Failure =>
  new Failure(
    'host',
    `${manager} is not the service manager of this host (${host.platform}); nothing was changed`,
    {
      next: `write the definitions with: unitpin gen --manager ${manager} --out DIR`,
    },
  );

export function obstructed(obstacles: readonly Obstacle[]): Failure {
  const [first] = obstacles;
  return new Failure('host', 'these services could not start; nothing was changed', {
    why: obstacles.map(({ profile, reason, next }) => `${profile}: ${reason}. next: ${next}`).join('\n  '),
    ...(first && { next: first.next }),
  });
}

const FILES: Record<ApplyResult['failed'][number]['outcome'], string> = {
  restored: 'its files are as they were',
  kept: 'its files are kept: the old ones ran the wrong profile',
  changed: 'its file was changed since, and is left as it is',
};

/** What failed. 5 where a definition stays that does not run yet, because the old one would run the wrong profile. */
export function notReady({ failed, receipt }: ApplyResult): Failure {
  const all = failed.flatMap(({ unit, missing, outcome, log }) => [
    `${unit}: ${missing}; ${FILES[outcome]}`,
    ...log.map((line) => `  | ${line}`),
  ]);
  return new Failure(
    failed.every(({ outcome }) => outcome === 'restored') ? 'restored' : 'unrestored',
    `${failed.length} service${failed.length === 1 ? '' : 's'} did not get ready`,
    {
      why: [...all, ...(receipt ? [`receipt: ${receipt.id}`] : [])].join('\n  '),
      next: `unitpin logs ${failed[0]?.unit}`,
    },
  );
}
