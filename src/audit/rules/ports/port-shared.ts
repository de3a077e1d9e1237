import { overlaps } from '../../../model/address.ts';
import type { Rule } from '../../engine.ts';
import { type ProfileInUse, profilesInUse } from '../../profiles-in-use.ts';

/** NousResearch/hermes-agent #58037, #97586. */
export const portShared: Rule = {
  id: 'port-shared',
  severity: 'error',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['port-shared'];
    const serving = profilesInUse(input).filter(({ facts }) => facts.endpoint.serves);
    for (const group of clashes(serving)) {
      const culprit = group.find(({ profile }) => profile !== 'default') ?? group[0];
      if (!culprit) continue;
      const { port } = culprit.facts.endpoint;
      yield {
        subject: culprit.subject,
        message: texts.message({ profiles: group.map(({ profile }) => profile), port: port.value }),
        location: port.at ?? culprit.subject.definition.commandAt,
        related: group
          .filter((one) => one !== culprit)
          .map(({ subject, profile, facts: { endpoint } }) => ({
            message: texts.another({
              profile,
              host: endpoint.host.value,
              port: endpoint.port.value,
              from: texts.from[endpoint.port.from],
            }),
            location: endpoint.port.at ?? subject.definition.commandAt,
          })),
      };
    }
  },
};

/** Groups of two and more that cannot all listen. */
function clashes(serving: readonly ProfileInUse[]): ProfileInUse[][] {
  const byPort = new Map<number, ProfileInUse[][]>();
  for (const one of serving) {
    const { port, host } = one.facts.endpoint;
    const groups = byPort.get(port.value) ?? [];
    const hits = (group: ProfileInUse[]): boolean =>
      group.some(({ facts }) => overlaps(facts.endpoint.host.value, host.value));
    const joined = [...groups.filter(hits).flat(), one];
    byPort.set(port.value, [...groups.filter((group) => !hits(group)), joined]);
  }
  return [...byPort.values()].flat().filter((group) => group.length > 1);
}
