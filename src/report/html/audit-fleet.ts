import type { GatewayFacts } from '../../model/facts.ts';
import type { Subject } from '../../model/subject.ts';
import { type Fleet, fleetOf, type Member } from './fleet.ts';

/** Who runs what, by the definitions of an audit. A template with instances runs nothing itself. */
export function auditFleet(subjects: readonly Subject[], gateways: ReadonlyMap<string, GatewayFacts>): Fleet {
  const own = subjects.filter(({ ofApp }) => ofApp);
  const instances = new Set(own.filter((one) => isInstance(one)).map(({ definition }) => definition.path));
  return fleetOf(
    own
      .filter((one) => !isTemplate(one) || !instances.has(one.definition.path))
      .map((one) => memberOf(one, gateways.get(one.definition.id))),
  );
}

const isTemplate = ({ definition }: Subject): boolean =>
  definition.manager === 'systemd' && definition.template;

const isInstance = ({ definition }: Subject): boolean =>
  definition.manager === 'systemd' && definition.instance !== null;

function memberOf(subject: Subject, facts: GatewayFacts | undefined): Member {
  const { id, name, manager, scope } = subject.definition;
  const { kind, by, profile, root, home } = subject.identity;
  const endpoint = facts?.endpoint;
  return {
    id,
    name,
    manager,
    scope,
    template: isTemplate(subject),
    kind,
    by,
    profile,
    meant: subject.meant,
    root,
    home: facts?.home ?? home,
    lock: null,
    listens: endpoint?.serves ? { host: endpoint.host.value, port: endpoint.port.value } : null,
  };
}
