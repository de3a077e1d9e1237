import { userInfo } from 'node:os';
import { filesBelow } from '../../src/host/files.ts';
import { listValues, mergeFiles, refusal } from '../../src/systemd/effective.ts';
import { effectiveEnvironment, environmentFile } from '../../src/systemd/effective-environment.ts';
import { parseEnvironmentNames } from '../../src/systemd/environment.ts';
import { accountSpecifiers, expandWith } from '../../src/systemd/specifiers.ts';
import { parseUnit } from '../../src/systemd/syntax.ts';

export interface Ours {
  refused: boolean;
  commands: readonly (readonly string[])[];
  environment: string[];
  environmentFiles: string[];
  passEnvironment: string[];
  unsetEnvironment: string[];
  problems: string[];
}

/** Whom systemd runs as in the oracle. */
export const oracleAccount = (home: string) => {
  const { uid, gid, username } = userInfo();
  return uid === 0 ? { name: 'nobody', uid: 65534, gid: 65534, home } : { name: username, uid, gid, home };
};

/** What our reading of one fragment comes to, in the same shape as systemd's dump. */
export function readOurs(name: string, bytes: Buffer, home: string): Ours {
  const path = `${home}/.config/systemd/user/${name}`;
  const { name: user, uid, gid } = oracleAccount(home);
  const expand = expandWith(() =>
    accountSpecifiers(name, {
      scope: 'user',
      home,
      user,
      uid,
      gid,
      runtimeDir: `${home}/run`,
      fragmentPath: path,
    }),
  );
  const { assignments, commands, problems } = mergeFiles(parseUnit(bytes, path), [], expand);
  const { environment, problems: dropped } = effectiveEnvironment(
    assignments.filter(({ key }) => key === 'Environment'),
    { files: filesBelow('/'), inherits: false, managerEnvironment: new Map(), expand, expandPath: expand },
  );
  const names = (key: string, assign: boolean): string[] =>
    listValues(assignments, 'Service', key).flatMap(({ value }) =>
      parseEnvironmentNames(value, expand, assign).names.map((one) =>
        one.value === null ? one.name : `${one.name}=${one.value}`,
      ),
    );
  return {
    refused: problems.some(({ effect }) => effect === 'fatal') || refusal(assignments, commands) !== null,
    commands: commands.filter(({ command }) => !command.refused).map(({ command }) => command.argv),
    environment: [...environment].map(([key, { value }]) => `${key}=${value}`),
    environmentFiles: listValues(assignments, 'Service', 'EnvironmentFile').flatMap(({ value }) => {
      const file = environmentFile(value, expand);
      return 'path' in file ? [`${file.optional ? '-' : ''}${file.path}`] : [];
    }),
    passEnvironment: names('PassEnvironment', false),
    unsetEnvironment: names('UnsetEnvironment', true),
    problems: [...problems, ...dropped].map(({ message, effect }) => `${effect}: ${message}`),
  };
}
