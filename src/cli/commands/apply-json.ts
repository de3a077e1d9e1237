import { isIdle, type Step } from '../../model/plan.ts';
import type { ApplyResult } from '../../ops/apply/apply.ts';
import { planJson } from '../../report/plan.ts';
import { sayMissing } from '../../runtime/readiness-text.ts';

/** The result of apply, for programs. `result`: null where nothing was carried out. */
export function applyJson(steps: readonly Step[], dryRun: boolean, result: ApplyResult | null) {
  return {
    schema: 1,
    command: 'apply',
    dryRun,
    steps: planJson(steps.filter((step) => !isIdle(step))),
    receipt: result?.receipt?.id ?? null,
    ready: (result?.ready ?? []).map(({ warnings, ...rest }) => ({
      ...rest,
      warnings: warnings.map(sayMissing),
    })),
    failed: result?.failed ?? [],
  };
}
