import type { Location } from '../../../model/location.ts';
import type { Subject } from '../../../model/subject.ts';
import type { AuditInput, Rule } from '../../engine.ts';
import { gateways } from '../../select.ts';

/** NousResearch/hermes-agent #80310. */
export const portFromManager: Rule = {
  id: 'port-from-manager',
  severity: 'warning',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['port-from-manager'];
    for (const { kind, names, subjects, at } of sharedSources(input)) {
      const services = subjects.map(({ definition }) => definition.name);
      yield {
        subject: null,
        profile: null,
        message:
          kind === 'manager'
            ? texts.manager({ names, services: services.length })
            : texts.file({ names, services }),
        location: at,
        related: subjects.map(({ definition }) => ({
          message: texts.reads({ service: definition.name }),
          location: definition.commandAt,
        })),
      };
    }
  },
};

interface Source {
  kind: 'manager' | 'file';
  names: string[];
  subjects: Subject[];
  at: Location | null;
}

/** The manager's environment, and files, that more than one profile gets settings of its API server from. */
function sharedSources(input: AuditInput): Source[] {
  const sources = new Map<string, Source>();
  const variables = Object.values(input.app.endpoint.variables).filter((name) => name !== undefined);
  for (const subject of gateways(input)) {
    const { environment } = subject.definition.resolved;
    for (const name of variables) {
      const origin = environment.get(name)?.origin;
      if (!origin || origin.kind === 'definition') continue;
      const key = origin.kind === 'manager' ? 'manager' : `file ${origin.location.path}`;
      const source = sources.get(key) ?? { kind: origin.kind, names: [], subjects: [], at: origin.location };
      if (!source.names.includes(name)) source.names.push(name);
      if (!source.subjects.includes(subject)) source.subjects.push(subject);
      sources.set(key, source);
    }
  }
  const profiles = ({ subjects }: Source): Set<string> =>
    new Set(subjects.map(({ identity }) => `${identity.root}\0${identity.profile}`));
  return [...sources.values()].filter((source) => profiles(source).size > 1);
}
