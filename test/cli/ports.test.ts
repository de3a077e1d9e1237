import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { candidatePort } from '../../src/runtime/allocate.ts';
import { type FakeHost, fakeHost } from '../ops/fakes.ts';
import { unitpin } from '../support/cli.ts';
import { makeRoot, PASSWD, type Tree } from '../support/home.ts';
import { expectSchema } from '../support/schema.ts';

const HOME = '/home/u/.hermes';
const UNITS = '/home/u/.config/systemd/user';
const LEDGER = '/home/u/.local/state/unitpin/ports.json';
const CODE = `${HOME}/profiles/code`;
const KEY = 'API_SERVER_KEY=not-a-real-key-for-a-test-0\n';
const PORT = 'API_SERVER_PORT';

/** A default profile and `code`, both with an API server on the default port. */
const clones = (tree: Tree = {}): FakeHost =>
  fakeHost({ 'home/u/.hermes/.env': KEY, 'home/u/.hermes/profiles/code/.env': KEY, ...tree });

const read = ({ root }: FakeHost, path: string): string => readFileSync(join(root, path), 'utf8');
const write = ({ root }: FakeHost, path: string, text: string): void => writeFileSync(join(root, path), text);
const unit = (host: FakeHost, profile: string): string =>
  read(host, `${UNITS}/hermes-gateway${profile === 'default' ? '' : `-${profile}`}.service`);
const portIn = (text: string): string[] =>
  [...text.matchAll(/API_SERVER_PORT=(\d+)/g)].map(([, port]) => port!);
const ledger = (host: FakeHost): { ports: Record<string, unknown>[] } =>
  existsSync(join(host.root, LEDGER)) ? JSON.parse(read(host, LEDGER)) : { ports: [] };
const run = (host: FakeHost, ...args: string[]) => unitpin(args, true, host.host);

describe('gen', () => {
  it('gives the second of two profiles on one port another one, and writes it down', async () => {
    const host = clones();
    const done = await run(host, 'gen', '--all');
    expect(done).toMatchObject({ status: 0 });
    expect(portIn(unit(host, 'default'))).toEqual([]);
    const port = candidatePort(CODE);
    expect(portIn(unit(host, 'code'))).toEqual([String(port)]);
    expect(ledger(host)).toEqual({
      schema: 1,
      ports: [
        {
          app: 'hermes',
          profile: 'code',
          home: CODE,
          port,
          instead: 8642,
          at: '2026-11-20T00:00:00.000Z',
          pending: null,
        },
      ],
    });
    expect(statSync(join(host.root, LEDGER)).mode & 0o777).toBe(0o600);
  });

  it('writes the same bytes again, and the audit has nothing to say about its ports', async () => {
    const host = clones();
    await run(host, 'gen', '--all');
    const before = [unit(host, 'default'), unit(host, 'code'), read(host, LEDGER)];
    const again = await run(host, 'gen');
    expect(again.stdout).toContain('none');
    expect(again.stdout).not.toContain('update');
    expect(await run(host, 'gen', '--check')).toMatchObject({ status: 0 });
    expect([unit(host, 'default'), unit(host, 'code'), read(host, LEDGER)]).toEqual(before);
    const audit = await run(host, 'audit', '--no-live', '--format', 'json');
    const rules = audit.json<{ findings: { rule: string }[] }>().findings.map(({ rule }) => rule);
    expect(rules.filter((rule) => rule.startsWith('port-'))).toEqual([]);
  });

  it.each([['--check'], ['--diff'], ['--stdout']])(
    'with %s shows the port, and writes no ledger',
    async (flag) => {
      const host = clones();
      host.host.net.bind = () => {
        throw new Error('binds');
      };
      const done = await run(host, 'gen', '--all', flag);
      if (flag !== '--check') expect(done.stdout).toContain(`${PORT}=${candidatePort(CODE)}`);
      expect(existsSync(join(host.root, LEDGER))).toBe(false);
    },
  );

  it('below a root: the same port on every run, from files alone', async () => {
    const root = makeRoot({
      'etc/passwd': PASSWD,
      'home/u/.hermes/bin/hermes': '',
      'home/u/.hermes/.env': KEY,
      'home/u/.hermes/profiles/code/.env': KEY,
    });
    await unitpin(['gen', '--root', root, '--all']);
    const first = readFileSync(join(root, UNITS, 'hermes-gateway-code.service'), 'utf8');
    expect(portIn(first)).toEqual([String(candidatePort(CODE))]);
    await unitpin(['gen', '--root', root]);
    expect(readFileSync(join(root, UNITS, 'hermes-gateway-code.service'), 'utf8')).toBe(first);
    expect(existsSync(join(root, LEDGER))).toBe(false);
  });

  it('leaves alone who has a port of its own, and who has no API server', async () => {
    const host = clones({
      'home/u/.hermes/profiles/code/.env': `${KEY}${PORT}=8650\n`,
      'home/u/.hermes/profiles/work/.env': 'API_SERVER_ENABLED=true\n',
      'home/u/.hermes/profiles/weak/.env': 'API_SERVER_KEY=changeme\n',
    });
    await run(host, 'gen', '--all');
    for (const profile of ['default', 'code', 'work', 'weak'])
      expect(portIn(unit(host, profile))).toEqual([]);
    expect(existsSync(join(host.root, LEDGER))).toBe(false);
  });

  it('does not write where .env says a port itself: most versions take that one', async () => {
    const host = clones({ 'home/u/.hermes/profiles/code/.env': `${KEY}${PORT}=8642\n` });
    await run(host, 'gen', '--all');
    expect(portIn(unit(host, 'code'))).toEqual([]);
    const check = await run(host, 'ports', 'check');
    expect(check.status).toBe(1);
    expect(check.stdout).toContain('give code another port where this one is said (API_SERVER_PORT)');
  });

  it('moves a profile off the port of a neighbour and off one that unitpin.yaml reserves', async () => {
    const host = fakeHost({
      'home/u/.hermes/profiles/code/.env': KEY,
      'home/u/.hermes/profiles/code/config.yaml': 'platforms:\n  api_server:\n    extra:\n      port: 8648\n',
      'home/u/.hermes/profiles/work/.env': KEY,
      'home/u/.config/unitpin/unitpin.yaml': `ports: { reserved: [8642, ${candidatePort(CODE)}] }\nprofiles: { code: enabled, work: enabled }\n`,
    });
    expect(await run(host, 'gen')).toMatchObject({ status: 0 });
    expect(portIn(unit(host, 'code'))).toEqual([String(candidatePort(CODE) + 1)]);
    expect(portIn(unit(host, 'work'))).toEqual([String(candidatePort(`${HOME}/profiles/work`))]);
  });

  it('keeps a port that was given as long as the settings are the same, and drops it when they say another', async () => {
    const host = clones();
    await run(host, 'gen', '--all');
    rmSync(join(host.root, HOME, '.env'));
    await run(host, 'gen');
    expect(portIn(unit(host, 'code'))).toEqual([String(candidatePort(CODE))]);
    write(host, `${CODE}/.env`, `${KEY}${PORT}=8700\n`);
    await run(host, 'gen');
    expect(portIn(unit(host, 'code'))).toEqual([]);
    expect(ledger(host).ports).toEqual([]);
  });

  it('finds the port in the definition again when the ledger is lost', async () => {
    const host = clones({
      'home/u/.config/unitpin/unitpin.yaml': `profiles: { default: enabled, code: enabled }\n`,
    });
    host.listen(host.spawn(['nc']), candidatePort(CODE), null);
    await run(host, 'gen');
    const port = String(candidatePort(CODE) + 1);
    expect(portIn(unit(host, 'code'))).toEqual([port]);
    rmSync(join(host.root, LEDGER));
    await run(host, 'gen');
    expect(portIn(unit(host, 'code'))).toEqual([port]);
    expect(ledger(host).ports).toMatchObject([{ port: Number(port), pending: null }]);
  });

  it("pins somebody else's unit with the port in the drop-in", async () => {
    const host = clones();
    mkdirSync(join(host.root, UNITS), { recursive: true });
    write(host, `${UNITS}/hermes-gateway.service`, `[Service]\nExecStart=${HOME}/bin/hermes gateway run\n`);
    write(
      host,
      `${UNITS}/hermes-gateway-code.service`,
      `[Service]\nExecStart=${HOME}/bin/hermes -p code gateway run\n`,
    );
    await run(host, 'gen');
    const dropIn = read(host, `${UNITS}/hermes-gateway-code.service.d/zz-unitpin.conf`);
    expect(portIn(dropIn)).toEqual([String(candidatePort(CODE))]);
    const before = dropIn;
    await run(host, 'gen');
    expect(read(host, `${UNITS}/hermes-gateway-code.service.d/zz-unitpin.conf`)).toBe(before);
  });

  it('says what is wrong with a broken ledger, and gives nobody a port', async () => {
    const host = clones({ [LEDGER.slice(1)]: '{ "schema": 1, "ports": [' });
    const done = await run(host, 'gen', '--all');
    expect(done.status).toBe(2);
    expect(done.stderr).toContain(`${LEDGER} is not valid JSON`);
    expect(done.stderr).toContain(`mv ${LEDGER} ${LEDGER}.broken`);
    expect(existsSync(join(host.root, UNITS))).toBe(false);
  });
});

describe('apply', () => {
  const apply = (host: FakeHost, answer: boolean | null, ...args: string[]) =>
    unitpin(['apply', '--all', ...args], answer, host.host);

  it('shows the port in the plan, starts the service with it, and keeps it', async () => {
    const host = clones();
    host.events.sleep = () => {
      for (const { pid, environment } of host.processes.values())
        host.listen(pid, Number(environment?.get(PORT) ?? 8642));
    };
    const { status, stderr } = await apply(host, true);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    const port = String(candidatePort(CODE));
    const [code] = [...host.processes.values()].filter(({ argv }) => argv.includes('code'));
    expect(code?.environment?.get(PORT)).toBe(port);
    expect(ledger(host).ports).toMatchObject([{ profile: 'code', port: Number(port), pending: null }]);
  });

  it('that is declined, or only shown, leaves nothing behind', async () => {
    const host = clones();
    expect(await apply(host, false)).toMatchObject({ status: 2 });
    expect(ledger(host).ports).toEqual([]);
    rmSync(join(host.root, LEDGER), { force: true });
    const shown = await apply(host, null, '--dry-run', '--format', 'json');
    expect(shown.status).toBe(0);
    expect(existsSync(join(host.root, LEDGER))).toBe(false);
  });

  it('that fails gives the port back with the files', async () => {
    const host = clones();
    host.broken.add('hermes-gateway-code.service');
    const { status } = await apply(host, true);
    expect(status).toBe(4);
    expect(existsSync(join(host.root, UNITS, 'hermes-gateway-code.service'))).toBe(false);
    expect(ledger(host).ports).toEqual([]);
  });
});

describe('ports', () => {
  it.each([
    ['8650abc', 8642],
    ['70000', 8642],
    ['-1', 8642],
    ['0x21d2', 8642],
    ['8650.5', 8642],
    ['8650', 8650],
  ])('of a port that is written %s says where the gateway really listens (B-08)', async (text, port) => {
    const host = clones({
      'home/u/.hermes/.env': '',
      'home/u/.hermes/profiles/code/.env': `${KEY}${PORT}=${text}\n`,
    });
    const { ports } = (await run(host, 'ports', 'list', '--format', 'json')).json<{
      ports: { port: number }[];
    }>();
    expect(ports.map((one) => one.port)).toEqual([port]);
  });

  it('lists who has which port, who says it and who listens', async () => {
    const host = clones({ 'home/u/.hermes/profiles/work/.env': `${KEY}${PORT}=8651\n` });
    await run(host, 'gen', '--all');
    const words = [`${HOME}/bin/hermes`, '--profile', 'default', 'gateway', 'run'];
    host.listen(host.spawn(words, { HERMES_HOME: HOME }), 8642);
    host.listen(
      host.spawn(['python3', '-m', 'http.server', '--token', 'sk-not-a-real-token-0123456789']),
      8651,
      null,
    );
    const { stdout, status } = await run(host, 'ports', 'list');
    expect(status).toBe(0);
    expect(`\n${stdout}`).toBe(`
PORT   PROFILE  LEDGER     LISTENS                                                           SAID BY
8642   default  -          its gateway (1001)                                                nothing: the default
8651   work     -          another: process 1002, python3 -m http.server --token <redacted>  ~/.hermes/profiles/work/.env:2
${candidatePort(CODE)}  code     allocated  nobody                                                            ~/.config/systemd/user/hermes-gateway-code.service:12
`);
    const json = (await run(host, 'ports', 'list', '--format', 'json')).json();
    expectSchema('ports', json);
    expect(JSON.stringify(json)).not.toContain('not-a-real');
  });

  it('checks: two on one port, a neighbour, a foreign listener, a definition that lags behind', async () => {
    const host = clones({
      'home/u/.hermes/profiles/work/.env': `${KEY}${PORT}=8648\n`,
      'home/u/.hermes/profiles/extra/.env': `${KEY}${PORT}=8655\n`,
      'home/u/.hermes/profiles/late/.env': KEY,
    });
    mkdirSync(join(host.root, UNITS), { recursive: true });
    for (const name of ['default', 'code', 'work', 'extra']) {
      const file = `hermes-gateway${name === 'default' ? '' : `-${name}`}.service`;
      write(host, `${UNITS}/${file}`, `[Service]\nExecStart=${HOME}/bin/hermes -p ${name} gateway run\n`);
    }
    host.listen(host.spawn(['nc', '-l', '8655']), 8655, null);
    const { stdout, status } = await run(host, 'ports', 'check');
    expect(status).toBe(1);
    expect(stdout).toBe(`conflict  default and code have one port, 8642
    next: unitpin apply
conflict  code and default have one port, 8642
    next: unitpin apply
conflict  extra has port 8655, and somebody else listens on it: process 1001, nc -l 8655
    ~/.hermes/profiles/extra/.env:2
    next: end that process, or give extra another port where this one is said (API_SERVER_PORT)
conflict  work has port 8648, that of hermes-studio
    ~/.hermes/profiles/work/.env:2
    next: give work another port where this one is said (API_SERVER_PORT)
`);
    const json = (await run(host, 'ports', 'check', '--format', 'json')).json();
    expectSchema('ports', json);
    await run(host, 'ports', 'allocate', 'code');
    const lags = (await run(host, 'ports', 'check', 'code', '--format', 'json')).json<{
      conflicts: { kind: string }[];
    }>();
    expect(lags.conflicts.map(({ kind }) => kind)).toEqual(['shared', 'not-carried']);
    await run(host, 'gen');
    expect(await run(host, 'ports', 'check', 'code')).toMatchObject({ status: 0, stdout: '' });
  });

  it('allocates what is configured and free, else another one; and gives it back', async () => {
    const host = clones({ 'home/u/.hermes/profiles/work/.env': `${KEY}${PORT}=8651\n` });
    const all = await run(host, 'ports', 'allocate', 'work', 'code', 'default', '--format', 'json');
    expectSchema('ports', all.json());
    const given = all.json<{ ports: { profile: string; port: number; configured: boolean }[] }>().ports;
    expect(given.map(({ profile, port, configured }) => [profile, port, configured])).toEqual([
      ['work', 8651, true],
      ['code', candidatePort(CODE), false],
      ['default', 8642, true],
    ]);
    const again = await run(host, 'ports', 'allocate', 'code');
    expect(again.stdout).toBe(`code  ${candidatePort(CODE)}\n`);
    const released = await run(host, 'ports', 'release', 'code', 'work', '--format', 'json');
    expectSchema('ports', released.json());
    expect(ledger(host).ports).toMatchObject([{ profile: 'default', port: 8642 }]);
    expect(await run(host, 'ports', 'release', 'code')).toMatchObject({ status: 0, stdout: '' });
  });

  it('keeps one for a profile without an API server, which no definition carries', async () => {
    const host = clones({ 'home/u/.hermes/profiles/idle/x': '' });
    const { stderr } = await run(host, 'ports', 'allocate', 'idle');
    expect(stderr).toBe('idle has no API server: the port is kept until it has one\n');
    expect((await run(host, 'ports', 'release', 'idle')).stderr).toBe('');
  });

  it('does not take a port that somebody listens on, unless it is its own gateway', async () => {
    const host = clones({ 'home/u/.hermes/profiles/work/.env': `${KEY}${PORT}=8651\n` });
    const words = [`${HOME}/bin/hermes`, '--profile', 'default', 'gateway', 'run'];
    host.listen(host.spawn(words, { HERMES_HOME: HOME }), 8642);
    host.listen(host.spawn(['nc']), 8651, null);
    const { stdout } = await run(host, 'ports', 'allocate', 'default', 'work');
    expect(stdout).toBe(`default  8642\nwork     ${candidatePort(`${HOME}/profiles/work`)}\n`);
  });

  it('refuses what it cannot mean', async () => {
    const host = clones();
    const root = makeRoot({ 'etc/passwd': PASSWD, 'home/u/.hermes/x': '' });
    expect(await unitpin(['ports', 'allocate', 'default', '--root', root])).toMatchObject({ status: 2 });
    expect(await unitpin(['ports', 'release', 'default', '--root', root])).toMatchObject({ status: 2 });
    expect(await unitpin(['ports', 'list', '--root', root])).toMatchObject({
      status: 0,
      stdout: 'No profile has a port.\n',
    });
    const nobody = await run(host, 'ports', 'allocate', 'nobody');
    expect(nobody).toMatchObject({ status: 2 });
    expect(nobody.stderr).toContain('there is no profile "nobody"');
    expect(await run(host, 'ports', 'allocate')).toMatchObject({ status: 2 });
    expect(await run(host, 'ports', 'steal')).toMatchObject({ status: 2 });
  });
});
