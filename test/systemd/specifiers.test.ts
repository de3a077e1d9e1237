import { describe, expect, it } from 'vitest';
import {
  accountSpecifiers,
  expandSpecifiers,
  type SpecifierTable,
  unitSpecifiers,
} from '../../src/systemd/specifiers.ts';
import { parseUnitName, unescapeUnitName } from '../../src/systemd/unit-name.ts';

const text = (written: string, table: SpecifierTable) => {
  const expanded = expandSpecifiers(written, table);
  return expanded.ok ? expanded.text : `! ${expanded.reason}`;
};

describe('the name of the unit', () => {
  it.each<[string, string]>([
    ['a-b.service', 'a-b.service|a-b|a-b|b||'],
    ['a-b@x-y\\x2dz.service', 'a-b@x-y\\x2dz.service|a-b@x-y\\x2dz|a-b|b|x-y\\x2dz|x/y-z'],
    ['plain.timer', 'plain.timer|plain|plain|plain||'],
    // The same for every instance, and what is not.
    ['a-b@.service', '%n|%N|a-b|b|%i|%I'],
    ['10-x.conf', '10-x.conf|10-x.conf|10-x.conf|x.conf||'],
  ])('%s', (name, expected) => {
    expect(text('%n|%N|%p|%j|%i|%I', unitSpecifiers(name))).toBe(expected);
  });

  it('leaves what the account decides as it is written', () => {
    expect(expandSpecifiers('%h/%p/%u %%h', unitSpecifiers('a.service'))).toEqual({
      ok: true,
      text: '%h/a/%u %h',
      open: ['%h', '%u'],
    });
  });

  it('fails on a bad escape', () => {
    expect(text('%I', unitSpecifiers('a@b\\y.service'))).toBe(
      "! %I cannot be resolved: the unit's name holds a bad escape",
    );
  });
});

describe('letters', () => {
  it.each(['z', 'x', 'k', 'e', 'Z', 'X', 'Q', 'O', 'K', 'F', 'D', '0', '9'])('%%%s is none', (letter) => {
    expect(text(`%${letter}`, new Map())).toBe(
      `! systemd knows no specifier %${letter} (write %% for a percent sign)`,
    );
  });

  it.each(['%', '%%', '100%', '%!', '% x', '%é', '%😀', '%-'])('%s stays', (written) => {
    expect(text(written, new Map())).toBe(written.replace('%%', '%'));
  });
});

describe('the account', () => {
  const all = '%h %u %U %g %G %t %S %C %L %E %T %V %s %P %J %f';

  it('of a user', () => {
    const account = { scope: 'user', home: '/home/u', user: 'u', uid: 1000, gid: 100 } as const;
    expect(text(all, accountSpecifiers('a-b\\x2dc@x-y.service', account))).toBe(
      '/home/u u 1000 %g 100 /run/user/1000 /home/u/.config /home/u/.cache /home/u/.config/log /home/u/.config /tmp /var/tmp %s a/b-c b-c /x/y',
    );
    const folders = {
      runtimeDir: '/r',
      configDir: '/c',
      stateDir: '/s',
      cacheDir: '/k',
      logsDir: '/l',
      shell: '/bin/sh',
      group: 'g',
      fragmentPath: '/u/a.service',
    };
    expect(text(`${all} %y %Y %d`, accountSpecifiers('a.service', { ...account, ...folders }))).toBe(
      '/home/u u 1000 g 100 /r /s /k /l /c /tmp /var/tmp /bin/sh a a /a /u/a.service /u /r/credentials/a.service',
    );
  });

  it('of the system manager is root, with fixed folders', () => {
    const account = { scope: 'system', home: '/root', user: 'root', uid: 0, gid: 0 } as const;
    expect(text('%h %u %t %S %C %L %E', accountSpecifiers('a.service', account))).toBe(
      '/root root /run /var/lib /var/cache /var/log /etc',
    );
  });
});

describe('unit names', () => {
  it.each<[string, unknown]>([
    ['a.service', { prefix: 'a', instance: null, template: false, type: 'service' }],
    ['a@b@c.service', { prefix: 'a', instance: 'b@c', template: false, type: 'service' }],
    ['a@.service', { prefix: 'a', instance: null, template: true, type: 'service' }],
    ['a.b.timer', { prefix: 'a.b', instance: null, template: false, type: 'timer' }],
    ['@a.service', null],
    ['.service', null],
    ['a b.service', null],
    ['a', null],
    ['a.conf', null],
    [`${'a'.repeat(248)}.service`, null],
  ])('%s', (name, expected) => {
    expect(parseUnitName(name)).toEqual(expected && { id: name, ...(expected as object) });
  });

  it.each<[string, string | null]>([
    ['a-b', 'a/b'],
    ['a\\x2db', 'a-b'],
    ['\\xc3\\xa9', 'é'],
    ['a\\b', null],
    ['a\\x2', null],
    ['', ''],
  ])('unescape %s', (escaped, expected) => {
    expect(unescapeUnitName(escaped)).toBe(expected);
  });
});
