import type { Subject } from '../../../model/subject.ts';
import type { AuditInput, Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { ofApp } from '../../select.ts';

/** systemd.service(5), "Command lines"; env(1). Where a host tells more, program-missing does. */
export const programByName: Rule = {
  id: 'program-by-name',
  severity: 'warning',
  confidence: 'medium',
  fix: null,
  check: once(function* (input) {
    const texts = input.texts['program-by-name'];
    const { name } = input.app.program;
    for (const subject of ofApp(input)) {
      const { definition } = subject;
      const [first = '', ...rest] = definition.resolved.argv;
      const index = first === name ? 0 : behindEnv(first, rest);
      if (index === null || (index === 0 ? first : rest[index - 1]) !== name) continue;
      // Its folders were looked into there.
      if (index === 0 && (input.host !== null || hasSearchPath(subject))) continue;
      if (index > 0 && hasPath(subject, input, rest)) continue;
      yield {
        subject,
        message: (index === 0 ? texts.manager : texts.env)({ name, manager: definition.manager }),
        location: definition.wordsAt[index] ?? definition.commandAt,
      };
    }
  }),
};

/** The index of the program in a command like `env NAME=value program`; null where it is no such command. */
function behindEnv(first: string, rest: readonly string[]): number | null {
  if (!/(?:^|\/)env$/.test(first)) return null;
  const at = rest.findIndex((word) => !/^\w+=/.test(word));
  return at < 0 ? null : at + 1;
}

const hasSearchPath = ({ definition }: Subject): boolean =>
  definition.manager === 'systemd' && definition.settings.some(({ key }) => key === 'ExecSearchPath');

/** Whether a PATH comes from somewhere; a file that cannot be read from here may hold one. */
const hasPath = (
  { definition: { resolved, places } }: Subject,
  { host }: AuditInput,
  words: readonly string[],
): boolean =>
  resolved.environment.has('PATH') ||
  words.some((word) => word.startsWith('PATH=')) ||
  (host === null && places.some(({ what }) => what === 'environment-file'));
