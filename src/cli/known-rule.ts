import { nearest } from '../audit/nearest.ts';
import { rules } from '../audit/rules/index.ts';
import { Failure } from '../host/failure.ts';

/** The rule of that name. @throws Failure (usage) with the name that was probably meant. */
export function knownRule(name: string) {
  const found = rules.find(({ id }) => id === name);
  if (found) return found;
  const meant = nearest(
    name,
    rules.map(({ id }) => id),
  );
  throw new Failure('usage', `no rule is called ${name}`, {
    ...(meant === null ? {} : { why: `did you mean ${meant}?` }),
    next: 'unitpin rules',
  });
}
