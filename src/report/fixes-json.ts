import type { FixPlan } from '../model/fix.ts';
import { redactText } from './redact.ts';

/** What `--fix` did, for programs. */
export const fixesJson = (
  { fixed, refused }: Pick<FixPlan, 'fixed' | 'refused'>,
  receipt: string | null,
) => ({
  fixed: fixed.map(({ rule, definition, path }) => ({ rule, definition, path })),
  refused: refused.map(({ definition, rules, reason }) => ({
    definition,
    rules,
    reason: redactText(reason),
  })),
  receipt,
});
