import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unitpin } from '../support/cli.ts';
import fc from '../support/fast-check.ts';
import { makeRoot, PASSWD } from '../support/home.ts';

interface Found {
  rule: string;
  severity: string;
  message: string;
  definition: string | null;
}

const name = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,10}$/).filter((one) => one !== 'default');
/** What a unit's quoting has to get through, as far as both managers can be told it. */
const value = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'aB9 %$"\'\\;#=:/~é漢😀'), maxLength: 12 }),
  fc.constantFrom('', 'a b', '%h', '$HOME', '100%', "it's", 'back\\slash', 'x;y', '# no comment'),
);
const variable = fc.stringMatching(/^X_[A-Z]{1,6}$/);

const manifest = fc.record({
  names: fc.uniqueArray(name, { minLength: 1, maxLength: 4 }),
  environment: fc.dictionary(variable, value, { maxKeys: 4 }),
  replace: fc.constantFrom('auto', 'keep', 'drop'),
  states: fc.array(fc.constantFrom('enabled', 'manual', 'disabled'), { minLength: 4, maxLength: 4 }),
  chain: fc.boolean(),
});

type Manifest = typeof manifest extends fc.Arbitrary<infer T> ? T : never;

/** A host with these profiles and this unitpin.yaml (which is YAML in JSON's form). */
function hostOf({ names, environment, replace, states, chain }: Manifest): string {
  const profiles = Object.fromEntries(
    names.map((one, index) => [
      one,
      {
        state: states[index],
        ...(chain && index > 0 && states[index - 1] !== 'disabled' && { dependsOn: [names[index - 1]] }),
      },
    ]),
  );
  const root = makeRoot({
    'etc/passwd': PASSWD,
    'home/u/.hermes/bin/hermes': '#!/bin/sh\n',
    'home/u/.hermes/config.yaml': 'model: x\n',
    'var/lib/systemd/linger/u': '',
    'home/u/.config/unitpin/unitpin.yaml': JSON.stringify({
      environment,
      replace,
      profiles: { default: 'enabled', ...profiles },
    }),
    ...Object.fromEntries(names.map((one) => [`home/u/.hermes/profiles/${one}/logs`, null])),
    'home/u/.hermes/logs': null,
  });
  chmodSync(join(root, 'home/u/.hermes/bin/hermes'), 0o755);
  return root;
}

/** As `apply` would: what starts at boot has its link. */
function enable(root: string, folder: string, target: string): void {
  const units = join(root, folder);
  if (!existsSync(units)) return;
  const wants = join(units, `${target}.wants`);
  mkdirSync(wants, { recursive: true });
  for (const unit of readdirSync(units).filter((one) => one.endsWith('.service')))
    symlinkSync(`../${unit}`, join(wants, unit));
}

/** The contract's information on --replace; and a manifest's own variables may hold anything, which may be a mistake. */
const isMeant = ({ rule, severity, message }: Found): boolean =>
  (rule === 'replace-in-unit' && severity === 'info') ||
  (rule === 'path-not-expanded' && severity === 'warning' && message.includes('X_'));

describe('nothing is said against what gen writes, whatever the manifest', () => {
  it.each([
    ['systemd', 'user', 'home/u/.config/systemd/user', 'default.target'],
    ['systemd', 'system', 'etc/systemd/system', 'multi-user.target'],
    ['launchd', 'user', 'home/u/Library/LaunchAgents', ''],
    ['launchd', 'system', 'Library/LaunchDaemons', ''],
  ])('%s, %s', async (manager, scope, folder, target) => {
    await fc.assert(
      fc.asyncProperty(manifest, async (given) => {
        const root = hostOf(given);
        const common = ['--root', root, '--manager', manager, '--scope', scope];
        const gen = await unitpin(['gen', ...common]);
        // A value that a definition cannot hold is refused; then there is nothing to judge.
        if (gen.status === 2) return;
        expect(gen.stderr).toMatch(/^\d files written/);
        expect(gen.status).toBe(0);
        if (manager === 'systemd') enable(root, folder, target);
        for (const args of [common, [join(root, folder)]]) {
          const { findings } = (await unitpin(['audit', ...args, '--format', 'json'])).json<{
            findings: Found[];
          }>();
          expect(findings.filter((one) => !isMeant(one))).toEqual([]);
        }
      }),
      { numRuns: 25 },
    );
  });
});

/** What older versions of the app, and other tools, have left on machines. */
const theirs = fc.record({
  program: fc.constantFrom(
    '/home/u/.hermes/bin/hermes',
    '/home/u/.hermes/hermes-agent/venv/bin/python -m hermes_cli.main',
    '"/home/u/.hermes/hermes-agent/venv/bin/python" "-m" "hermes_cli.main"',
    '-/usr/bin/env A=1 /home/u/.hermes/bin/hermes',
    "/bin/bash -c 'exec /home/u/.hermes/bin/hermes gateway run'",
  ),
  action: fc.constantFrom('gateway run', 'gateway run --replace', 'gateway', 'gateway start'),
  home: fc.constantFrom(
    '',
    'Environment=HERMES_HOME=/home/u/.hermes\n',
    'Environment="HERMES_HOME=%h/.hermes"\n',
  ),
  profile: fc.constantFrom('default', 'code'),
  sticky: fc.constantFrom(null, 'code', 'default'),
});

describe('what gen puts beside a unit of somebody else', () => {
  it('mends who it runs, and has no fault of its own', async () => {
    await fc.assert(
      fc.asyncProperty(theirs, async ({ program, action, home, profile, sticky }) => {
        const name = profile === 'default' ? 'hermes-gateway' : `hermes-gateway-${profile}`;
        const command = program.endsWith("'") ? program : `${program} ${action}`;
        const root = makeRoot({
          'etc/passwd': PASSWD,
          'home/u/.hermes/bin/hermes': '#!/bin/sh\n',
          'home/u/.hermes/hermes-agent/venv/bin/python': '#!/bin/sh\n',
          'home/u/.hermes/profiles/code/logs': null,
          'var/lib/systemd/linger/u': '',
          ...(sticky !== null && { 'home/u/.hermes/active_profile': `${sticky}\n` }),
          [`home/u/.config/systemd/user/${name}.service`]: `[Unit]\nDescription=x\n\n[Service]\nExecStart=${command}\n${home}Restart=always\nRestartSec=5\n\n[Install]\nWantedBy=default.target\n`,
        });
        for (const one of ['bin/hermes', 'hermes-agent/venv/bin/python'])
          chmodSync(join(root, 'home/u/.hermes', one), 0o755);
        enable(root, 'home/u/.config/systemd/user', 'default.target');
        const audit = async () =>
          (await unitpin(['audit', '--root', root, '--format', 'json'])).json<{
            findings: Found[];
            definitions: { identity: object; dropIns: string[] }[];
          }>();
        const before = (await audit()).findings.map(({ rule }) => rule);
        const gen = await unitpin(['gen', '--root', root, '--manager', 'systemd']);
        expect(gen.status).toBe(0);
        const { findings, definitions } = await audit();
        expect(definitions).toMatchObject([{ identity: { kind: 'pinned', by: 'flag', profile } }]);
        expect(definitions[0]?.dropIns).toHaveLength(1);
        expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
        // What its owner's file says or leaves out stays as it is; nothing is said that was not said before.
        const added = findings.filter((one) => !before.includes(one.rule));
        expect(added.map(({ rule, message }) => [rule, message])).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
