import type { Rule } from '../../engine.ts';
import { apiKeyWeak } from './api-key-weak.ts';
import { portFromManager } from './port-from-manager.ts';
import { portMisplaced } from './port-misplaced.ts';
import { portNeighbour } from './port-neighbour.ts';
import { portOpen } from './port-open.ts';
import { portShared } from './port-shared.ts';
import { portUnreadable } from './port-unreadable.ts';

export const ports: readonly Rule[] = [
  apiKeyWeak,
  portFromManager,
  portMisplaced,
  portNeighbour,
  portOpen,
  portShared,
  portUnreadable,
];
