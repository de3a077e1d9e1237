import type { Location } from '../../../model/location.ts';
import { holdsSecret, isSecretName } from '../../../model/secret.ts';
import type { Subject } from '../../../model/subject.ts';
import { ownVariables } from '../../values.ts';

/** A secret that is written somewhere: what it is called, never what it is. */
export interface Secret {
  /** Of a variable, or of an argument without its dashes; null for a word without a name. */
  name: string | null;
  at: Location | null;
}

/** Two rules ask. */
const known = new WeakMap<Subject, readonly Secret[]>();

/** Secrets in the definition itself: its variables, the words of its command, and its other commands. */
export function secretsWritten(subject: Subject): readonly Secret[] {
  const found = known.get(subject) ?? look(subject);
  known.set(subject, found);
  return found;
}

function look(subject: Subject): Secret[] {
  const { definition } = subject;
  const found = ownVariables(subject).flatMap(([name, { value, origin }]): Secret[] =>
    holdsSecret(name, value) ? [{ name, at: origin.location }] : [],
  );
  definition.resolved.argv.forEach((word, index, words) => {
    const at = definition.wordsAt[index] ?? definition.commandAt;
    found.push(...secretsInWord(word, words[index - 1] ?? '').map((name) => ({ name, at })));
  });
  if (definition.manager === 'systemd') {
    for (const { key, value, location } of definition.settings) {
      if (key === 'ExecStart' || !key.startsWith('Exec')) continue;
      found.push(...secretsInWord(value, '').map((name) => ({ name, at: location })));
    }
  }
  // What `env` or a script sets is a variable of the command, too: once is enough.
  const known = new Set<string | null>();
  return found.filter(({ name }) => !known.has(name) && known.add(name));
}

const OPTION = /^--?([A-Za-z][\w-]*)$/;
/** `NAME=value` and `--name value`, wherever they stand in a word that is a script or a line. */
const PAIR =
  /(?:^|[\s;&|"'(])-{0,2}([A-Za-z_][\w-]*)=("[^"]*"|'[^']*'|[^\s;&|"')]*)|(?:^|\s)--([A-Za-z][\w-]*)\s+("[^"]*"|'[^']*'|[^\s;&|"'-][^\s;&|"']*)/g;

/** Most words hold neither sign. */
const pairsIn = (word: string) => (/=|--/.test(word) ? word.matchAll(PAIR) : []);

function secretsInWord(word: string, before: string): (string | null)[] {
  const named = [...pairsIn(word)].flatMap((match) => {
    const name = match[1] ?? match[3] ?? '';
    const value = (match[2] ?? match[4] ?? '').replace(/^(["'])(.*)\1$/s, '$2');
    return holdsSecret(name, value) ? [name] : [];
  });
  if (named.length > 0) return named;
  const option = word.startsWith('-') ? '' : (OPTION.exec(before)?.[1] ?? '');
  // A shape is one behind any option; `-c` is not what it is called then.
  return holdsSecret(option, word) ? [isSecretName(option) ? option : null] : [];
}
