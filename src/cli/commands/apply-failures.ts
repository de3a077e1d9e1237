import { Failure } from '../../host/failure.ts';
import { isIdle, type Step } from '../../model/plan.ts';
import type { ApplyResult } from '../../ops/apply/apply.ts';
import type { Obstacle } from '../../ops/apply/preflight.ts';
import type { Context } from '../../ops/context.ts';
import { type English, tr } from '../../texts/tr.ts';
import { makeAgain } from '../again.ts';
import type { ApplyOptions } from './apply.ts';

/** What can be done all the same; null: nothing. */
export function afterRefusal(steps: readonly Step[], options: ApplyOptions): string | null {
  const others = steps.filter(
    (step) => step.change.kind !== 'refuse' && step.change.kind !== 'remove orphan' && !isIdle(step),
  );
  if (others.length === 0) return null;
  const profile = others.map(({ change }) => change.service.profile);
  return tr('mend these, or apply the others by name: {again}', {
    again: makeAgain('apply', { ...options, all: false, profile }),
  });
}

export function refusal(steps: readonly Step[], options: ApplyOptions): Failure {
  const refused = steps.filter(({ change }) => change.kind === 'refuse').map(({ change }) => change);
  const next = afterRefusal(steps, options);
  return new Failure(
    'host',
    tr('{refused} of {all} services cannot be brought in order; nothing was changed', {
      refused: refused.length,
      all: steps.length,
    }),
    {
      why: refused.map(({ service, reason }) => service.profile + tr(': ') + reason).join('\n  '),
      ...(next !== null && { next }),
    },
  );
}

export const noSuchManager = ({ manager, host }: Context): Failure =>
  new Failure(
    'host',
    tr('{manager} is not the service manager of this host ({platform}); nothing was changed', {
      manager,
      platform: host.platform,
    }),
    {
      next: tr('write the definitions with: unitpin gen --manager {manager} --out DIR', { manager }),
    },
  );

export function obstructed(obstacles: readonly Obstacle[]): Failure {
  const [first] = obstacles;
  return new Failure('host', tr('these services could not start; nothing was changed'), {
    why: obstacles
      .map(({ profile, reason, next }) => tr('{profile}: {reason}. next: {next}', { profile, reason, next }))
      .join('\n  '),
    ...(first && { next: first.next }),
  });
}

const FILES: Record<ApplyResult['failed'][number]['outcome'], English> = {
  restored: 'its files are as they were',
  kept: 'its files are kept: the old ones ran the wrong profile',
  changed: 'its file was changed since, and is left as it is',
};

/** What failed. 5 where a definition stays that does not run yet, because the old one would run the wrong profile. */
export function notReady({ failed, receipt }: ApplyResult): Failure {
  const all = failed.flatMap(({ unit, missing, outcome, log }) => [
    tr('{unit}: {missing}; {files}', { unit, missing, files: tr(FILES[outcome]) }),
    ...log.map((line) => `  | ${line}`),
  ]);
  return new Failure(
    failed.every(({ outcome }) => outcome === 'restored') ? 'restored' : 'unrestored',
    tr('{count} service{s} did not get ready', { count: failed.length, s: failed.length === 1 ? '' : 's' }),
    {
      why: [...all, ...(receipt ? [tr('receipt: {id}', { id: receipt.id })] : [])].join('\n  '),
      next: `unitpin logs ${failed[0]?.unit}`,
    },
  );
}
