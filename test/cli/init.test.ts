import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Ajv } from 'ajv';
import { load } from 'js-yaml';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readManifest } from '../../src/fleet/manifest.ts';
import { fakeHost } from '../ops/fakes.ts';
import { unitpin } from '../support/cli.ts';
import { temporary } from '../support/gen.ts';
import { makeRoot, PASSWD, type Tree } from '../support/home.ts';
import { expectSchema } from '../support/schema.ts';

const UNITS = 'home/u/.config/systemd/user';
const TARGET = 'home/u/.config/unitpin/unitpin.yaml';
const SCHEMA = join(import.meta.dirname, '../../docs/schema/unitpin.schema.json');

/** `default` runs by itself, `code` is started by hand, `work` has no service. */
const TREE: Tree = {
  'run/systemd/system': null,
  'home/u/.hermes/.env': 'API_SERVER_KEY=not-a-real-key-for-a-test-0\n',
  'home/u/.hermes/profiles/code': null,
  'home/u/.hermes/profiles/work': null,
  [`${UNITS}/hermes-gateway.service`]:
    '[Service]\nExecStart=/opt/bin/hermes --profile default gateway run\n[Install]\nWantedBy=default.target\n',
  [`${UNITS}/default.target.wants/hermes-gateway.service`]: { to: '../hermes-gateway.service' },
  [`${UNITS}/hermes-gateway-code.service`]:
    '[Service]\nExecStart=/opt/bin/hermes --profile code gateway run\n',
};
const host = (tree: Tree = TREE) => fakeHost(tree);
const written = ({ root }: { root: string }): string => readFileSync(join(root, TARGET), 'utf8');

describe('init', () => {
  it('writes what is there, and shows it', async () => {
    const fake = host();
    const { status, stdout, stderr } = await unitpin(['init', '--yes'], null, fake.host);
    expect(stdout).toBe(`# yaml-language-server: $schema=${SCHEMA}
# What should run on this host. Written by unitpin init; it is yours now, and unitpin only reads it.

# app: hermes       # the app whose gateways are meant
# home: ~/.hermes   # the app's root home
# manager: systemd  # systemd, launchd or supervisor; where nothing is said, the one that is found

# A profile is
#   enabled   made to run
#   manual    kept right, but not started
#   disabled  stopped and disabled, but not removed
profiles:
  # ~/.config/systemd/user/hermes-gateway.service; port 8642
  default: enabled
  # ~/.config/systemd/user/hermes-gateway-code.service; not started by its manager
  code: manual
  # no service yet
  # work: enabled

# What a profile may say beside its state; all but state and dependsOn also stand at the top, for all of them:
#   code:
#     state: enabled
#     dependsOn: [default]               # starts after it
#     path: [~/tools/bin]                # folders that are put before the fixed ones of PATH
#     environment: { LOG_LEVEL: debug }  # everybody can read it: no place for secrets
#     readyTimeout: 90                   # seconds until a start counts as failed

# Ports that no profile is given, and findings of the audit that are meant to be as they are:
# ports: { reserved: [8700] }
# ignore:
#   - { rule: not-enabled, profile: code, reason: started by hand }
`);
    expect([status, stderr]).toEqual([
      0,
      'Written to ~/.config/unitpin/unitpin.yaml.\nnext: unitpin audit\n',
    ]);
    expect(written(fake)).toBe(stdout);
    expect(statSync(join(fake.root, TARGET)).mode & 0o777).toBe(0o644);
  });

  it('writes a file that unitpin reads, its examples without their # included', async () => {
    const { stdout } = await unitpin(['init', '--all'], null, host().host);
    const states = [...readManifest(stdout, 'x').profiles].map(([name, { state }]) => [name, state]);
    expect(states).toEqual(['default', 'code', 'work'].map((name) => [name, 'enabled']));
    const example = stdout.slice(stdout.indexOf('#   code:\n')).replace(/^# (?=(ports|ignore| {2}))/gm, '');
    const all = readManifest(`profiles:\n${example}`, 'x');
    expect(all.profiles.get('code')).toMatchObject({ dependsOn: ['default'], readyTimeout: 90 });
    expect(all).toMatchObject({ reservedPorts: [8700], ignores: [{ rule: 'not-enabled' }] });
  });

  it('is right by the schema that it names', async () => {
    const { stdout } = await unitpin(['init', '--all', '--manager', 'systemd'], null, host().host);
    const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));
    expect([validate(load(stdout)), validate.errors]).toEqual([true, null]);
    expect(validate({ profiles: { code: 'enbled' } })).toBe(false);
  });

  it('asks about profiles without a service, and about nothing else', async () => {
    const fake = host();
    const yes = await unitpin(['init'], true, fake.host);
    expect(yes.stdout).toContain('\n  # no service yet\n  work: enabled\n');
    expect(yes.stdout).toContain('\n  code: manual\n');
    const no = await unitpin(['init'], false, host().host);
    expect(no.stdout).toContain('\n  # work: enabled\n');
    const { 'home/u/.hermes/profiles/work': _, ...rest } = TREE;
    expect(await unitpin(['init'], null, host(rest).host)).toMatchObject({ status: 0 });
  });

  it('says what to pass where nobody can answer', async () => {
    const fake = host();
    const { status, stderr } = await unitpin(['init', '--home', '/home/u/.hermes'], null, fake.host);
    expect([status, stderr]).toEqual([
      2,
      `error: nobody is there to answer; nothing was written
  no service runs work: should one?
  next: unitpin init --home /home/u/.hermes --yes (no), unitpin init --home /home/u/.hermes --all (yes), or --profile NAME for each that should
`,
    ]);
    expect(existsSync(join(fake.root, TARGET))).toBe(false);
  });

  it('takes names instead of answers', async () => {
    const { stdout } = await unitpin(['init', '--profile', 'work'], null, host().host);
    expect(stdout).toContain('\n  code: manual\n');
    expect(stdout).toContain('\n  work: enabled\n');
    const wrong = await unitpin(['init', '--profile', 'wrok'], null, host().host);
    expect(wrong).toMatchObject({
      status: 2,
      stderr: `error: there is no profile "wrok"
  at /home/u/.hermes
  did you mean work? the profiles are default, code, work
`,
    });
  });

  it('leaves a file that is there alone; --force keeps a backup, which rollback brings back', async () => {
    const fake = host({ ...TREE, [TARGET]: 'profiles: { code: disabled }\n' });
    const refused = await unitpin(['init', '--yes'], null, fake.host);
    expect(refused).toMatchObject({
      status: 2,
      stderr: `error: /${TARGET} is there already
  it is yours, and holds what was decided before; nothing was written
  next: edit it; or unitpin init --force, which keeps a backup
`,
    });
    const forced = await unitpin(['init', '--yes', '--force'], null, fake.host);
    expect(forced.stderr).toMatch(/^Written to ~\/\.config\/unitpin\/unitpin\.yaml; .* is kept as /);
    expect(written(fake)).toContain('  code: manual\n');
    expect(await unitpin(['rollback', '--yes'], null, fake.host)).toMatchObject({ status: 0 });
    expect(written(fake)).toBe('profiles: { code: disabled }\n');
  });

  it('does not write through a link, nor over one', async () => {
    const fake = host({
      ...TREE,
      'home/u/dotfiles/unitpin.yaml': 'profiles: {}\n',
      [TARGET]: { to: '/home/u/dotfiles/unitpin.yaml' },
    });
    const { status, stderr } = await unitpin(['init', '--yes', '--force'], null, fake.host);
    expect([status, stderr]).toEqual([
      2,
      `error: /${TARGET} is a link to /home/u/dotfiles/unitpin.yaml; it is left as it is
  next: write the file that it stands for: unitpin init --out FILE
`,
    ]);
  });

  it('writes the same again, and then nothing', async () => {
    const fake = host();
    const first = await unitpin(['init', '--yes'], null, fake.host);
    const again = await unitpin(['init', '--yes', '--force'], null, fake.host);
    expect(again.stdout).toBe(first.stdout);
    expect(again.stderr).toContain('~/.config/unitpin/unitpin.yaml already says this.\n');
    expect(readdirSync(join(fake.root, 'home/u/.local/state/unitpin/receipts'))).toHaveLength(1);
  });

  it('is JSON where JSON is wanted', async () => {
    const fake = host();
    const { status, json } = await unitpin(['init', '--yes', '--format', 'json'], null, fake.host);
    expect(status).toBe(0);
    expectSchema('init', json());
    expect(json()).toMatchObject({
      path: `/${TARGET}`,
      profiles: [
        { profile: 'default', state: 'enabled', port: 8642 },
        { profile: 'code', state: 'manual', port: null },
        { profile: 'work', state: null, definition: null },
      ],
      text: written(fake),
    });
  });

  it('says what was given, and quotes what YAML takes for something else', async () => {
    const fake = host({ 'srv/bots: #1/profiles/null': null, 'srv/bots: #1/profiles/1': null });
    const { stdout } = await unitpin(
      ['init', '--all', '--home', '/srv/bots: #1', '--manager', 'launchd'],
      null,
      fake.host,
    );
    expect(readManifest(stdout, 'x')).toMatchObject({ home: '/srv/bots: #1', manager: 'launchd' });
    expect([...readManifest(stdout, 'x').profiles.keys()].sort()).toEqual(['1', 'default', 'null']);
    expect(stdout).toContain('# program: /path/to/hermes');
  });

  it('names an app of your own so that it is found from anywhere', async () => {
    const folder = temporary();
    // What is written below another root has its receipt here.
    vi.stubEnv('XDG_STATE_HOME', join(folder, 'state'));
    onTestFinished(() => void vi.unstubAllEnvs());
    const app = join(folder, 'acme.yaml');
    writeFileSync(app, 'id: acme\nhome: { variable: ACME_HOME, default: .acme }\n');
    const fake = host({ 'home/u/.acme/config.yaml': '', 'home/u/.local/bin/acme': '' });
    const near = await unitpin([
      'init',
      '--all',
      '--app',
      relative('.', app),
      '--root',
      fake.root,
      '--out',
      `${folder}/unitpin.yaml`,
    ]);
    expect(readManifest(near.stdout, 'x').app).toBe('./acme.yaml');
    const far = await unitpin(['init', '--all', '--app', relative('.', app)], null, fake.host);
    expect(readManifest(far.stdout, 'x').app).toBe(app);
  });

  it('can name no profile', async () => {
    const fake = host({ 'home/u/.hermes/bin/hermes': '', 'home/u/.hermes/config.yaml': '' });
    const { stdout, stderr } = await unitpin(['init', '--yes'], null, fake.host);
    expect(readManifest(stdout, 'x').profiles.size).toBe(0);
    expect(stderr).toContain('next: name a profile in it, then unitpin gen --diff\n');
    expect((await unitpin(['init', '--all', '--force'], null, fake.host)).stderr).toContain(
      'next: unitpin gen --diff\n',
    );
  });

  it('says where it looked when there is no app', async () => {
    const { status, stderr } = await unitpin(['init', '--home', '/srv/none'], null, host({}).host);
    expect([status, stderr]).toEqual([
      3,
      `error: there is no Hermes Agent here: no home, and no definition of a gateway
  at /srv/none
  looked for its home /srv/none (--home, HERMES_HOME, then the app's rule), and for definitions in the folders of units and of LaunchAgents and wherever else their managers look
  next: install Hermes Agent, or name its home with --home DIR
`,
    ]);
  });

  it('looks at another root and writes here', async () => {
    const root = makeRoot({ 'etc/passwd': PASSWD, ...TREE });
    expect(await unitpin(['init', '--yes', '--root', root])).toMatchObject({
      status: 2,
      stderr: `error: init writes on this machine: below --root it only looks\n  next: unitpin init --root ${root} --out ./unitpin.yaml\n`,
    });
    expect(existsSync(join(root, TARGET))).toBe(false);
  });

  it('speaks Chinese', async () => {
    const { stdout } = await unitpin(['init', '--all', '--lang', 'zh-CN'], null, host().host);
    expect(stdout).toContain('# app: hermes       # 指哪个应用的网关\n');
    expect(readManifest(stdout, 'x').profiles.size).toBe(3);
  });

  it('writes to the file that is named', async () => {
    const out = join(temporary(), 'new', 'unitpin.yaml');
    const fake = host();
    const { stderr } = await unitpin(['init', '--yes', '--out', out], null, fake.host);
    expect(stderr).toContain(`next: unitpin audit --config ${out}\n`);
    expect(readFileSync(join(fake.root, out), 'utf8')).toContain('  code: manual\n');
  });
});
