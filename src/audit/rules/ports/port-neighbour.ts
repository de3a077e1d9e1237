import type { Rule } from '../../engine.ts';
import { profilesInUse } from '../../profiles-in-use.ts';

/** hermes-studio #744, #704. */
export const portNeighbour: Rule = {
  id: 'port-neighbour',
  severity: 'warning',
  confidence: 'medium',
  fix: null,
  *check(input) {
    const texts = input.texts['port-neighbour'];
    for (const { subject, facts } of profilesInUse(input)) {
      const { serves, port } = facts.endpoint;
      const neighbour = input.app.endpoint.neighbours.find((one) => one.port === port.value);
      if (!serves || !neighbour) continue;
      yield { subject, message: texts.message(neighbour), location: port.at ?? subject.definition.commandAt };
    }
  },
};
