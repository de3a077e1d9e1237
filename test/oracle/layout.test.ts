import { expect, it } from 'vitest';
import { filesBelow } from '../../src/host/files.ts';
import type { SystemdDefinition } from '../../src/model/definition.ts';
import { unitFolders } from '../../src/systemd/load-path.ts';
import { observeSystemd } from '../../src/systemd/observe.ts';
import fc, { seed } from '../support/fast-check.ts';
import { requireOrSkip } from '../support/requirements.ts';
import { oracleAccount } from './ours.ts';
import { askSystemd, installedSystemd, type Layout } from './systemd.ts';

/** Names with and without dashes, templates and instances. */
const UNITS = [
  'one',
  'a-b',
  'a-b-c',
  'a--b',
  'tail-',
  't@',
  't@1',
  't@x-y',
  'a-t@',
  'a-t@1',
  'a-t@\\x2d',
  'lone-t@1',
];
const NAMES = UNITS.map((name) => `${name}.service`);
const DROP_IN_FOLDERS = [
  ...NAMES,
  'a-.service',
  'a-b-.service',
  'a-@.service',
  'a-@1.service',
  't-.service',
  'service',
];
const FOLDERS = [
  '~/.config/systemd/user.control',
  '~/.config/systemd/user',
  '~/run/systemd/user',
  '~/.local/share/systemd/user',
];

/** Files that say where they come from, so that what comes out shows which were read, and in which order. */
const fragment = (path: string): string =>
  `[Service]\nExecStart=/bin/x "${path.slice(2).replaceAll('\\', '\\\\')}" %n %i %j %h\nEnvironment=ORDER=fragment\n`;

const layout = fc
  .record({
    fragments: fc.array(
      fc.tuple(
        fc.constantFrom(...FOLDERS),
        fc.constantFrom(...NAMES),
        fc.constantFrom('file', 'file', 'file', 'empty', 'null', 'dangling'),
      ),
      { minLength: 8, maxLength: 26, size: 'max' },
    ),
    dropIns: fc.array(
      fc.tuple(
        fc.constantFrom(...FOLDERS),
        fc.constantFrom(...DROP_IN_FOLDERS),
        fc.constantFrom('10.conf', '20.conf', 'z.conf', 'A.conf', '.h.conf', 'x.txt'),
        fc.constantFrom('file', 'file', 'file', 'null', 'reset', 'bad'),
      ),
      { maxLength: 60, size: 'max' },
    ),
    aliases: fc.array(
      fc.tuple(
        fc.constantFrom('other.service', 'o-b.service'),
        fc.constantFrom('a-b.service', 'one.service'),
      ),
      { maxLength: 2 },
    ),
  })
  .map(({ fragments, dropIns, aliases }): Layout => {
    const files = new Map<string, string | { link: string }>();
    for (const [folder, name, kind] of fragments) {
      const path = `${folder}/${name}`;
      if (kind === 'null') files.set(path, { link: '/dev/null' });
      else if (kind === 'dangling') files.set(path, { link: '/nowhere/at-all.service' });
      else files.set(path, kind === 'empty' ? '' : fragment(path));
    }
    for (const [folder, unit, name, kind] of dropIns) {
      const path = `${folder}/${unit}.d/${name}`;
      const mark = `Environment="D${files.size}=${path.slice(2).replaceAll('\\', '\\\\')}" LAST=${files.size}\n`;
      if (kind === 'null') files.set(path, { link: '/dev/null' });
      else if (kind === 'bad') files.set(path, `[Service]\n${mark}ExecStart=no/path\nEnvironment=NOT=read\n`);
      else if (kind === 'reset')
        files.set(path, `[Service]\nExecStart=\nExecStart=/bin/${files.size} %p\n${mark}`);
      else files.set(path, `[Service]\n${mark}`);
    }
    for (const [alias, target] of aliases) {
      const path = `${FOLDERS[1]}/${alias}`;
      if (!files.has(path)) files.set(path, { link: target });
    }
    return files;
  });

requireOrSkip(installedSystemd, 'we find units and drop-ins where systemd does', () => {
  it('30 random sets of folders', () => {
    const compared = fc.sample(layout, 30).map(compare);
    // Most names must be there, or the test would say little.
    expect(compared.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(100);
  });
});

/** Returns how many units systemd loaded. */
function compare(files: Layout): number {
  // Not the aliases: which of its names a unit goes by depends on which is asked for first.
  const wanted = NAMES.filter((name) => !name.includes('@.'));
  let ours: SystemdDefinition[] = [];
  const verdict = askSystemd(files, wanted, (home) => {
    const env = { XDG_RUNTIME_DIR: `${home}/run` };
    ours = observeSystemd(filesBelow('/'), unitFolders('user', { home, env }), {
      scope: 'user',
      account: oracleAccount(home),
    }).filter(({ path }) => path.startsWith(home));
  });
  const theirs = [...verdict.units]
    .filter(([name, { fragment: path }]) => path.startsWith(verdict.home) && !name.includes('@.'))
    .filter(([, { state }]) => state === 'loaded' || state === 'bad-setting')
    .map(([name, unit]) => ({
      name,
      refused: unit.state !== 'loaded',
      ...(unit.state === 'loaded' ? { argv: unit.commands[0] ?? [], environment: unit.environment } : {}),
      fragment: unit.fragment,
      dropIns: unit.dropIns
        .filter((path) => files.get(path.replace(verdict.home, '~')) !== undefined)
        .filter((path) => typeof files.get(path.replace(verdict.home, '~')) === 'string'),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const mine = ours
    .filter(({ template }) => !template)
    .map((one) => {
      const refused = one.problems.some(({ effect }) => effect === 'fatal');
      const environment = [...one.resolved.environment].map(([key, { value }]) => `${key}=${value}`);
      return {
        name: one.name,
        refused,
        ...(refused ? {} : { argv: one.resolved.argv, environment }),
        fragment: one.path,
        dropIns: one.dropIns,
      };
    });
  const picture = [...files].map(([path, content]) =>
    typeof content === 'string' ? path : `${path} -> ${(content as { link: string }).link}`,
  );
  expect({ seed, picture, units: mine }).toEqual({ seed, picture, units: theirs });
  return theirs.length;
}
