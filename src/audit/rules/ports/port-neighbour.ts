import { overlaps } from '../../../model/address.ts';
import type { Rule } from '../../engine.ts';
import { profilesInUse } from '../../profiles-in-use.ts';

/** hermes-studio #744, #704. What a gateway takes besides its port: openclaw/openclaw, its page about several gateways. */
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
    const serving = profilesInUse(input).filter(({ facts }) => facts.endpoint.serves);
    for (const { subject, facts } of serving) {
      const { host, port } = facts.endpoint;
      for (const other of serving) {
        const base = other.facts.endpoint;
        const range = input.app.endpoint.derived.find(
          ({ first, last }) => port.value >= base.port.value + first && port.value <= base.port.value + last,
        );
        if (!range || !overlaps(base.host.value, host.value)) continue;
        const [first, last] = [base.port.value + range.first, base.port.value + range.last];
        const { profile } = other;
        yield {
          subject,
          // Of many it takes a few.
          severity: first === last ? 'warning' : 'info',
          message: texts.derived({ port: port.value, profile, of: range.of, first, last }),
          location: port.at ?? subject.definition.commandAt,
          related: [
            {
              message: texts.itsPort({ profile, port: base.port.value }),
              location: base.port.at ?? other.subject.definition.commandAt,
            },
          ],
        };
      }
    }
  },
};
