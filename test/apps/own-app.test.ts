import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadApp } from '../../src/fleet/app.ts';
import { checkApp } from '../../src/fleet/app-schema.ts';
import { packageFolder } from '../../src/host/package.ts';
import { unitpin } from '../support/cli.ts';
import { makeRoot, PASSWD } from '../support/home.ts';

/** The least that an app has to say. */
const LEAST = 'id: acme\nhome: { variable: ACME_HOME, default: .acme }\n';

describe('an app that says only where its home is', () => {
  const host = (): string => {
    const root = makeRoot({
      'etc/passwd': PASSWD,
      'var/lib/systemd/linger/u': '',
      'home/u/.local/bin/acme': '#!/bin/sh\n',
      'home/u/.acme/logs': null,
      'home/u/.acme/profiles/work/logs': null,
    });
    writeFileSync(join(root, 'acme.yaml'), LEAST);
    return root;
  };

  it.each([
    ['systemd', 'home/u/.config/systemd/user', 'ExecStart=/home/u/.local/bin/acme gateway run\n'],
    ['launchd', 'home/u/Library/LaunchAgents', '<string>acme.gateway-work</string>'],
  ])(
    '%s: what gen writes pins by the home, and the audit finds nothing in it',
    async (manager, folder, holds) => {
      const root = host();
      const common = ['--app', join(root, 'acme.yaml'), '--root', root, '--manager', manager];
      const shown = await unitpin(['gen', ...common, '--profile', 'work', '--stdout']);
      expect(shown.stdout).toContain(holds);
      expect((await unitpin(['gen', ...common, '--all'])).status).toBe(0);
      if (manager === 'systemd') {
        mkdirSync(join(root, folder, 'default.target.wants'));
        for (const unit of readdirSync(join(root, folder)).filter((one) => one.endsWith('.service')))
          symlinkSync(`../${unit}`, join(root, folder, 'default.target.wants', unit));
      }
      const { definitions, findings } = (await unitpin(['audit', ...common, '--format', 'json'])).json<{
        definitions: { app: string; identity: object }[];
        findings: object[];
      }>();
      expect(findings).toEqual([]);
      expect(definitions).toEqual(
        expect.arrayContaining(
          ['default', 'work'].map((profile) =>
            expect.objectContaining({
              app: 'acme',
              identity: expect.objectContaining({ kind: 'pinned', by: 'home', profile }),
            }),
          ),
        ),
      );
    },
  );

  it('its names, its policy and its program follow from the rest', () => {
    expect(checkApp(`${LEAST}exitCodes: { restart: 75, fatal: 78 }\n`, 'a.yaml')).toMatchObject({
      title: 'acme',
      mentions: ['acme'],
      command: { programs: [{ file: 'acme' }], gateway: 'gateway', run: 'run', actions: ['run'] },
      pin: { by: 'home' },
      naming: { unit: 'acme-gateway', label: 'acme.gateway', separator: '-' },
      program: { name: 'acme', variable: 'ACME_BIN' },
      endpoint: { serves: 'never' },
      systemd: {
        service: expect.arrayContaining([
          { key: 'RestartForceExitStatus', value: '75' },
          { key: 'RestartPreventExitStatus', value: '78' },
        ]),
      },
    });
  });
});

it('an app is named by its file or by the folder of it', async () => {
  const folder = join(packageFolder(), 'templates/openclaw');
  expect(await loadApp(folder)).toEqual(await loadApp('openclaw'));
  expect(await loadApp(`${folder}/app.yaml`)).toEqual(await loadApp('openclaw'));
});
