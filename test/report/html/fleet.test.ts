import { describe, expect, it } from 'vitest';
import {
  fleetOf,
  isClash,
  isShared,
  isUnpinned,
  type Member,
  misses,
  portOf,
} from '../../../src/report/html/fleet.ts';
import { type Box, layOut } from '../../../src/report/html/fleet-layout.ts';
import fc from '../../support/fast-check.ts';

const member = (name: string, profile: string | null, more: Partial<Member> = {}): Member => ({
  id: `systemd:user:/u/${name}`,
  name,
  manager: 'systemd',
  scope: 'user',
  template: false,
  kind: 'pinned',
  by: 'flag',
  profile,
  meant: profile,
  root: '/home/u/.hermes',
  home: profile && `/home/u/.hermes/profiles/${profile}`,
  lock: null,
  listens: null,
  ...more,
});
const on = (port: number, host = '127.0.0.1') => ({ listens: { host, port } });

describe('who runs what', () => {
  it('is one box for each profile; two definitions of one are the incident, and come first', () => {
    const { identities } = fleetOf([
      member('a', 'alpha'),
      member('d', 'default'),
      member('z', 'zeta'),
      member('y', 'zeta', { kind: 'sticky', by: 'sticky', meant: 'alpha' }),
    ]);
    expect(identities.map(({ profile, members }) => [profile, members.map(({ name }) => name)])).toEqual([
      ['zeta', ['z', 'y']],
      ['default', ['d']],
      ['alpha', ['a']],
    ]);
    expect(identities.map(isShared)).toEqual([true, false, false]);
    const [, sticky] = identities[0]!.members as [Member, Member];
    expect([isUnpinned(sticky), misses(sticky)]).toEqual([true, 'alpha']);
  });

  it('keeps apart profiles of one name below different roots, and those that nobody can tell', () => {
    const { identities } = fleetOf([
      member('a', 'x'),
      member('b', 'x', { root: '/other' }),
      member('c', null),
      member('d', null),
    ]);
    expect(identities.map(({ members }) => members.length)).toEqual([1, 1, 1, 1]);
    expect(identities.some(isShared)).toBe(false);
  });

  it('knows a port that two profiles want, and not where they have an address each', () => {
    const fleet = fleetOf([
      member('a', 'a', on(8642, '127.0.0.2')),
      member('b', 'b', on(8642, '0.0.0.0')),
      member('c', 'c', on(8643)),
      member('d', 'd', on(8643, '127.0.0.9')),
    ]);
    expect(fleet.ports.filter(isClash)).toEqual([
      { port: 8642, hosts: ['127.0.0.2', '0.0.0.0'], identities: [0, 1] },
    ]);
    expect(portOf(fleet, 2)).toMatchObject({ port: 8643, hosts: ['127.0.0.1'] });
  });

  it('of two services of one profile takes the port as one', () => {
    const { ports } = fleetOf([member('a', 'x', on(1)), member('b', 'x', on(1))]);
    expect(ports).toEqual([{ port: 1, hosts: ['127.0.0.1'], identities: [0] }]);
  });
});

it('a picture of any fleet has no box over another one or outside', () => {
  const any = fc.record({
    profile: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'default'), { nil: null }),
    port: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
  });
  fc.assert(
    fc.property(fc.array(any, { minLength: 1, maxLength: 40 }), (all) => {
      const fleet = fleetOf(
        all.map(({ profile, port }, index) => member(`s${index}`, profile, port === null ? {} : on(port))),
      );
      const { width, height, ...columns } = layOut(fleet);
      expect(columns.definitions).toHaveLength(all.length);
      const boxes: Box[] = Object.values(columns).flat();
      for (const [index, one] of boxes.entries()) {
        expect(one.x >= 0 && one.y >= 0).toBe(true);
        expect(one.x + one.width <= width && one.y + one.height <= height).toBe(true);
        for (const other of boxes.slice(index + 1)) expect(overlap(one, other)).toBe(false);
      }
    }),
  );
});

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
