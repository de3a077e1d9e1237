import type { App } from '../model/app.ts';
import type { Definition, Environment } from '../model/definition.ts';

/**
 * What a definition gives its gateway in the environment, and the port that it is given by a flag, which counts before all
 * variables: as if it stood in the variable of it.
 */
export function givenBy({ endpoint }: App, { resolved, wordsAt, commandAt, path }: Definition): Environment {
  const { argv, environment } = resolved;
  const { portFlag, variables } = endpoint;
  if (portFlag === undefined) return environment;
  const at = argv.findLastIndex((word) => word === portFlag || word.startsWith(`${portFlag}=`));
  const value = argv[at] === portFlag ? argv[at + 1] : argv[at]?.slice(portFlag.length + 1);
  if (!value || !/^\d+$/.test(value)) return environment;
  const location = wordsAt[at] ?? commandAt ?? { path, line: 1, column: 1 };
  return new Map([...environment, [variables.port, { value, origin: { kind: 'definition', location } }]]);
}
