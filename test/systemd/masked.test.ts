import { expect, it } from 'vitest';
import { filesBelow } from '../../src/host/files.ts';
import { maskedUnits } from '../../src/systemd/masked.ts';
import { makeRoot } from '../support/home.ts';

it('only the first file of a name masks, by a link to /dev/null or by being empty', () => {
  const files = filesBelow(
    makeRoot({
      'first/link.service': { to: '/dev/null' },
      'first/relative.service': { to: '../dev/null' },
      'first/empty.service': '',
      'first/there.service': '[Service]\n',
      'first/dangling.service': { to: '/nowhere' },
      'first/other.socket': { to: '/dev/null' },
      'first/not-mine.service': { to: '/dev/null' },
      'first/folder.service': null,
      'second/there.service': { to: '/dev/null' },
      'second/dangling.service': { to: '/dev/null' },
      'second/empty.service': '',
      'second/late.service': { to: '/dev/null' },
    }),
  );
  const found = maskedUnits(files, ['/first', '/missing', '/second'], (name) => name !== 'not-mine.service');
  expect(found.map(({ path }) => path)).toEqual([
    '/first/empty.service',
    '/first/link.service',
    '/first/relative.service',
    '/second/late.service',
  ]);
});
