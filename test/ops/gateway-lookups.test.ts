import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/host/failure.ts';
import { openContext } from '../../src/ops/context.ts';
import { homeOf, profilesOf, sourcesOf } from '../../src/ops/ports/profile-sources.ts';
import { surveyHost } from '../../src/ops/survey.ts';
import { apiKeyOf } from '../../src/runtime/api-key.ts';
import { type UpstreamOptions, upstreamOf } from '../../src/runtime/upstream.ts';
import type { Tree } from '../support/home.ts';
import { fakeHost } from './fakes.ts';

const CODE = 'home/u/.hermes/profiles/code';
const UNIT = 'home/u/.config/systemd/user/hermes-gateway-code.service';
const KEY = 'not-a-real-key-for-a-test';

async function lookUp(tree: Tree) {
  const { host } = fakeHost({ [CODE]: null, ...tree });
  const context = await openContext(host, {});
  const sources = sourcesOf(context, 'code', await surveyHost(context, { live: false }));
  return {
    upstream: (options?: UpstreamOptions) => upstreamOf(context.app, sources, options),
    key: apiKeyOf(context.app, sources),
  };
}
const extra = (text: string): Tree => ({
  [`${CODE}/config.yaml`]: `platforms:\n  api_server:\n    enabled: true\n    extra: {${text}}\n`,
});
const unit = (environment: string): Tree => ({
  [UNIT]: `[Service]\nExecStart=/home/u/.hermes/bin/hermes --profile code gateway run\nEnvironment=${environment}\n`,
});
const at = (path: string, line: number) => ({ path: `/${path}`, line });

// G-17
describe('the upstream of a profile', () => {
  it('is the default where nothing is said', async () => {
    const { upstream } = await lookUp({});
    expect(upstream()).toEqual({
      url: 'http://127.0.0.1:8642',
      host: { value: '127.0.0.1', from: 'default', at: null },
      port: { value: 8642, from: 'default', at: null },
      serves: false,
    });
  });

  it('says who says its host and its port', async () => {
    const { upstream } = await lookUp({
      ...unit('API_SERVER_PORT=8700'),
      ...extra('host: localhost, port: 8701'),
      [`${CODE}/.env`]: `API_SERVER_KEY=${KEY}\n`,
    });
    expect(upstream()).toMatchObject({
      url: 'http://localhost:8700',
      host: { from: 'config', at: at(`${CODE}/config.yaml`, 4) },
      port: { from: 'definition', at: at(UNIT, 3) },
      serves: true,
    });
  });

  it.each([
    ['0.0.0.0', 'http://127.0.0.1:8642'],
    ['::', 'http://[::1]:8642'],
    ['"[::1]"', 'http://[::1]:8642'],
    ['127.0.0.9', 'http://127.0.0.9:8642'],
    ['::ffff:127.0.0.1', 'http://127.0.0.1:8642'],
  ])('reaches %s on this machine', async (host, url) => {
    expect((await lookUp(extra(`host: "${host.replaceAll('"', '')}"`))).upstream().url).toBe(url);
  });

  it.each([
    '169.254.169.254',
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1@evil.example',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    'localhost/../x',
    'localhost:1#',
  ])('refuses %s, and says where it is said', async (host) => {
    const { upstream } = await lookUp(extra(`host: "${host}"`));
    expect(() => upstream()).toThrow(Failure);
    expect(() => upstream()).toThrow(
      expect.objectContaining({ exit: 'host', where: expect.objectContaining({ line: 4 }) }),
    );
  });

  it('goes where it is allowed to, and to nothing that only begins so', async () => {
    const { upstream } = await lookUp(extra('host: Gateway.Internal'));
    expect(upstream({ allowHosts: ['gateway.internal'] }).url).toBe('http://gateway.internal:8642');
    expect(() => upstream({ allowHosts: ['internal', 'gateway.internal.evil'] })).toThrow(Failure);
    const odd = 'a@evil.example/';
    const other = await lookUp(extra(`host: "${odd}"`));
    expect(() => other.upstream({ allowHosts: [odd] })).toThrow(Failure);
  });
});

// G-18, B-16
describe('the key of a profile', () => {
  it.each([
    [
      'the definition',
      { ...unit(`API_SERVER_KEY=${KEY}`), [`${CODE}/.env`]: 'API_SERVER_KEY=another-key-of-some-length' },
      'definition',
      at(UNIT, 3),
    ],
    [
      '.env',
      { [`${CODE}/.env`]: `# c\nexport API_SERVER_KEY='${KEY}' # mine\n` },
      'dotenv',
      at(`${CODE}/.env`, 2),
    ],
    ['config.yaml', extra(`port: 1, key: ${KEY}`), 'config', at(`${CODE}/config.yaml`, 4)],
    [
      'config.yaml, which refers to .env',
      { ...extra(`key: '\${MINE}'`), [`${CODE}/.env`]: `MINE=${KEY}` },
      'config',
      at(`${CODE}/config.yaml`, 4),
    ],
  ] as const)('is in %s', async (_, tree, from, place) => {
    const { key } = await lookUp(tree);
    expect({ ...key, key: key.key?.reveal() }).toMatchObject({ state: 'usable', key: KEY, from, at: place });
  });

  it('is none where none is said, and not what stands on the next line', async () => {
    const none = { state: 'none', key: null, from: null, at: null };
    expect((await lookUp({})).key).toEqual(none);
    expect((await lookUp({ [`${CODE}/.env`]: 'API_SERVER_KEY=\nOTHER=1\n' })).key).toEqual(none);
  });

  it.each(['short', 'changeme', 'your_api_key_here'])('is weak: %s', async (text) => {
    expect((await lookUp({ [`${CODE}/.env`]: `API_SERVER_KEY=${text}\n` })).key.state).toBe('weak');
  });

  it('is weak where a reference leads to nothing', async () => {
    expect((await lookUp(extra(`key: '\${NOT_SET_ANYWHERE}'`))).key.state).toBe('weak');
  });

  it('is printed by nothing', async () => {
    const { key } = await lookUp({ [`${CODE}/.env`]: `API_SERVER_KEY=${KEY}\n` });
    const ways = [
      JSON.stringify(key),
      String(key.key),
      `${key.key}`,
      inspect(key, { depth: null, showHidden: true, getters: true }),
      format('%s %o %O %j', key.key, key, key, key),
      inspect(new Error('x', { cause: key })),
      Object.values({ ...key.key }).join(),
      Object.entries(key).flat().join(),
    ];
    for (const way of ways) expect(way).not.toContain(KEY);
    expect(JSON.stringify(key)).toContain('"key":"<redacted>"');
  });
});

describe('what is looked up', () => {
  // G-19: no profile is taken where none is named
  it('is a profile on disk, by a name that is one (B-24)', async () => {
    const context = await openContext(fakeHost({ [CODE]: null }).host, {});
    expect(profilesOf(context)).toEqual(['default', 'code']);
    expect(homeOf(context, 'code')).toBe('/home/u/.hermes/profiles/code');
    for (const name of ['nope', '../../etc', '', 'code/']) {
      expect(() => sourcesOf(context, name)).toThrow(expect.objectContaining({ exit: 'usage' }));
    }
  });

  it('is read from folders: names that a table or a terminal would mistake are none (B-23)', async () => {
    const odd = [
      '◆default',
      ' default',
      '\x1b[32mcode',
      'a b',
      '-x',
      'UPPER',
      '.hidden',
      'a..b',
      'é',
      'new\nline',
    ];
    const folders = ['code', '2', ...odd].map((name) => [`home/u/.hermes/profiles/${name}`, null] as const);
    const context = await openContext(fakeHost(Object.fromEntries(folders)).host, {});
    expect(profilesOf(context)).toEqual(['default', '2', 'code']);
  });

  it.runIf(process.getuid?.() !== 0)('is not guessed where it cannot be read', async () => {
    const { host, root } = fakeHost({ [`${CODE}/.env`]: 'A=1' });
    chmodSync(join(root, CODE, '.env'), 0);
    const context = await openContext(host, {});
    expect(() => sourcesOf(context, 'code')).toThrow(/cannot read .*\.env: permission denied/);
  });

  it('is not guessed where a folder stands', async () => {
    const context = await openContext(fakeHost({ [`${CODE}/config.yaml`]: null }).host, {});
    expect(() => sourcesOf(context, 'code')).toThrow(/cannot read .*config\.yaml/);
  });
});
