import type { Definition, PlistValue } from '../../model/definition.ts';
import type { Difference } from '../../model/subject.ts';
import { addsUp } from '../../systemd/setting-kinds.ts';

/** Settings that are compared by what they make (words, variables), not by their text. */
const BY_MEANING = new Set(['Service.ExecStart', 'Service.Environment']);
/** How the command line is called in a difference: in both dialects by its own key. */
export const COMMAND = { systemd: 'ExecStart', launchd: 'ProgramArguments' } as const;

/** What differs in meaning between two definitions of one service: words, variables, settings; never layout. */
export function differences(before: Definition | null, after: Definition | null): Difference[] {
  const from = before ? facts(before) : new Map<string, string>();
  const to = after ? facts(after) : new Map<string, string>();
  const result: Difference[] = [];
  for (const what of new Set([...from.keys(), ...to.keys()])) {
    const [a = null, b = null] = [from.get(what), to.get(what)];
    if (a !== b) result.push({ what, from: a, to: b });
  }
  return result;
}

/** The meaning of a definition as named facts. Words are joined so that no two different lists look alike. */
function facts(definition: Definition): Map<string, string> {
  const { argv, environment } = definition.resolved;
  const result = new Map<string, string>();
  if (argv.length > 0) result.set(COMMAND[definition.manager], argv.map(quoted).join(' '));
  for (const [name, { value, origin }] of environment) {
    if (origin.kind !== 'manager') result.set(`Environment ${name}`, value);
  }
  if (definition.manager === 'systemd') addSettings(definition, result);
  else {
    for (const { key, value } of definition.plist?.entries ?? []) {
      if (key !== 'ProgramArguments' && key !== 'EnvironmentVariables')
        result.set(key, JSON.stringify(plain(value)));
    }
  }
  return result;
}

/** A key's values in order, those before its last reset left out. */
function addSettings(
  definition: Extract<Definition, { manager: 'systemd' }>,
  result: Map<string, string>,
): void {
  for (const { section, key, value } of definition.settings) {
    if (BY_MEANING.has(`${section}.${key}`)) continue;
    const known = result.get(key);
    if (value === '') result.delete(key);
    else result.set(key, known === undefined || !addsUp(key) ? value : `${known} ${value}`);
  }
}

const quoted = (word: string): string =>
  /^[A-Za-z0-9_@%+=:,./$-]+$/.test(word) ? word : JSON.stringify(word);

function plain(value: PlistValue): unknown {
  if (value.type === 'array') return value.items.map(plain);
  if (value.type === 'dict')
    return Object.fromEntries(value.entries.map((entry) => [entry.key, plain(entry.value)]));
  return value.value;
}
