import type { Location } from '../../../model/location.ts';
import { isSecretName } from '../../../model/secret.ts';
import type { Subject } from '../../../model/subject.ts';
import type { AuditInput, Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { placeholderIn } from '../../placeholder.ts';
import { ofApp } from '../../select.ts';
import { factsOf, ownVariables } from '../../values.ts';

/** Templates of installers and guides that were copied as they are. */
export const placeholderLeft: Rule = {
  id: 'placeholder-left',
  severity: 'error',
  confidence: 'medium',
  fix: null,
  check: once(function* (input) {
    const texts = input.texts['placeholder-left'];
    for (const subject of ofApp(input)) {
      const [first, ...others] = placeholders(input, subject);
      if (!first) continue;
      const parts = [...new Set([first, ...others].map(({ part }) => part))];
      yield {
        subject,
        message: texts.message({ parts }),
        location: first.at,
        related: others.map(({ part, at }) => ({ message: texts.another({ part }), location: at })),
      };
    }
  }),
};

interface Placeholder {
  part: string;
  at: Location | null;
}

function placeholders(input: AuditInput, subject: Subject): Placeholder[] {
  const { definition } = subject;
  const values: { value: string; at: Location | null }[] = [
    ...definition.resolved.argv.map((word, index) => ({
      value: word.replace(/^-[\w-]*=/, ''),
      at: definition.wordsAt[index] ?? definition.commandAt,
    })),
    ...definition.places.map(({ path, location }) => ({ value: path, at: location })),
    ...ownVariables(subject)
      .filter(([name]) => !isSecretName(name))
      .map(([, { value, origin }]) => ({ value, at: origin.location })),
  ];
  if (definition.manager === 'systemd')
    for (const { key, value, location } of definition.settings)
      if (key === 'User' || key === 'Group') values.push({ value, at: location });
  const found = values.flatMap(({ value, at }) => {
    const part = placeholderIn(value);
    // A path that stands on the host under these very characters is meant.
    return part === null || ['file', 'dir'].includes(factsOf(input, value)?.kind ?? '') ? [] : [{ part, at }];
  });
  const said = new Set<string>();
  return found.filter(({ at }) => {
    const place = `${at?.path}:${at?.line}`;
    return !said.has(place) && said.add(place);
  });
}
