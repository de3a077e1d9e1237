import { nearest } from '../audit/nearest.ts';
import { rules } from '../audit/rules/index.ts';
import { Failure } from '../host/failure.ts';
import { tr } from '../texts/tr.ts';

/** The rule of that name. @throws Failure (usage) with the name that was probably meant. */
export function knownRule(name: string) {
  const found = rules.find(({ id }) => id === name);
  if (found) return found;
  const meant = nearest(
    name,
    rules.map(({ id }) => id),
  );
  throw new Failure('usage', tr('no rule is called {name}', { name }), {
    ...(meant === null ? {} : { why: tr('did you mean {meant}?', { meant }) }),
    next: 'unitpin rules',
  });
}
