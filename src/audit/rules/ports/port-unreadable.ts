import type { Endpoint, PortProblem } from '../../../model/facts.ts';
import type { AuditInput, Rule } from '../../engine.ts';
import { profilesInUse } from '../../profiles-in-use.ts';

/** EKKOLearnAI/hermes-studio's readers of the same values fell back to the default port, or read other numbers. */
export const portUnreadable: Rule = {
  id: 'port-unreadable',
  severity: 'warning',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['port-unreadable'];
    for (const { subject, facts } of profilesInUse(input)) {
      const { endpoint } = facts;
      for (const problem of endpoint.problems) {
        const { at, other } = problem;
        yield {
          subject,
          message: messageFor(texts, problem, endpoint),
          location: at ?? subject.definition.commandAt,
          related: other ? [{ message: texts.alsoHere, location: other }] : [],
        };
      }
      if (endpoint.unreadable) {
        const { kind, message, at } = endpoint.unreadable;
        yield { subject, message: texts[kind]({ message }), location: at };
      }
    }
  },
};

function messageFor(
  texts: AuditInput['texts']['port-unreadable'],
  { kind, name, text, port }: PortProblem,
  endpoint: Endpoint,
): string {
  if (kind === 'twice') return texts.twice({ name, text });
  if (kind === 'mapping-twice') return texts.mappingTwice({ name });
  if (kind === 'disagree') return texts.disagree({ name, text });
  return kind === 'no-port' || port === null
    ? texts.noPort({ name, text, port: endpoint.port.value })
    : texts.differently({ name, text, port });
}
