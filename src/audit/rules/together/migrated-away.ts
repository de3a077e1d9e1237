import type { Rule } from '../../engine.ts';

/** NousResearch/hermes-agent #109417: `gateway migrate --multiplex`. */
export const migratedAway: Rule = {
  id: 'migrated-away',
  severity: 'info',
  confidence: 'high',
  fix: null,
  *check(input) {
    const path = input.host?.migration;
    if (!path) return;
    const message = input.texts['migrated-away'].message();
    yield { subject: null, profile: null, message, location: { path, line: 1, column: 1 } };
  },
};
