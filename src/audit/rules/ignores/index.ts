import type { Rule } from '../../engine.ts';
import { ignoreUnreasoned } from './ignore-unreasoned.ts';
import { ignoreUnused } from './ignore-unused.ts';

export const ignores: readonly Rule[] = [ignoreUnreasoned, ignoreUnused];
