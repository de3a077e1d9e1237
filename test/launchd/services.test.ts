import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectSchema } from '../support/schema.ts';
import { labelOf, startMac } from './fleet.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/migration');

describe('services on launchd', () => {
  it('start --all adopts what runs; logs come from the files of the job', async () => {
    const mac = await startMac(['default', 'code']);
    expect((await mac.unitpin('apply', '--all', '--yes')).status).toBe(0);
    expect((await mac.unitpin('stop', 'code')).status).toBe(0);
    const started = await mac.unitpin('start', '--all', '--format', 'json');
    const json = started.json<{ services: { outcome: string; manager: string }[] }>();
    expectSchema('services', json);
    expect([started.status, json.services.map(({ outcome, manager }) => [outcome, manager])]).toEqual([
      0,
      [
        ['already-running', 'launchd'],
        ['started', 'launchd'],
      ],
    ]);
    const logs = await mac.unitpin('logs', 'code', '--format', 'json');
    const { lines, unread } = logs.json<{ lines: { path: string; text: string }[]; unread: unknown[] }>();
    expect(unread).toEqual([]);
    expect(lines.every(({ path }) => path.startsWith(mac.homeOf('code')))).toBe(true);
    expect(lines.some(({ text }) => text.includes('Gateway running with'))).toBe(true);
    // Of a job that names no file launchd throws away what it writes: the gateway's own log stands in.
    const path = join(mac.agents, `${labelOf('code')}.plist`);
    const named = /<key>Standard(Out|Error)Path<\/key>\s*<string>[^<]*<\/string>/g;
    writeFileSync(path, readFileSync(path, 'utf8').replace(named, ''));
    const { stdout } = await mac.unitpin('logs', 'code');
    expect(stdout).toContain('Gateway running with');
  });

  it('remove: booted out, the file gone, no note left that would outlive it', async () => {
    const mac = await startMac(['default', 'code']);
    expect((await mac.unitpin('apply', '--all', '--yes')).status).toBe(0);
    const { status, stdout } = await mac.unitpin('remove', 'code', '--yes');
    expect([status, stdout]).toEqual([0, expect.stringContaining(`removed  code  ${labelOf('code')}\n`)]);
    expect([
      await mac.job(labelOf('code')),
      existsSync(join(mac.agents, `${labelOf('code')}.plist`)),
    ]).toEqual([null, false]);
    // #80384 of openclaw: a job that is noted as disabled does not start when it is installed again.
    expect(await mac.launchctl('print-disabled', mac.domain)).not.toMatch(/gateway-code" => (true|disabled)/);
    expect(await mac.gatewayOf('default')).not.toBe(null);
    expect((await mac.unitpin('apply', '--profile', 'code', '--yes')).status).toBe(0);
  });

  it('apply --rename: seed 003 gets the label that the app knows, one job at a time', async () => {
    const mac = await startMac(['default']);
    mkdirSync(join(mac.root, 'logs'), { recursive: true });
    const old = 'ai.hermes.gateway-default';
    const fixture = readFileSync(join(FIXTURES, 'seed-003', `${old}.plist`), 'utf8');
    const path = join(mac.agents, `${old}.plist`);
    writeFileSync(path, fixture.replaceAll('/Users/u', mac.home));
    await mac.launchctl('bootstrap', mac.domain, path);
    const { status, stdout, stderr } = await mac.unitpin('apply', '--rename', '--yes');
    expect([status, stdout], stderr).toEqual([
      0,
      expect.stringMatching(/\nrenamed {2}default {2}ai\.hermes\.gateway {2}process \d+\n$/),
    ]);
    expect([await mac.job(old), existsSync(path)]).toEqual([null, false]);
    expect(await mac.gatewayOf('default')).not.toBe(null);
    const text = readFileSync(join(mac.agents, 'ai.hermes.gateway.plist'), 'utf8');
    expect([text.includes('--replace'), text.includes('gateway-default.log')]).toEqual([false, true]);
    expect((await mac.unitpin('apply', '--yes')).stderr).toBe(
      'Nothing to do: every service runs its profile.\n',
    );
  });
});
