import type { Rule } from '../../engine.ts';

export const ports: readonly Rule[] = [];
