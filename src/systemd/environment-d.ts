import type { Files } from '../host/files.ts';
import type { Environment, EnvironmentValue } from '../model/definition.ts';
import { filesInOrder } from './drop-ins.ts';
import { isVariableName } from './environment.ts';
import { parseEnvironmentFile } from './environment-file.ts';
import { replaceVariables } from './variables.ts';

const FOLDERS = [
  '/etc/environment.d',
  '/run/environment.d',
  '/usr/local/lib/environment.d',
  '/usr/lib/environment.d',
];

/**
 * What environment.d(5) adds to the environment of a user's manager, and so of their services. Files are read in the
 * order of their names; the same name in an earlier folder wins. `configHome` is `$XDG_CONFIG_HOME`; variables that the
 * files do not set themselves are looked up in `base`, what the manager started with.
 */
export function readEnvironmentD(
  files: Files,
  home: string,
  options: { configHome?: string; base?: ReadonlyMap<string, string> } = {},
): Environment {
  const result = new Map<string, EnvironmentValue>();
  const base = options.base ?? new Map([['HOME', home]]);
  const lookup = (name: string): string | undefined => result.get(name)?.value ?? base.get(name);
  const folders = [`${options.configHome ?? `${home}/.config`}/environment.d`, ...FOLDERS];
  for (const path of filesInOrder(files, folders)) {
    const read = files.read(path);
    if (read.state !== 'there') continue;
    for (const { key, value, isEmpty, location } of parseEnvironmentFile(read.bytes, path) ?? []) {
      // As the generator, which takes an empty value for a mistake.
      if (!isVariableName(key) || isEmpty) continue;
      result.set(key, {
        value: replaceVariables(value, lookup, true),
        origin: { kind: 'manager', location },
      });
    }
  }
  return result;
}
