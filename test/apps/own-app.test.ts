import { expect, it } from 'vitest';
import { openHost } from '../../src/host/host.ts';
import { runAudit } from '../../src/ops/audit/run-audit.ts';
import { openContext } from '../../src/ops/context.ts';
import { speak } from '../../src/texts/tr.ts';
import { unitpin } from '../support/cli.ts';
import { makeRoot, PASSWD, type Tree } from '../support/home.ts';

/** An app whose identity is in the environment, whose homes lie beside each other, and whose program is not called as it is. */
const BROOK = `id: brook
title: Brook
command: { programs: [{ file: brookd }, { file: brook/main.js }], gateway: serve, bare: true }
home: { variable: BROOK_HOME, default: .brook, profiles: '{root}-{profile}' }
`;
const HOMES: Tree = { 'etc/passwd': PASSWD, 'home/u/.brook/x': '', 'home/u/.brook-night/x': '' };

function brook(tree: Tree): { root: string; about: string[] } {
  const folder = makeRoot({ 'brook.yaml': BROOK });
  const root = makeRoot({ ...HOMES, ...tree });
  return { root, about: ['--app', `${folder}/brook.yaml`, '--root', root] };
}

it('is started by the file that its command line names', async () => {
  const { about } = brook({ 'home/u/.local/bin/brookd': '' });
  const { stdout, status } = await unitpin(['gen', ...about, '--profile', 'night', '--stdout']);
  expect(stdout).toContain('ExecStart=/home/u/.local/bin/brookd serve\n');
  expect(stdout).toContain('Environment=BROOK_HOME=/home/u/.brook-night\n');
  expect(status).toBe(0);
});

it('says what was looked for where that is not there', async () => {
  const { about } = brook({});
  const { stderr, status } = await unitpin(['gen', ...about, '--all', '--stdout']);
  expect([status, stderr]).toEqual([
    3,
    `error: the program of Brook is not found
  at /home/u/.brook
  looked for brookd on PATH (shims of version managers are left out: they move)
  next: name it with --bin /path/to/the/program
`,
  ]);
});

it('that listens nowhere has no port', async () => {
  const { about } = brook({ 'home/u/.local/bin/brookd': '' });
  await unitpin(['gen', ...about, '--all']);
  const { services } = (await unitpin(['status', ...about, '--format', 'json'])).json<{
    services: { profile: string; endpoint: object | null }[];
  }>();
  expect(services.map(({ profile, endpoint }) => [profile, endpoint])).toEqual([
    ['default', null],
    ['night', null],
  ]);
  expect((await unitpin(['status', ...about, '--verbose'])).stdout).not.toContain('from default');
});

it('is not taken for another app whose port is in the ledger', async () => {
  const { root, about } = brook({
    'home/u/.local/state/unitpin/ports.json': JSON.stringify({
      schema: 1,
      ports: [
        {
          app: 'pond',
          profile: 'night',
          home: '/home/u/.pond-night',
          port: 20_123,
          instead: 7171,
          at: '2026-11-20T12:00:00.000Z',
          pending: null,
        },
      ],
    }),
    'home/u/.pond-night/x': '',
  });
  const { stdout, stderr } = await unitpin(['ports', 'list', ...about]);
  expect([stdout, stderr.replaceAll(root, 'ROOT')]).toEqual([
    expect.stringContaining('the ledger, for ~/.pond-night'),
    '',
  ]);
});

it('is judged in the language that was chosen, in the library, too', async () => {
  const root = makeRoot({
    ...HOMES,
    'home/u/.hermes/x': '',
    'home/u/.config/systemd/user/hermes-gateway.service':
      '[Service]\nExecStart=/usr/bin/hermes gateway run\n',
  });
  const context = await openContext(openHost(root), {});
  const said = async () =>
    (await runAudit(context, { live: false })).findings.find(({ rule }) => rule === 'profile-unpinned')
      ?.message;
  expect(await said()).toMatch(/^Nothing pins this service/);
  await speak('zh-CN');
  try {
    expect(await said()).toMatch(/\p{Script=Han}/u);
  } finally {
    await speak('en');
  }
});
