import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unitpin } from '../support/cli.ts';
import { makeRoot, type Tree } from '../support/home.ts';
import { expectSchema } from '../support/schema.ts';
import { type FakeHost, fakeHost, running } from './fakes.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/migration');
const VARIANTS = readdirSync(FIXTURES).sort();
const filesOf = (variant: string, extension: string): string[] =>
  readdirSync(join(FIXTURES, variant))
    .filter((name) => name.endsWith(extension))
    .sort();
const read = (variant: string, name: string): string => readFileSync(join(FIXTURES, variant, name), 'utf8');

/** An account with a checkout, two profiles, and the second one in use. */
const accountAt = (home: string): Tree => ({
  [`${home}/.hermes/hermes-agent/venv/bin/python`]: '',
  [`${home}/.hermes/hermes-agent/venv/bin/hermes`]: '',
  [`${home}/.hermes/hermes-agent/.hermes/bin/hermes`]: '',
  [`${home}/.hermes/bin/hermes`]: '',
  [`${home}/.hermes/active_profile`]: 'code\n',
  [`${home}/.hermes/profiles/code/config.yaml`]: '{}\n',
});

function mac(variant: string): string {
  const jobs = filesOf(variant, '.plist').map((name) => [
    `Users/u/Library/LaunchAgents/${name}`,
    read(variant, name),
  ]);
  return makeRoot({
    'etc/passwd': 'root:x:0:0:root:/root:/bin/bash\nu:x:1000:1000::/Users/u:/bin/bash\n',
    ...accountAt('Users/u'),
    ...Object.fromEntries(jobs),
    'Users/u/.hermes/logs/x': '',
    'Users/u/.hermes/profiles/code/logs/x': '',
  });
}

function linux(variant: string): FakeHost {
  const names = filesOf(variant, '.service');
  const fake = fakeHost({
    ...accountAt('home/u'),
    ...Object.fromEntries(names.map((name) => [`home/u/.config/systemd/user/${name}`, read(variant, name)])),
    'var/lib/systemd/linger/u': '',
  });
  for (const name of names) {
    const text = read(variant, name);
    const unquoted = (word: string) => word.replace(/^"(.*)"$/, '$1');
    const words = (/^ExecStart=(.*)$/m.exec(text)?.[1] ?? '').split(' ').map(unquoted);
    const environment = [...text.matchAll(/^Environment="(\w+)=(.*)"$/gm)].map(([, key, value]) => [
      key,
      value,
    ]);
    fake.units.set(name, running(fake.spawn(words, Object.fromEntries(environment))));
  }
  return fake;
}

/** Errors of the audit: what would run another profile, or two of them. */
async function errorsIn(root: string): Promise<string[]> {
  const { json } = await unitpin(['audit', '--format', 'json', '--root', root]);
  const { findings } = json<{ findings: { rule: string; severity: string; message: string }[] }>();
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, message }) => `${rule}: ${message}`);
}

interface Steps {
  steps: {
    profile: string;
    kind: string;
    name: string;
    differences: { what: string; to: string | null }[];
  }[];
}
const run = (fake: FakeHost, ...args: string[]) => unitpin(args, null, fake.host);
const UNITS = '/home/u/.config/systemd/user';
const text = ({ host }: FakeHost, path: string): string | null => {
  const found = host.files.read(path);
  return found.state === 'there' ? found.bytes.toString('utf8') : null;
};
const words = (fake: FakeHost, unit: string): string =>
  fake.processes.get(fake.units.get(unit)?.MainPID ?? 0)?.argv.join(' ') ?? '';

describe('adopts what is there, under its own name', () => {
  const units = VARIANTS.filter((variant) => filesOf(variant, '.service').length > 0);
  it.each(units)('systemd, %s: their unit stays as it is, a drop-in pins it', async (variant) => {
    const fake = linux(variant);
    const names = filesOf(variant, '.service');
    const planned = await run(fake, 'apply', '--dry-run', '--format', 'json');
    const { steps } = planned.json<Steps>();
    // A unit of a named profile was pinned from V3 on.
    expect(new Set(steps.map(({ kind }) => kind))).toEqual(new Set(['pin by drop-in']));
    expect(steps.every(({ name }) => names.includes(name))).toBe(true);

    const { status } = await run(fake, 'apply', '--yes', '--quiet');
    expect(status).toBe(0);
    for (const name of names) expect(text(fake, `${UNITS}/${name}`)).toBe(read(variant, name));
    for (const { name, profile } of steps) {
      expect(text(fake, `${UNITS}/${name}.d/zz-unitpin.conf`)).toContain(` --profile ${profile} `);
      expect(words(fake, name)).toContain(`--profile ${profile} gateway run`);
    }
    expect(await errorsIn(fake.root)).toEqual([]);
    const again = await run(fake, 'apply', '--yes', '--format', 'json');
    expect([again.status, again.json<Steps>().steps]).toEqual([0, []]);
  });

  const jobs = VARIANTS.filter((variant) => filesOf(variant, '.plist').length > 0);
  it.each(jobs)('launchd, %s: only the keys concerned are edited', async (variant) => {
    const root = mac(variant);
    const { status } = await unitpin(['gen', '--root', root]);
    expect(status).toBe(0);
    for (const name of filesOf(variant, '.plist')) {
      const after = readFileSync(join(root, 'Users/u/Library/LaunchAgents', name), 'utf8');
      const lost = read(variant, name)
        .split('\n')
        .filter((line) => !after.split('\n').includes(line));
      // What goes: the take-over flag, and a word that asks the manager instead of running.
      expect(lost.filter((line) => !/--replace|<string>start<|osascript|ObjC/.test(line))).toEqual([]);
      expect(after).not.toContain('<string>--replace</string>');
    }
    expect(await errorsIn(root)).toEqual([]);
    const again = await unitpin(['gen', '--check', '--root', root]);
    expect([again.status, again.stderr]).toEqual([0, 'Nothing to write.\n']);
  });

  it('knows whom odd names are for', async () => {
    const profiles = async (fake: FakeHost) => {
      const { services } = (await run(fake, 'status', '--format', 'json')).json<{
        services: { profile: string; definition: { name: string } | null }[];
      }>();
      return services.flatMap(({ profile, definition }) =>
        definition ? [`${definition.name}: ${profile}`] : [],
      );
    };
    expect(await profiles(linux('legacy'))).toEqual(['hermes.service: default']);
    expect(await profiles(linux('dotted'))).toEqual(['hermes.code.service: code']);
    expect(await profiles(linux('hash'))).toEqual([
      'hermes-gateway-eb23e863.service: default',
      'hermes-gateway-687a718c.service: code',
    ]);
  });

  it('two for one profile: refused, and which to take away', async () => {
    const fake = linux('v3');
    fake.host.files.writeAtomic(`${UNITS}/hermes.service`, read('legacy', 'hermes.service'), { mode: 0o644 });
    const { status, stderr } = await run(fake, 'apply', '--yes');
    expect([status, stderr]).toEqual([3, expect.stringContaining('are all for profile default')]);
    await run(fake, 'remove', 'hermes.service', '--force', '--yes');
    expect((await run(fake, 'apply', '--yes')).status).toBe(0);
    expect(await errorsIn(fake.root)).toEqual([]);
  });
});

describe('apply --rename', () => {
  /** At each thing the manager is asked for: which units of the profile are up. */
  function watch(fake: FakeHost, names: readonly string[]): { most: number } {
    const seen = { most: 0 };
    const { exec } = fake.host;
    fake.host.exec = async (argv, options) => {
      const result = await exec(argv, options);
      const up = names.filter((name) => fake.units.get(name)?.ActiveState === 'active');
      seen.most = Math.max(seen.most, up.length);
      return result;
    };
    return seen;
  }

  it.each([
    ['legacy', 'hermes.service', 'hermes-gateway.service', 'default'],
    ['dotted', 'hermes.code.service', 'hermes-gateway-code.service', 'code'],
    ['hash', 'hermes-gateway-687a718c.service', 'hermes-gateway-code.service', 'code'],
  ])('%s: the old one is gone before the new one starts', async (variant, from, to, profile) => {
    const fake = linux(variant);
    fake.units.set(from, { ...fake.units.get(from)!, UnitFileState: 'enabled' });
    fake.sore.add(from);
    const dropIn = `${UNITS}/${from}.d/10-mine.conf`;
    fake.host.files.writeAtomic(dropIn, '[Service]\nNice=5\n', { mode: 0o644 });
    const seen = watch(fake, [from, to]);
    const planned = await run(fake, 'apply', '--rename', '--profile', profile, '--dry-run');
    expect([planned.status, planned.stdout]).toEqual([
      0,
      `rename  ${profile}  ${from} → ${to}\n    ~/.config/systemd/user/${to}: the name that the app's own commands know\n`,
    ]);
    const { status, stdout } = await run(fake, 'apply', '--rename', '--profile', profile, '--yes');
    expect([status, stdout]).toEqual([
      0,
      expect.stringMatching(new RegExp(`\nrenamed  ${profile}  ${to}  process \\d+\n$`)),
    ]);
    expect(seen.most).toBe(1);
    expect([
      text(fake, `${UNITS}/${from}`),
      text(fake, `${UNITS}/${from}.d/zz-unitpin.conf`),
      text(fake, dropIn),
    ]).toEqual([null, null, null]);
    expect(text(fake, `${UNITS}/${to}`)).toBe(read(variant, from));
    expect(text(fake, `${UNITS}/${to}.d/10-mine.conf`)).toBe('[Service]\nNice=5\n');
    expect(words(fake, to)).toMatch(profile === 'default' ? /--profile default gateway run/ : /gateway run/);
    expect(fake.units.get(to)?.UnitFileState).toBe('enabled');
    expect(fake.units.get(from)).toMatchObject({ ActiveState: 'inactive', UnitFileState: 'disabled' });
    const left = await run(fake, 'apply', '--rename', '--profile', profile, '--yes');
    expect([left.status, left.stderr]).toEqual([0, expect.stringContaining('Nothing to do')]);
    expect((await run(fake, 'apply', '--yes', '--profile', profile)).status).toBe(0);
  });

  it('the new one does not get ready: the old one comes back, when it ran its profile', async () => {
    const fake = linux('legacy');
    await run(fake, 'apply', '--yes');
    const before = text(fake, `${UNITS}/hermes.service.d/zz-unitpin.conf`);
    fake.broken.add('hermes-gateway.service');
    const seen = watch(fake, ['hermes.service', 'hermes-gateway.service']);
    const { status, stderr } = await run(fake, 'apply', '--rename', '--yes');
    expect([status, stderr]).toEqual([
      4,
      expect.stringContaining('error: 1 service did not get ready under the new name'),
    ]);
    expect([
      text(fake, `${UNITS}/hermes.service`),
      text(fake, `${UNITS}/hermes.service.d/zz-unitpin.conf`),
      text(fake, `${UNITS}/hermes-gateway.service`),
    ]).toEqual([read('legacy', 'hermes.service'), before, null]);
    expect([fake.units.get('hermes.service')?.ActiveState, seen.most]).toEqual(['active', 1]);
    expect(fake.host.files.list('/home/u/.local/state/unitpin/journal')).toEqual([]);
  });

  it('and stays where it was when the old one ran whatever the sticky file said', async () => {
    const fake = linux('legacy');
    fake.broken.add('hermes-gateway.service');
    const { status, stderr } = await run(fake, 'apply', '--rename', '--yes');
    expect([status, stderr]).toEqual([
      5,
      expect.stringContaining('it stays: the old one ran the wrong profile'),
    ]);
    expect([text(fake, `${UNITS}/hermes.service`), text(fake, `${UNITS}/hermes-gateway.service`)]).toEqual([
      null,
      read('legacy', 'hermes.service'),
    ]);
    expect(fake.units.get('hermes.service')?.ActiveState).toBe('inactive');
  });

  it.each([
    ['before', false],
    ['after', true],
  ])('killed %s any call to the manager: the next command leaves exactly one', async (_, after) => {
    const ends: string[] = [];
    for (let n = 1; ; n++) {
      const fake = linux('legacy');
      await run(fake, 'apply', '--yes');
      fake.units.set('hermes.service', { ...fake.units.get('hermes.service')!, UnitFileState: 'enabled' });
      const { exec } = fake.host;
      let acts = 0;
      let killedAt = '';
      fake.host.exec = async (argv, options) => {
        const isAct = argv[0] === 'systemctl' && !argv.some((word) => /^show/.test(word));
        if (killedAt !== '') throw new Error('killed');
        if (!isAct || ++acts < n) return exec(argv, options);
        killedAt = argv
          .slice(4)
          .filter((word) => !word.startsWith('--'))
          .join(' ');
        if (after) await exec(argv, options);
        throw new Error('killed');
      };
      const { status } = await run(fake, 'apply', '--rename', '--yes');
      if (killedAt === '') break;
      expect(status).toBe(70);
      fake.host.exec = exec;
      const seen = watch(fake, ['hermes.service', 'hermes-gateway.service']);
      await run(fake, 'apply', '--yes');
      const files = ['hermes.service', 'hermes-gateway.service'].filter((name) =>
        text(fake, `${UNITS}/${name}`),
      );
      const up = [...fake.units]
        .filter(([, { ActiveState }]) => ActiveState === 'active')
        .map(([name]) => name);
      expect([seen.most, files, up], killedAt).toEqual([1, up, [up[0]]]);
      expect(fake.host.files.list('/home/u/.local/state/unitpin/journal')).toEqual([]);
      ends.push(`${killedAt} -> ${up[0]}`);
    }
    const [OLD, NEW] = ['hermes.service', 'hermes-gateway.service'];
    expect(ends).toEqual([
      `stop ${OLD} -> ${OLD}`,
      `disable ${OLD} -> ${OLD}`,
      `daemon-reload -> ${OLD}`,
      `reset-failed ${OLD} -> ${OLD}`,
      `enable ${NEW} -> ${OLD}`,
      `start ${NEW} -> ${NEW}`,
    ]);
  });

  it('what is there under the new name is not touched', async () => {
    const fake = linux('legacy');
    fake.host.files.writeAtomic(`${UNITS}/hermes-gateway.service`, '[Service]\nExecStart=/bin/true\n', {
      mode: 0o644,
    });
    const { status, stdout } = await run(fake, 'apply', '--rename', '--yes');
    expect([status, stdout]).toEqual([3, expect.stringContaining('is there, and is something else')]);
    const both = linux('v3');
    both.host.files.writeAtomic(`${UNITS}/hermes.service`, read('legacy', 'hermes.service'), { mode: 0o644 });
    const refused = await run(both, 'apply', '--rename', '--yes', '--format', 'json');
    const json = refused.json<{ renames: { outcome: null; reason: string }[] }>();
    expectSchema('rename', json);
    expect([refused.status, json.renames[0]?.reason]).toEqual([
      3,
      expect.stringContaining('are all for profile default'),
    ]);
  });

  it('asks first', async () => {
    const fake = linux('legacy');
    const { status, stderr } = await run(fake, 'apply', '--rename');
    expect([status, stderr]).toEqual([
      2,
      'error: nobody is there to confirm it; nothing was changed\n  next: unitpin apply --rename --yes\n',
    ]);
  });
});
