import type { Rule } from '../../engine.ts';

export const environment: readonly Rule[] = [];
