import type { SystemdDefinition } from '../../../model/definition.ts';

/** Words of all assignments of a key, with the place of their assignment; `resets`: an empty one takes all back. */
export function wordsOf({ settings }: SystemdDefinition, section: string, key: string, resets: boolean) {
  const all = settings.filter((one) => one.section === section && one.key === key);
  const from = resets ? all.findLastIndex(({ value }) => value === '') + 1 : 0;
  return all.slice(from).flatMap(({ value, location }) =>
    value
      .split(/[ \t\r\n]+/)
      .filter((word) => word !== '')
      .map((word) => ({ word, location })),
  );
}
