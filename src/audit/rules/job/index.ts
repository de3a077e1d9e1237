import type { Rule } from '../../engine.ts';

export const job: readonly Rule[] = [];
