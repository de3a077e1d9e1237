import { isLoopback } from '../../../model/address.ts';
import type { Rule } from '../../engine.ts';
import { profilesInUse } from '../../profiles-in-use.ts';

/** openclaw #24529: a server bound to the LAN. */
export const portOpen: Rule = {
  id: 'port-open',
  severity: 'warning',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['port-open'];
    for (const { subject, facts } of profilesInUse(input)) {
      const { serves, host, port } = facts.endpoint;
      if (!serves || isLoopback(host.value)) continue;
      yield {
        subject,
        message: texts.message({ host: host.value, port: port.value }),
        location: host.at ?? subject.definition.commandAt,
      };
    }
  },
};
