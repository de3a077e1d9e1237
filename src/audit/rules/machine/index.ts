import type { Rule } from '../../engine.ts';

export const machine: readonly Rule[] = [];
