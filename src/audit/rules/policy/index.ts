import type { Rule } from '../../engine.ts';

export const policy: readonly Rule[] = [];
