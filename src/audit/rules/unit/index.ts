import type { Rule } from '../../engine.ts';
import { syntax } from './syntax.ts';

export const unit: readonly Rule[] = [syntax];
