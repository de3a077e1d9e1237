import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { rules } from '../../src/audit/rules/index.ts';
import { en } from '../../src/audit/texts/en/index.ts';
import { auditSarif } from '../../src/report/audit-sarif.ts';
import { unitpin } from '../support/cli.ts';
import { makeRoot, PASSWD, type Tree } from '../support/home.ts';

interface Location {
  physicalLocation?: {
    artifactLocation: { uri: string; uriBaseId?: string };
    region?: { startLine: number; startColumn: number };
  };
  logicalLocations?: { name: string }[];
}

interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: Location[];
  partialFingerprints: Record<string, string>;
  suppressions?: { kind: string; justification: string; location?: Location }[];
}

interface Log {
  runs: [
    {
      tool: {
        driver: { rules: { id: string; defaultConfiguration: { level: string }; properties: object }[] };
      };
      columnKind: string;
      originalUriBaseIds: Record<string, { uri: string }>;
      results: Result[];
    },
  ];
}

const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../support/sarif-2.1.0.json'), 'utf8'));
const validate = new Ajv({ allErrors: true, strictTypes: false, strictRequired: false }).compile(schema);

/** A log that is as the standard wants it. */
async function sarif(...args: string[]): Promise<Log['runs'][0]> {
  const { stdout, stderr } = await unitpin(['audit', '--format', 'sarif', ...args]);
  expect(stderr).toBe('');
  const log = JSON.parse(stdout) as Log;
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  return log.runs[0];
}

const unit = (command: string, more = '') => `[Service]\nExecStart=${command}\n${more}`;
const REPLACE = ['--only', 'replace-in-unit', '--only', 'replace-under-launchd', '--only', 'syntax'];
const folder = (tree: Tree): string => join(makeRoot(tree), 'units');
const fingerprint = ({ partialFingerprints }: Result) => partialFingerprints['unitpinFinding/v1'];

describe('the driver', () => {
  it('declares every rule, whatever fired', async () => {
    const { tool, results } = await sarif(
      folder({ 'units/x.service': unit('/bin/true') }),
      '--only',
      'syntax',
    );
    expect(results).toEqual([]);
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
    const replace = tool.driver.rules.find(({ id }) => id === 'replace-in-unit');
    expect(replace).toMatchObject({
      name: 'ReplaceInUnit',
      shortDescription: { text: '--replace in a systemd unit' },
      help: { text: 'unitpin explain replace-in-unit', markdown: expect.stringContaining('## Why it hurts') },
      defaultConfiguration: { level: 'note' },
      properties: { precision: 'high', 'problem.severity': 'recommendation', tags: ['command'] },
    });
  });
});

describe('results', () => {
  it('point into the tree of the working directory', async () => {
    const root = makeRoot({
      'a b/ü%/hermes-gateway.service': unit('/bin/hermes -p default gateway run --replace'),
    });
    vi.spyOn(process, 'cwd').mockReturnValue(root);
    onTestFinished(() => void vi.restoreAllMocks());
    const run = await sarif(join(root, 'a b/ü%'), ...REPLACE);
    expect(run.originalUriBaseIds).toEqual({ '%SRCROOT%': { uri: `file://${root}/` } });
    expect(run.columnKind).toBe('unicodeCodePoints');
    const [result] = run.results;
    expect(result).toMatchObject({ ruleId: 'replace-in-unit', level: 'note' });
    expect(run.tool.driver.rules[result!.ruleIndex]?.id).toBe('replace-in-unit');
    expect(result!.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: {
            uri: 'a%20b/%C3%BC%25/hermes-gateway.service',
            uriBaseId: '%SRCROOT%',
          },
          region: { startLine: 2, startColumn: 46 },
        },
        logicalLocations: [{ name: 'hermes-gateway.service' }],
      },
    ]);
  });

  it('of another root point to where its files are here', async () => {
    const root = makeRoot({
      'etc/passwd': PASSWD,
      'home/u/.config/systemd/user/hermes-gateway.service': unit(
        '/bin/hermes -p default gateway run --replace',
      ),
    });
    const { results } = await sarif('--root', root, ...REPLACE);
    expect(results[0]!.locations[0]!.physicalLocation?.artifactLocation).toEqual({
      uri: `file://${root}/home/u/.config/systemd/user/hermes-gateway.service`,
    });
  });

  it('count characters, not UTF-16 units or bytes', async () => {
    const { results } = await sarif(
      folder({
        'units/hermes-gateway.service': unit('/bin/hermes -p default gateway run "😀é" --replace'),
      }),
      ...REPLACE,
    );
    expect(results[0]!.locations[0]!.physicalLocation?.region).toEqual({ startLine: 2, startColumn: 51 });
  });

  it('have no lines in a binary property list', async () => {
    const path = folder({ 'units/ai.hermes.gateway.plist': 'bplist00 and no more' });
    const { results } = await sarif(path, '--only', 'syntax');
    for (const { locations } of results) expect(locations[0]?.physicalLocation).not.toHaveProperty('region');
    expect(results.map(({ level }) => level)).toContain('error');
  });

  it('about no file name the profile', async () => {
    const root = makeRoot({ 'etc/passwd': PASSWD, 'home/u/.hermes/profiles/code/x': '' });
    const { results } = await sarif('--root', root, '--only', 'profile-without-service');
    expect(results.map(({ locations }) => locations)).toContainEqual([
      { logicalLocations: [{ name: 'code' }] },
    ]);
  });
});

describe('fingerprints', () => {
  const line = 'Environment="A=50%4"';
  const of = async (text: string) =>
    (await sarif(folder({ 'units/hermes-gateway.service': text }), '--only', 'syntax')).results.map(
      fingerprint,
    );

  it('stay when lines move, and when blanks change', async () => {
    const command = '/bin/hermes -p default gateway run';
    const before = await of(unit(command, `${line}\nNo equals\n`));
    const after = await of(`# new\n\n${unit(command, `\n  ${line}  \nNo   equals\n`)}`);
    expect(before).toHaveLength(2);
    expect(after).toEqual(before);
  });

  it('are other ones for another line, rule or unit', async () => {
    const all = await Promise.all([
      of(unit('/bin/hermes -p default gateway run', `${line}\n`)),
      of(unit('/bin/hermes -p default gateway run', 'Environment="B=50%4"\n')),
      of(unit('/bin/hermes -p default gateway run', 'NoEquals\n')),
    ]);
    expect(new Set(all.flat()).size).toBe(3);
  });

  it('tell equal lines apart', async () => {
    const [first, second] = await of(unit('/bin/hermes -p default gateway run', `${line}\n${line}\n`));
    expect([first?.split(':')[1], second?.split(':')[1]]).toEqual(['1', '2']);
    expect(first?.split(':')[0]).toBe(second?.split(':')[0]);
  });
});

it('what a file says makes no link, not even in plain text (3.11.6)', () => {
  const finding = {
    rule: 'syntax',
    severity: 'error' as const,
    definition: null,
    profile: null,
    message: 'It says [click](https://evil.example).',
    location: null,
    related: [],
    fix: null,
    ignored: null,
  };
  const { runs } = auditSarif({
    findings: [finding],
    subjects: [],
    topics: {},
    language: 'en',
    texts: en,
    pageOf: () => '',
    version: '1.2.3',
    fileOf: (path) => path,
    folder: '/',
  });
  expect(runs[0]?.results[0]?.message.text).toBe('It says [click\\](https://evil.example).');
});

describe('ignored findings', () => {
  it('are there, suppressed, with the reason and the place', async () => {
    const root = makeRoot({
      'units/hermes-gateway.service': `# unitpin: ignore[replace-in-unit] by hand\n${unit('/bin/hermes -p default gateway run --replace')}`,
      'units/hermes-gateway-code.service': unit('/bin/hermes -p code gateway run --replace'),
      'units/hermes-gateway-x.service': unit('/bin/hermes -p x gateway run --replace'),
      'unitpin.yaml': 'ignore: [{ rule: replace-in-unit, profile: code, reason: not now }]',
    });
    const config = join(root, 'unitpin.yaml');
    const { results } = await sarif(join(root, 'units'), '--config', config, ...REPLACE);
    expect(
      results.map(({ locations, suppressions }) => [
        locations[0]?.logicalLocations?.[0]?.name,
        suppressions?.map(({ kind, justification, location }) => [
          kind,
          justification,
          location?.physicalLocation?.artifactLocation.uri.replace(`file://${root}`, ''),
        ]),
      ]),
    ).toEqual([
      ['hermes-gateway-code.service', [['external', 'not now', '/unitpin.yaml']]],
      ['hermes-gateway-x.service', []],
      ['hermes-gateway.service', [['inSource', 'by hand', '/units/hermes-gateway.service']]],
    ]);
  });
});
