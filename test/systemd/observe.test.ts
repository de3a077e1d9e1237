// biome-ignore-all lint/suspicious/noTemplateCurlyInString: systemd's variables look like these.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow } from '../../src/host/files.ts';
import type { Environment, SystemdDefinition } from '../../src/model/definition.ts';
import { type ObserveOptions, observeSystemd, observeSystemdFile } from '../../src/systemd/observe.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'unitpin-observe-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (path: string, text: string | Buffer) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const link = (path: string, target: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(target, join(root, path));
};

const U = '/home/u/.config/systemd/user';
const ACCOUNT = { name: 'u', uid: 1000, gid: 1000, home: '/home/u' };
const user: ObserveOptions = { scope: 'user', account: ACCOUNT };
const observe = (options: Partial<ObserveOptions> = {}, folders = [U, '/usr/lib/systemd/user']) =>
  observeSystemd(filesBelow(root), folders, { ...user, ...options });
const only = (found: SystemdDefinition[]): SystemdDefinition => {
  expect(found).toHaveLength(1);
  return found[0]!;
};
const environment = (variables: Environment) =>
  Object.fromEntries([...variables].map(([name, { value }]) => [name, value]));
const problems = (one: SystemdDefinition) =>
  one.problems.map(
    ({ effect, message, location: at }) =>
      `${effect} ${at.path.split('/').at(-1)}:${at.line}:${at.column} ${message}`,
  );
const manager = (variables: Record<string, string>): Environment =>
  new Map(
    Object.entries(variables).map(([name, value]) => [
      name,
      { value, origin: { kind: 'manager', location: null } },
    ]),
  );

describe('a definition', () => {
  it('has every field filled', () => {
    write(
      `${U}/gw.service`,
      '[Unit]\nDescription=x\n[Service]\nExecStart=%h/bin/py -m  "a %n" \\\n  $X\nEnvironment="H=%h/x" I=%p\n',
    );
    write(`${U}/gw.service.d/z.conf`, '[Service]\nEnvironment=J=1\n');
    const one = only(observe({ managerEnvironment: manager({ PATH: '/bin' }) }));
    const at = (line: number, column: number, path = `${U}/gw.service`) => ({ path, line, column });
    const value = (text: string, location: object) => ({
      value: text,
      origin: { kind: 'definition', location },
    });
    const inherited = ['PATH', { value: '/bin', origin: { kind: 'manager', location: null } }];
    const other = [
      ['I', value('gw', at(6, 22))],
      ['J', value('1', at(2, 13, `${U}/gw.service.d/z.conf`))],
    ];
    expect(one).toEqual({
      manager: 'systemd',
      id: `systemd:user:${U}/gw.service`,
      name: 'gw.service',
      scope: 'user',
      path: `${U}/gw.service`,
      dropIns: [`${U}/gw.service.d/z.conf`],
      dropInsAsRead: [`${U}/gw.service.d/z.conf`],
      command: {
        argv: ['%h/bin/py', '-m', 'a gw.service', '$X'],
        environment: new Map([inherited, ['H', value('%h/x', at(6, 13))], ...other] as never),
      },
      resolved: {
        argv: ['/home/u/bin/py', '-m', 'a gw.service', '$X'],
        environment: new Map([inherited, ['H', value('/home/u/x', at(6, 13))], ...other] as never),
      },
      commandAt: at(4, 11),
      wordsAt: [at(4, 11), at(4, 21), at(4, 25), at(5, 3)],
      accountHome: '/home/u',
      problems: [],
      sources: new Map([
        [`${U}/gw.service`, expect.stringContaining('Description=x')],
        [`${U}/gw.service.d/z.conf`, '[Service]\nEnvironment=J=1\n'],
      ]),
      modes: new Map(
        [`${U}/gw.service`, `${U}/gw.service.d/z.conf`].map((path) => [
          path,
          expect.objectContaining({ uid: process.getuid?.() }),
        ]),
      ),
      instance: null,
      template: false,
      execStart: {
        value: '%h/bin/py -m  "a %n"    $X',
        words: [
          { text: '%h/bin/py', start: 0, end: 9 },
          { text: '-m', start: 10, end: 12 },
          { text: 'a %n', start: 14, end: 20 },
          { text: '$X', start: 24, end: 26 },
        ],
        prefixes: [],
        location: at(4, 11),
      },
      settings: [
        { section: 'Unit', key: 'Description', value: 'x', location: at(2, 13) },
        { section: 'Service', key: 'ExecStart', value: '%h/bin/py -m  "a %n"    $X', location: at(4, 11) },
        { section: 'Service', key: 'Environment', value: '"H=%h/x" I=%p', location: at(6, 13) },
        {
          section: 'Service',
          key: 'Environment',
          value: 'J=1',
          location: at(2, 13, `${U}/gw.service.d/z.conf`),
        },
      ],
      // policy.test.ts is about what is in it.
      policy: expect.objectContaining({ type: 'simple' }),
      otherCommands: [],
      ownArgv: ['/home/u/bin/py', '-m', 'a gw.service', '$X'],
      places: [],
      remarks: [],
      unitNames: new Set(['gw.service']),
      wantedBy: [],
    });
  });

  it('leaves account specifiers as written where nobody knows the account', () => {
    write(`${U}/gw.service`, '[Service]\nExecStart=%h/bin/py %u %n\n');
    const one = only(observe({ account: null }));
    expect(one.resolved).toBe(one.command);
    expect(one.command.argv).toEqual(['%h/bin/py', '%u', 'gw.service']);
    expect(one.accountHome).toBeNull();
    expect(one.problems).toEqual([]);
  });

  it('under @ has the words of argv', () => {
    write(`${U}/gw.service`, '[Service]\nExecStart=-!!@/bin/py name arg\n');
    const one = only(observe());
    expect(one.command.argv).toEqual(['name', 'arg']);
    expect(one.wordsAt.map(({ column }) => column)).toEqual([23, 28]);
    expect(one.execStart?.prefixes).toEqual(['-', '!!', '@']);
    expect(one.execStart?.words[0]).toEqual({ text: '/bin/py', start: 4, end: 11 });
  });

  it('of the system runs as User=, with the folders of root', () => {
    write('/etc/systemd/system/gw.service', '[Service]\nUser=ann\nExecStart=/bin/x %h %t\n');
    write('/etc/systemd/system/root.service', '[Service]\nExecStart=/bin/x\n');
    write('/etc/systemd/system/who.service', '[Service]\nUser=who\nExecStart=/bin/x\n');
    const accountOf = (name: string) => (name === 'ann' ? { home: '/home/ann' } : null);
    const found = observe({ scope: 'system', account: null, accountOf }, ['/etc/systemd/system']);
    expect(
      found.map(({ name, accountHome, resolved }) => [name, accountHome, resolved.argv.slice(1)]),
    ).toEqual([
      ['gw.service', '/home/ann', ['/root', '/run']],
      ['root.service', '/root', []],
      ['who.service', null, []],
    ]);
    expect(found[0]?.command.argv).toEqual(['/bin/x', '%h', '%t']);
  });
});

describe('the effective command', () => {
  const effective = (fragment: string, ...dropIns: string[]) => {
    write(`${U}/gw.service`, fragment);
    dropIns.forEach((text, index) => {
      write(`${U}/gw.service.d/${index}.conf`, text);
    });
    return only(observe());
  };

  it('is what follows the last reset', () => {
    const one = effective(
      '[Service]\nExecStart=/a\n',
      '[Service]\nExecStart=\nExecStart=/b\n',
      '[Service]\nExecStart=\nExecStart=/c x\n',
    );
    expect(one.command.argv).toEqual(['/c', 'x']);
    expect(one.commandAt).toEqual({ path: `${U}/gw.service.d/1.conf`, line: 3, column: 11 });
    expect(one.problems).toEqual([]);
  });

  it('is none where there are two', () => {
    const one = effective('[Service]\nExecStart=/a\n', '[Service]\nExecStart=/b\n');
    expect([one.command.argv, one.wordsAt, one.commandAt, one.execStart]).toEqual([[], [], null, null]);
    expect(problems(one)).toEqual([
      'fatal 0.conf:2:11 Service has more than one ExecStart= setting, which is only allowed for Type=oneshot services. Refusing.',
    ]);
  });

  it('is the first of a oneshot', () => {
    const one = effective('[Service]\nType=oneshot\nExecStart=/a ; /b x\nExecStart=/c\n');
    expect(one.command.argv).toEqual(['/a']);
    expect(one.problems).toEqual([]);
  });

  it('is given as written where systemd refuses it', () => {
    const one = effective('[Service]\nExecStart=$HOME/bin/x  run\n');
    expect(one.command.argv).toEqual(['$HOME/bin/x', 'run']);
    expect(one.wordsAt.map(({ column }) => column)).toEqual([11, 24]);
    expect(one.execStart).toBeNull();
    expect(problems(one)).toEqual([
      'fatal gw.service:2:11 Neither a valid executable name nor an absolute path: $HOME/bin/x',
    ]);
  });

  it('survives a drop-in that is refused: only the rest of that file is lost', () => {
    const one = effective(
      '[Service]\nExecStart=/a\n',
      '[Service]\nEnvironment=A=1\nExecStart=no/path\nEnvironment=B=2\n',
      '[Service]\nEnvironment=C=3\n',
    );
    expect(one.command.argv).toEqual(['/a']);
    expect(environment(one.command.environment)).toEqual({ A: '1', C: '3' });
    expect(problems(one)).toEqual([
      'dropped 0.conf:3:11 Neither a valid executable name nor an absolute path: no/path. The rest of this drop-in is not read.',
    ]);
  });

  it('is missing', () => {
    const none = 'fatal gw.service:1:1 Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.';
    expect(problems(effective('[Service]\nType=simple\n'))).toEqual([none]);
    expect(problems(effective('[Service]\nExecStart=/a\nExecStart=\n'))).toEqual([none]);
    expect(problems(effective('[Service]\nExecStart=-no/path\n'))[1]).toBe(none);
    expect(problems(effective('[Service]\nType=oneshot\nExecStart=/a\nRestart=always\n'))).toEqual([
      "fatal gw.service:4:9 Service has Restart= set to either always or on-success, which isn't allowed for Type=oneshot services. Refusing.",
    ]);
    expect(problems(effective('[Service]\nType=nonsense\nExecStart=/a\n'))).toEqual([]);
  });

  it('of a file that ends early', () => {
    const one = effective('[Service]\nExecStart=/a\n[bad\nEnvironment=A=1\n');
    expect(one.command.argv).toEqual(['/a']);
    expect(problems(one)).toEqual(["fatal gw.service:3:1 Invalid section header '[bad'"]);
  });
});

describe('the effective environment', () => {
  it('comes in the order of the manager', () => {
    write('/e/a.env', 'FILE=1\nDEF=file\n');
    write('/e/b.env', 'FILE=2\nDROP=x\nbad name=1\n');
    write(
      `${U}/gw.service`,
      '[Service]\nExecStart=/a\nPassEnvironment=M\nEnvironment=RESET=1\nEnvironment=\nEnvironment=DEF=1 M2=set DROP=y KEEP=1 MISS=1\n' +
        'EnvironmentFile=/e/*.env\nEnvironmentFile=-/none\nUnsetEnvironment=DROP M3 KEEP=2 "MISS=1"\n',
    );
    const one = only(observe({ managerEnvironment: manager({ M: 'm', M2: 'm2', M3: 'm3' }) }));
    expect(
      [...one.command.environment].map(([name, { value, origin }]) => [
        name,
        value,
        origin.kind,
        origin.location?.line,
      ]),
    ).toEqual([
      ['M', 'm', 'manager', undefined],
      ['M2', 'set', 'definition', 6],
      ['DEF', 'file', 'file', 2],
      ['KEEP', '1', 'definition', 6],
      ['FILE', '2', 'file', 1],
    ]);
    expect(one.command.environment.get('FILE')?.origin.location).toEqual({
      path: '/e/b.env',
      line: 1,
      column: 1,
    });
  });

  it('of the system is inherited only where it is passed', () => {
    write('/s/gw.service', '[Service]\nExecStart=/a\nPassEnvironment=A C\n');
    const one = only(observe({ scope: 'system', managerEnvironment: manager({ A: '1', B: '2' }) }, ['/s']));
    expect(environment(one.command.environment)).toEqual({ A: '1' });
  });

  it('finds files below the home', () => {
    write('/home/u/x y.env', 'A=1');
    write(
      `${U}/gw.service`,
      '[Service]\nExecStart=/a\nEnvironmentFile=%h/x y.env\nEnvironmentFile=relative\nEnvironmentFile="/e"\n',
    );
    const one = only(observe());
    expect(environment(one.command.environment)).toEqual({ A: '1' });
    expect(problems(one)).toEqual([
      'dropped gw.service:4:17 EnvironmentFile= path is not absolute, ignoring.',
      'dropped gw.service:5:17 EnvironmentFile= path is not absolute, ignoring.',
    ]);
  });
});

const GOOD = '[Service]\nExecStart=/bin/x %i\n';

describe('which units there are', () => {
  const names = (options: Partial<ObserveOptions> = {}) =>
    observe(options).map(({ name, path }) => `${name} ${path}`);

  it('the first folder wins; masks, aliases and links to nowhere are none', () => {
    write(`${U}/a.service`, GOOD);
    write('/usr/lib/systemd/user/a.service', GOOD);
    write('/usr/lib/systemd/user/masked.service', GOOD);
    link(`${U}/masked.service`, '/dev/null');
    write('/usr/lib/systemd/user/empty.service', GOOD);
    write(`${U}/empty.service`, '');
    write('/usr/lib/systemd/user/gone.service', GOOD);
    link(`${U}/gone.service`, '/nowhere/gone.service');
    write('/usr/lib/systemd/user/real.service', GOOD);
    link(`${U}/alias.service`, '/usr/lib/systemd/user/real.service');
    link(`${U}/real.service`, '/usr/lib/systemd/user/real.service');
    write('/opt/linked.service', GOOD);
    link(`${U}/linked.service`, '/opt/linked.service');
    write(`${U}/not a unit.service`, GOOD);
    write(`${U}/x.timer`, '[Timer]\n');
    mkdirSync(join(root, `${U}/dir.service`));
    execFileSync('mkfifo', [join(root, `${U}/fifo.service`)]);
    expect(names()).toEqual([
      `a.service ${U}/a.service`,
      `linked.service ${U}/linked.service`,
      'real.service /usr/lib/systemd/user/real.service',
    ]);
  });

  it('a template is itself, and one for each instance found', () => {
    write(`${U}/t@.service`, GOOD);
    link(`${U}/default.target.wants/t@wanted.service`, '../t@.service');
    write(`${U}/default.target.wants/t@text.service`, '../t@.service');
    link(`${U}/default.target.wants/t@null.service`, '/dev/null');
    write(`${U}/default.target.wants/readme`, 'x');
    link(`${U}/other.service.requires/t@required.service`, '/usr/lib/x');
    link(`${U}/t@linked.service`, 't@.service');
    write(`${U}/t@own.service`, '[Service]\nExecStart=/own\n');
    write(`${U}/t@drop.service.d/a.conf`, '[Service]\nEnvironment=A=1\n');
    write(`${U}/t@.service.d/b.conf`, '[Service]\nEnvironment=B=%i\n');
    link(`${U}/default.target.wants/no-template@x.service`, '../x');
    const found = observe();
    expect(
      found.map(({ id, command, template }) => [
        id.replace(`systemd:user:${U}/`, ''),
        ...command.argv,
        template,
      ]),
    ).toEqual([
      ['t@.service', '/bin/x', '%i', true],
      ['t@.service:drop', '/bin/x', 'drop', false],
      ['t@.service:linked', '/bin/x', 'linked', false],
      ['t@own.service:own', '/own', false],
      ['t@.service:required', '/bin/x', 'required', false],
      ['t@.service:text', '/bin/x', 'text', false],
      ['t@.service:wanted', '/bin/x', 'wanted', false],
    ]);
    expect(found.map(({ instance }) => instance)).toEqual([
      null,
      'drop',
      'linked',
      'own',
      'required',
      'text',
      'wanted',
    ]);
    const drop = found.find(({ instance }) => instance === 'drop');
    expect(drop?.dropIns).toEqual([`${U}/t@drop.service.d/a.conf`, `${U}/t@.service.d/b.conf`]);
    expect(environment(drop!.command.environment)).toEqual({ A: '1', B: 'drop' });
  });

  it('drop-ins come by file name; the higher folder and the more specific name win', () => {
    const mark = (path: string) =>
      write(path, `[Service]\nEnvironment=${path.replace(/\W/g, '_').slice(-12)}=1\n`);
    const L = '/usr/lib/systemd/user';
    write(`${L}/a-b.service`, GOOD);
    const paths = [
      `${L}/service.d/10.conf`,
      `${L}/a-b.service.d/20.conf`,
      `${U}/a-.service.d/20.conf`,
      `${U}/a-.service.d/30.conf`,
      `${U}/a-b.service.d/30.conf`,
      `${U}/service.d/40.conf`,
      `${L}/a-.service.d/40.conf`,
      `${L}/a-b.service.d/50.conf`,
      `${U}/a-b.service.d/.hidden.conf`,
      `${U}/a-b.service.d/60.conf.bak`,
    ];
    paths.forEach(mark);
    link(`${U}/a-b.service.d/50.conf`, '/dev/null');
    expect(only(observe()).dropIns).toEqual([
      `${L}/service.d/10.conf`,
      `${U}/a-.service.d/20.conf`,
      `${U}/a-b.service.d/30.conf`,
      `${L}/a-.service.d/40.conf`,
    ]);
  });

  it('drop-ins of an alias count', () => {
    write(`${U}/a.service`, GOOD);
    link(`${U}/b.service`, 'a.service');
    write(`${U}/b.service.d/x.conf`, '[Service]\nEnvironment=X=1\n');
    expect(only(observe()).dropIns).toEqual([`${U}/b.service.d/x.conf`]);
  });

  it('drop-ins without their unit count where that is asked for', () => {
    write(`${U}/lone.service.d/a.conf`, '[Service]\nEnvironment=A=1\n');
    write(`${U}/lone.service.d/b.conf`, '[Service]\nExecStart=\nExecStart=/bin/y\n');
    write(`${U}/t@i.service.d/a.conf`, '[Service]\nEnvironment=A=%i\n');
    write(`${U}/service.d/a.conf`, '[Service]\n');
    write(`${U}/a-.service.d/a.conf`, '[Service]\n');
    expect(observe()).toEqual([]);
    const [lone, instance, ...rest] = observe({ loneDropIns: true });
    expect(rest).toEqual([]);
    expect(lone).toMatchObject({
      id: `systemd:user:${U}/lone.service.d/a.conf`,
      name: 'lone.service',
      path: `${U}/lone.service.d/a.conf`,
      command: { argv: ['/bin/y'] },
      problems: [],
    });
    expect(lone?.dropIns).toContain(`${U}/lone.service.d/b.conf`);
    expect(instance).toMatchObject({
      name: 't@i.service',
      instance: 'i',
      command: { argv: [] },
      commandAt: null,
      problems: [],
    });
    expect(environment(instance!.command.environment)).toEqual({ A: 'i' });
  });

  it('only those that mention a word', () => {
    write(`${U}/hermes-a.service`, GOOD);
    write(`${U}/b.service`, `${GOOD}# HERMES\n`);
    write(`${U}/c.service`, GOOD);
    write(`${U}/c.service.d/x.conf`, '[Service]\nEnvironment=HERMES_HOME=/h\n');
    write(`${U}/d.service`, GOOD);
    expect(names({ mentions: ['Hermes'] }).map((one) => one.split(' ')[0])).toEqual([
      'b.service',
      'c.service',
      'hermes-a.service',
    ]);
    expect(names({ mentions: [] })).toEqual([]);
  });

  it('none, where there is nothing', () => {
    expect(observe()).toEqual([]);
  });
});

describe('one file', () => {
  const file = (path: string, options: Partial<ObserveOptions> = {}) =>
    observeSystemdFile(filesBelow(root), path, { scope: 'unknown', account: null, ...options });

  it('is read with the drop-ins beside it', () => {
    write('/x/a.service', GOOD);
    write('/x/a.service.d/z.conf', '[Service]\nEnvironment=A=1\n');
    const one = only(file('/x/a.service'));
    expect([one.id, one.dropIns, environment(one.command.environment)]).toEqual([
      'systemd:unknown:/x/a.service',
      ['/x/a.service.d/z.conf'],
      { A: '1' },
    ]);
  });

  it('that is a drop-in knows its unit by its folder', () => {
    write('/x/a@i.service.d/z.conf', '[Service]\nExecStart=\nExecStart=/bin/x %i\n');
    write('/x/b.conf', '[Service]\nEnvironment=A=1\n');
    expect(only(file('/x/a@i.service.d/z.conf'))).toMatchObject({
      name: 'a@i.service',
      path: '/x/a@i.service.d/z.conf',
      dropIns: [],
      instance: 'i',
      command: { argv: ['/bin/x', 'i'] },
      problems: [],
    });
    expect(only(file('/x/b.conf'))).toMatchObject({ name: 'b.conf', command: { argv: [] }, problems: [] });
  });

  it('need not be a unit', () => {
    write('/x/a.service', Buffer.from([0xff, 0, 1, 2, 10, 0x5b]));
    write('/x/link.service', '../a.service');
    expect(problems(only(file('/x/a.service')))).toEqual([
      'fatal a.service:1:1 The line is not clean UTF-8, so systemd does not load the unit',
    ]);
    expect(problems(only(file('/x/link.service')))).toEqual([
      'dropped link.service:1:1 Assignment outside of section. Ignoring.',
      'fatal link.service:1:1 Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.',
    ]);
  });

  it('that is not there, empty or masked is none', () => {
    write('/x/empty.service', '');
    link('/x/null.service', '/dev/null');
    expect(['/x/none.service', '/x/empty.service', '/x/null.service'].flatMap((path) => file(path))).toEqual(
      [],
    );
  });

  it('that cannot be read says so', () => {
    link('/x/a.service', 'b.service');
    link('/x/b.service', 'a.service');
    expect(problems(only(file('/x/a.service')))).toEqual([
      'fatal a.service:1:1 the file cannot be read: its links go round in a circle',
    ]);
  });
});
