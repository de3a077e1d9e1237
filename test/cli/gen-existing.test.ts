import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { unitpin } from '../support/cli.ts';
import { gen, host, incident, receiptOf, temporary, UNITS, unit } from '../support/gen.ts';
import type { Tree } from '../support/home.ts';

describe('first contact', () => {
  it('003: the property lists get exactly the keys concerned', async () => {
    const root = incident('003-launchd-replace');
    const path = join(root, 'Users/lu/Library/LaunchAgents/ai.hermes.gateway-work.plist');
    const before = readFileSync(path, 'utf8');
    const { status, kinds } = await gen(root);
    expect([status, kinds]).toEqual([0, ['default: edit keys', 'work: edit keys']]);
    expect(readFileSync(path, 'utf8')).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN"
        "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
      <plist version="1.0">
      <dict>
          <key>Label</key>
          <string>ai.hermes.gateway-work</string>
          <key>ProgramArguments</key>
          <array>
              <string>/Users/lu/.hermes/bin/hermes</string>
              <string>--profile</string>
              <string>work</string>
              <string>gateway</string>
              <string>run</string>
          </array>
          <key>RunAtLoad</key>
          <true/>
          <key>KeepAlive</key>
          <dict>
              <key>SuccessfulExit</key>
              <false/>
          </dict>
          <key>EnvironmentVariables</key>
          <dict>
              <key>HERMES_HOME</key>
              <string>/Users/lu/.hermes/profiles/work</string>
              <key>HERMES_SUPERVISED_CHILD</key>
              <string>1</string>
          </dict>
      </dict>
      </plist>
      "
    `);
    expect((await unitpin(['audit', '--root', root])).status).toBe(0);
    expect((await gen(root)).kinds).toEqual(['default: none', 'work: none']);
    const { changes } = JSON.parse(
      readFileSync(join(root, 'Users/lu/.local/state/unitpin/receipts', receiptOf(root, 'Users/lu')), 'utf8'),
    );
    expect(readFileSync(join(root, changes[1].before.backup), 'utf8')).toBe(before);
  });

  it('a plist whose program stands apart from its arguments is pinned', async () => {
    const keys =
      '<key>Program</key><string>/bin/hermes</string><key>ProgramArguments</key><array><string>h</string><string>gateway</string></array>';
    const text = `<plist version="1.0"><dict><key>Label</key><string>ai.hermes.gateway</string>${keys}</dict></plist>`;
    const root = host({ 'home/u/Library/LaunchAgents/ai.hermes.gateway.plist': text });
    const { kinds, changes } = await gen(root, '--manager', 'launchd');
    expect(kinds).toEqual(['default: edit keys']);
    expect(changes[0]?.differences[0]).toMatchObject({
      what: 'ProgramArguments',
      to: '/bin/hermes --profile default gateway',
    });
  });

  it('004: the unit gets a drop-in, and stays byte for byte', async () => {
    const root = incident('004-two-profiles');
    const path = join(root, 'home/hermesuser/.config/systemd/user/hermes-gateway.service');
    const before = readFileSync(path);
    const { kinds, changes } = await gen(root);
    expect(kinds).toEqual(['default: pin by drop-in', 'code: none']);
    expect(changes[0]?.differences.map(({ what }) => what)).toEqual([
      'ExecStart',
      'Environment HERMES_SUPERVISED_CHILD',
    ]);
    expect(readFileSync(path)).toEqual(before);
    expect((await unitpin(['audit', '--root', root])).status).toBe(0);
    expect((await gen(root)).kinds).toEqual(['default: none', 'code: none']);
  });

  it('keeps how a command was written: specifiers, variables, quoting', async () => {
    const root = host({
      [`${UNITS}/hermes-gateway.service`]: unit(
        `-"%h/.hermes/bin/hermes" 'gateway' run --note "50%% of \${USER}" \\\n  --replace`,
        'Environment=HERMES_HOME=%h/.hermes\n',
      ),
    });
    await gen(root);
    const dropIn = readFileSync(join(root, UNITS, 'hermes-gateway.service.d/zz-unitpin.conf'), 'utf8');
    expect(dropIn).toContain(
      `ExecStart=-"%h/.hermes/bin/hermes" --profile default 'gateway' run --note "50%% of \${USER}"    --replace\n`,
    );
    expect(dropIn).not.toContain('HERMES_HOME');
  });

  it('pins inside a script', async () => {
    const root = host({
      [`${UNITS}/hermes-gateway.service`]: unit(`/bin/bash -lc "cd /srv && exec hermes gateway start"`),
    });
    expect((await gen(root)).kinds).toEqual(['default: pin by drop-in']);
    expect(readFileSync(join(root, UNITS, 'hermes-gateway.service.d/zz-unitpin.conf'), 'utf8')).toContain(
      'ExecStart=/bin/bash -lc "cd /srv && exec hermes --profile default gateway run"\n',
    );
  });

  it('mends a flag that is wrong about the home', async () => {
    const root = host({
      [`${UNITS}/hermes-gateway-code.service`]: unit(
        '/bin/hermes -p code gateway run',
        'Environment=HERMES_HOME=%h/.hermes/profiles/work\n',
      ),
    });
    expect((await gen(root)).kinds).toEqual(['code: pin by drop-in']);
    const { json } = await unitpin([
      'audit',
      '--root',
      root,
      '--format',
      'json',
      '--only',
      'profile-conflict',
    ]);
    expect(json<{ findings: [] }>().findings).toEqual([]);
  });

  it.each([
    ['a wrapper that hides the command', unit('/bin/bash /opt/start.sh'), 'is hidden in a wrapper'],
    [
      'a command systemd would refuse',
      unit('~/bin/hermes gateway run'),
      'systemd refuses /home/u/.config/systemd/user/hermes-gateway.service:2',
    ],
    ['a later file that wins', unit('/bin/hermes gateway run', ''), 'zzz.conf'],
  ])('refuses %s', async (what, text, reason) => {
    const later: Tree = what.includes('later')
      ? {
          [`${UNITS}/hermes-gateway.service.d/zzz.conf`]:
            '[Service]\nExecStart=\nExecStart=/bin/hermes gateway run\n',
        }
      : {};
    const root = host({ [`${UNITS}/hermes-gateway.service`]: text, ...later });
    const { status, kinds, changes } = await gen(root);
    expect([status, kinds]).toEqual([3, ['default: refuse']]);
    expect(changes[0]?.reason).toContain(reason);
    expect(existsSync(join(root, UNITS, 'hermes-gateway.service.d/zz-unitpin.conf'))).toBe(false);
  });

  it('two definitions for one profile are left to their owner', async () => {
    const root = host({
      [`${UNITS}/hermes-gateway.service`]: unit('/bin/hermes gateway run'),
      [`${UNITS}/hermes.service`]: unit('/bin/hermes gateway run'),
    });
    const { status, changes } = await gen(root);
    expect(status).toBe(3);
    expect(changes[0]?.reason).toBe(
      '/home/u/.config/systemd/user/hermes-gateway.service and /home/u/.config/systemd/user/hermes.service are all for profile default: remove all but one, say: unitpin remove hermes.service --force',
    );
  });

  it('a whole replacement wants --force, and keeps a backup', async () => {
    const root = host({ [`${UNITS}/hermes-gateway.service`]: unit('/bin/hermes gateway run') });
    const refused = await gen(root, '--strategy', 'unit');
    expect([refused.status, refused.changes[0]?.reason]).toEqual([
      3,
      expect.stringContaining('--strategy unit --force'),
    ]);
    expect((await gen(root, '--strategy', 'unit', '--force')).kinds).toEqual(['default: update']);
    expect((await unitpin(['audit', '--root', root])).status).toBe(0);
  });
});

describe('several at once', () => {
  it('forget nothing of each other', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const root = host(Object.fromEntries(names.map((name) => [`home/u/.hermes/profiles/${name}/x`, ''])));
    const cli = join(import.meta.dirname, '../../dist/cli/main.js');
    const one = (name: string) =>
      promisify(execFile)(process.execPath, [cli, 'gen', '--root', root, '--profile', name]);
    await Promise.all(names.map(one));
    const written = JSON.parse(readFileSync(join(root, 'home/u/.local/state/unitpin/written.json'), 'utf8'));
    expect(Object.keys(written)).toHaveLength(names.length);
    expect(existsSync(join(root, 'home/u/.local/state/unitpin/lock'))).toBe(false);
  });
});

describe('what is there and not ours', () => {
  it.each([
    ['systemd', `${UNITS}/hermes-gateway-code.service`, unit('/opt/mine/serve')],
    [
      'launchd',
      'home/u/Library/LaunchAgents/ai.hermes.gateway-code.plist',
      '<plist version="1.0"><dict><key>Label</key><string>x</string><key>ProgramArguments</key><array><string>/opt/mine</string></array></dict></plist>',
    ],
  ])('is never overwritten: %s', async (manager, path, text) => {
    const root = host({ [path]: text });
    const { status, changes } = await gen(root, '--profile', 'code', '--manager', manager);
    expect(status).toBe(3);
    expect(changes[0]?.reason).toContain("is there and not unitpin's");
    expect(readFileSync(join(root, path), 'utf8')).toBe(text);
  });

  it('a dependency may be served by a unit of another name', async () => {
    const folder = temporary();
    const config = join(folder, 'unitpin.yaml');
    writeFileSync(config, 'profiles: { default: enabled, code: { dependsOn: [default] } }\n');
    const root = host({ [`${UNITS}/hermes.service`]: unit('/bin/hermes gateway run') });
    await gen(root, '--config', config);
    expect(readFileSync(join(root, UNITS, 'hermes-gateway-code.service'), 'utf8')).toContain(
      'Wants=hermes.service\nAfter=hermes.service\n',
    );
  });
});

describe('hand edits', () => {
  it('to a unit of ours are shown and kept', async () => {
    const root = host();
    await gen(root, '--profile', 'default');
    const path = join(root, UNITS, 'hermes-gateway.service');
    writeFileSync(path, readFileSync(path, 'utf8').replace('RestartSec=5', 'RestartSec=1'));
    const { kinds, changes, status } = await gen(root);
    expect([status, kinds]).toEqual([0, ['default: leave']]);
    expect(changes[0]?.differences).toEqual([{ what: 'RestartSec', from: '1', to: '5' }]);
    expect(readFileSync(path, 'utf8')).toContain('RestartSec=1');
    const { json } = await unitpin([
      'audit',
      '--root',
      root,
      '--format',
      'json',
      '--only',
      'definition-drift',
    ]);
    expect(json<{ findings: { message: string }[] }>().findings[0]?.message).toBe(
      'Changed by hand since unitpin wrote it; writing it anew would change: RestartSec.',
    );
  });

  it('to our drop-in are kept while it pins, and never overwritten when it does not', async () => {
    const root = host({ [`${UNITS}/hermes-gateway.service`]: unit('/bin/hermes gateway run') });
    await gen(root);
    const path = join(root, UNITS, 'hermes-gateway.service.d/zz-unitpin.conf');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, `${text}Nice=5\n`);
    expect((await gen(root)).kinds).toEqual(['default: leave']);
    writeFileSync(path, text.replace('--profile default', ''));
    const { kinds, changes } = await gen(root);
    expect(kinds).toEqual(['default: refuse']);
    expect(changes[0]?.reason).toContain('was edited by hand and does not pin default');
  });
});
