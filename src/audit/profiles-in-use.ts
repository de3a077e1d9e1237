import type { GatewayFacts } from '../model/facts.ts';
import type { Subject } from '../model/subject.ts';
import type { AuditInput } from './engine.ts';
import { gateways } from './select.ts';

export interface ProfileInUse {
  subject: Subject;
  profile: string;
  facts: GatewayFacts;
}

/** The profiles that services run, with what is known about them; of several services of one profile, the first. */
export function profilesInUse(input: AuditInput): ProfileInUse[] {
  const byHome = new Map<string, ProfileInUse>();
  for (const subject of gateways(input)) {
    const facts = input.host?.gateways.get(subject.definition.id);
    const { profile } = subject.identity;
    if (facts && profile !== null && !byHome.has(facts.home))
      byHome.set(facts.home, { subject, profile, facts });
  }
  // The default profile first: where two clash, the other one is to change.
  return [...byHome.values()].sort(
    (a, b) => Number(b.profile === 'default') - Number(a.profile === 'default'),
  );
}
