// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references are what is read
import { beforeAll, describe, expect, it } from 'vitest';
import { loadApp } from '../../src/fleet/app.ts';
import type { App } from '../../src/model/app.ts';
import type { EnvironmentValue } from '../../src/model/definition.ts';
import { NO_CONFIG, readConfig } from '../../src/runtime/config.ts';
import { readDotenv } from '../../src/runtime/dotenv.ts';
import { readEndpoint } from '../../src/runtime/endpoint.ts';
import { readPortText, readPortValue } from '../../src/runtime/port.ts';

let app: App;
beforeAll(async () => {
  app = await loadApp('hermes');
});

const KEY = 'not-a-real-key-for-a-test';
const UNIT = { path: '/u.service', line: 1, column: 1 };

function endpoint(dotenv: string, config: string | null = null, environment: Record<string, string> = {}) {
  const value = (text: string): EnvironmentValue => ({
    value: text,
    origin: { kind: 'definition', location: UNIT },
  });
  const wanted = [...app.endpoint.config, ...app.endpoint.ignored];
  return readEndpoint(app, {
    environment: new Map(Object.entries(environment).map(([name, text]) => [name, value(text)])),
    dotenv: readDotenv(Buffer.from(dotenv), '/.env'),
    config: config === null ? NO_CONFIG : readConfig(Buffer.from(config), '/config.yaml', wanted),
  });
}
const extra = (text: string): string => `platforms: {api_server: {enabled: true, extra: {${text}}}}\n`;

// G-06
describe('the endpoint', () => {
  it('is the default where nothing is said, and not served', () => {
    expect(endpoint('')).toMatchObject({
      serves: false,
      host: { value: '127.0.0.1', from: 'default', at: null },
      port: { value: 8642, from: 'default', at: null },
      key: { state: 'none' },
      enabled: null,
      problems: [],
    });
  });

  it.each([
    [
      'definition, then .env, then config.yaml',
      `API_SERVER_PORT=2\nAPI_SERVER_KEY=${KEY}`,
      extra('port: 3'),
      { API_SERVER_PORT: '1' },
      1,
      'definition',
    ],
    [
      '.env before config.yaml',
      `API_SERVER_PORT=2\nAPI_SERVER_KEY=${KEY}`,
      extra('port: 3'),
      {},
      2,
      'dotenv',
    ],
    ['config.yaml where no variable is', `API_SERVER_KEY=${KEY}`, extra('port: 3'), {}, 3, 'config'],
    [
      'config.yaml first without a key among the variables',
      'API_SERVER_PORT=2',
      extra(`port: 3, key: ${KEY}`),
      {},
      3,
      'config',
    ],
    [
      'config.yaml first with a weak key',
      'API_SERVER_PORT=2\nAPI_SERVER_KEY=weak',
      extra('port: 3'),
      {},
      3,
      'config',
    ],
    ['a variable for want of anything else', 'API_SERVER_PORT=2', extra(`key: ${KEY}`), {}, 2, 'dotenv'],
    [
      'an empty variable as none',
      `API_SERVER_PORT=\nAPI_SERVER_KEY=${KEY}`,
      extra('port: 3'),
      { API_SERVER_PORT: '' },
      3,
      'config',
    ],
    [
      'the next source after what is no port',
      `API_SERVER_PORT=x\nAPI_SERVER_KEY=${KEY}`,
      extra('port: 3'),
      {},
      3,
      'config',
    ],
    [
      'extra before what stands beside it',
      `API_SERVER_KEY=${KEY}`,
      'platforms: {api_server: {port: 4, extra: {port: 3}}}',
      {},
      3,
      'config',
    ],
    ['other key paths', `API_SERVER_KEY=${KEY}`, 'gateway: {api_server: {port: 4}}', {}, 4, 'config'],
  ] as const)('takes %s', (_, dotenv, config, environment, value, from) => {
    expect(endpoint(dotenv, config, environment).port).toMatchObject({ value, from });
  });

  it.each([
    ['a usable key in a variable', `API_SERVER_KEY=${KEY}`, null, true],
    ['…even when a variable says it is off', `API_SERVER_KEY=${KEY}\nAPI_SERVER_ENABLED=false`, null, true],
    [
      '…but not when config.yaml does',
      `API_SERVER_KEY=${KEY}`,
      'platforms: {api_server: {enabled: off}}',
      false,
    ],
    [
      '…nor with the quotes around it',
      `API_SERVER_KEY=${KEY}`,
      'platforms: {api_server: {enabled: "false"}}',
      false,
    ],
    ['switched on without a key', 'API_SERVER_ENABLED=true', null, false],
    ['a key of 15 characters', 'API_SERVER_KEY=123456789012345', null, false],
    ['a key of 16 characters', 'API_SERVER_KEY=1234567890123456', null, true],
    ['a placeholder', 'API_SERVER_KEY=your_api_key_here', null, false],
    ['a key in config.yaml, switched on', '', extra(`key: ${KEY}`), true],
    ['a key in config.yaml, not switched on', '', `platforms: {api_server: {extra: {key: ${KEY}}}}`, false],
  ])('knows whether it is served: %s', (_, dotenv, config, serves) => {
    expect(endpoint(dotenv, config).serves).toBe(serves);
  });

  it('never holds the key', () => {
    expect(JSON.stringify(endpoint(`API_SERVER_KEY=${KEY}`, extra(`key: ${KEY}`)))).not.toContain(KEY);
  });

  it('knows ports at other places only while the best place has none', () => {
    const some = { name: 'platforms.api_server.port', port: '8650', read: 'by some' };
    expect(endpoint('', 'platforms: {api_server: {port: 8650}}').misplaced).toMatchObject([some]);
    expect(endpoint('', 'gateway: {port: 1_000}\napi_server: {}').misplaced).toMatchObject([
      { name: 'gateway.port', port: '1_000', read: 'by none' },
    ]);
    expect(endpoint('', 'platforms: {api_server: {port: 8650, extra: {port: 8651}}}').misplaced).toEqual([]);
  });

  it('looks references up, in either spelling, and says that not every version does', () => {
    const found = endpoint('P=8700\nH=localhost', extra("port: '${P}', host: '${env:H}', key: '${NOT_SET}'"));
    expect(found).toMatchObject({
      port: { value: 8700 },
      host: { value: 'localhost' },
      key: { state: 'weak' },
    });
    expect(found.problems).toMatchObject([{ kind: 'read-differently', text: '${P}', port: 8700 }]);
    expect(endpoint('', extra("port: '${P}'")).problems).toMatchObject([{ kind: 'no-port' }]);
  });

  it('says which mapping is there twice', () => {
    const text = 'platforms:\n  api_server:\n    extra: {port: 1}\n  api_server:\n    enabled: true\n';
    const { port, problems } = endpoint('', text);
    expect(port.value).toBe(8642);
    expect(problems).toMatchObject([
      { kind: 'mapping-twice', name: 'platforms.api_server', at: { line: 4 }, other: { line: 2 } },
    ]);
  });

  it('says what is wrong with a port, and where', () => {
    const kinds = (...args: Parameters<typeof endpoint>) =>
      endpoint(...args).problems.map(({ kind, at, other }) => [kind, at?.line, other?.line ?? null]);
    expect(kinds('API_SERVER_PORT=8650\nAPI_SERVER_PORT=86x')).toEqual([
      ['no-port', 2, null],
      ['twice', 2, 1],
    ]);
    expect(kinds('API_SERVER_PORT=8650', null, { API_SERVER_PORT: '8651' })).toEqual([['disagree', 1, 1]]);
    expect(kinds('API_SERVER_PORT=8650', null, { API_SERVER_PORT: '8650' })).toEqual([]);
    expect(kinds('', 'platforms:\n  api_server:\n    extra:\n      port: 1_000\n')).toEqual([
      ['read-differently', 4, null],
    ]);
    expect(endpoint('', 'platforms: {api_server: {extra: [').unreadable).toMatchObject({
      at: { path: '/config.yaml' },
    });
  });
});

describe('a port', () => {
  it.each([
    ['8650', 8650, null],
    ['1', 1, null],
    ['65535', 65535, null],
    ['0', null, 'no-port'],
    ['65536', null, 'no-port'],
    ['70000', null, 'no-port'],
    ['-1', null, 'no-port'],
    ['0x21d2', null, 'no-port'],
    ['0o17', null, 'no-port'],
    ['8650abc', null, 'no-port'],
    ['8650.5', null, 'no-port'],
    ['', null, 'no-port'],
    ['012', 12, 'read-differently'],
    ['8_650', 8650, 'read-differently'],
    ['+8650', 8650, 'read-differently'],
    [' 8650 ', 8650, 'read-differently'],
  ])('in a variable: %j', (text, port, problem) => {
    expect(readPortText(text)).toEqual({ port, problem });
  });

  it.each([
    [8650, '8650', 8650, null],
    ['8650', '8650', 8650, null],
    [10, '012', 10, 'read-differently'],
    [1000, '1_000', 1000, 'read-differently'],
    [8658, '0x21d2', 8658, 'read-differently'],
    [8650.5, '8650.5', 8650, 'read-differently'],
    ['0o17', '0o17', null, 'no-port'],
    [8650, null, 8650, null],
    [true, 'true', null, 'no-port'],
    [[1], null, null, 'no-port'],
    [{}, null, null, 'no-port'],
  ])('in YAML: %j, written %j', (value, raw, port, problem) => {
    expect(readPortValue(value, raw)).toEqual({ port, problem });
  });
});
