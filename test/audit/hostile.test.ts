import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { unitpin } from '../support/cli.ts';
import fc from '../support/fast-check.ts';
import { makeRoot } from '../support/home.ts';

interface Audit {
  definitions: { name: string }[];
  findings: { rule: string; severity: string; definition: string | null; message: string }[];
}

const SOUND = '[Service]\nExecStart=/usr/bin/hermes --profile code gateway run\n';

/** Audits a folder; whatever is in it, there is an answer, and what is sound in it is read. */
async function audit(folder: string): Promise<Audit> {
  const { status, stdout, stderr } = await unitpin(['audit', folder, '--format', 'json']);
  expect(stderr).toBe('');
  expect([0, 1]).toContain(status);
  return JSON.parse(stdout) as Audit;
}

describe('whatever lies in the folder', () => {
  it('any bytes as unit, drop-in and property list', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(text)),
      fc
        .array(
          fc.constantFrom(
            '[Service]\n',
            '[',
            ']',
            'ExecStart=',
            'hermes gateway run',
            '\\\n',
            '"',
            "'",
            '%',
            '$',
            ';',
            '=',
            '\0',
            '\r',
            '<dict>',
            '<key>Label</key>',
            '<plist>',
            'bplist00',
            '<!--',
            ']]>',
          ),
          { maxLength: 40 },
        )
        .map((parts) => Buffer.from(parts.join(''))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, bytes, bytes, async (unit, dropIn, plist) => {
        const folder = makeRoot({ 'hermes-gateway.service.d': null, 'good.service': SOUND });
        writeFileSync(join(folder, 'hermes-gateway.service'), unit);
        writeFileSync(join(folder, 'hermes-gateway.service.d/x.conf'), dropIn);
        writeFileSync(join(folder, 'ai.hermes.gateway.plist'), plist);
        const { definitions } = await audit(folder);
        expect(definitions.map(({ name }) => name)).toContain('good.service');
      }),
      { numRuns: 150 },
    );
  });

  it('a line of 10 MB, a value of 10 MB over many lines, 100,000 keys', async () => {
    const folder = makeRoot({
      'hermes-gateway-a.service': `[Service]\nEnvironment=A=${'x'.repeat(10 * 1024 * 1024)}\n${SOUND}`,
      'hermes-gateway-b.service': `[Service]\nEnvironment=${`A=${'x'.repeat(1000)} \\\n`.repeat(10_000)}\n${SOUND}`,
      'hermes-gateway-c.service': `${SOUND}${Array.from({ length: 100_000 }, (_, n) => `Key${n}=${n}`).join('\n')}\n`,
      'hermes-gateway-d.service': `${SOUND}${'Environment=A=1\n'.repeat(100_000)}`,
      'ai.hermes.e.plist': `<plist version="1.0"><dict>${Array.from({ length: 100_000 }, (_, n) => `<key>k${n}</key><true/>`).join('')}</dict></plist>`,
      'ai.hermes.f.plist': `<plist version="1.0">${'<array>'.repeat(100_000)}`,
      'good.service': SOUND,
    });
    const { definitions, findings } = await audit(folder);
    expect(definitions).toHaveLength(7);
    expect(findings.length).toBeGreaterThan(0);
    // A finding a key would bury everything else.
    expect(findings.length).toBeLessThan(5_000);
  });

  it('a property list of comments that are never closed', async () => {
    const list = `<plist><dict><key>Label</key><string>hermes</string>${'<!--'.repeat(100_000)}`;
    const { findings } = await audit(makeRoot({ 'ai.hermes.gateway.plist': list }));
    expect(findings.map(({ rule }) => rule)).toContain('syntax');
  });

  it('links in a circle, to nowhere and to themselves, FIFOs, sockets and folders', async () => {
    const folder = makeRoot({
      'good.service': SOUND,
      'hermes-gateway-loop.service': { to: 'hermes-gateway-pool.service' },
      'hermes-gateway-pool.service': { to: 'hermes-gateway-loop.service' },
      'hermes-gateway-self.service': { to: 'hermes-gateway-self.service' },
      'hermes-gateway-nowhere.service': { to: '/nowhere' },
      'hermes-gateway-folder.service': null,
      'ai.hermes.loop.plist': { to: 'ai.hermes.loop.plist' },
      'ai.hermes.folder.plist': null,
      'good.service.d/link.conf': { to: 'link.conf' },
    });
    symlinkSync('.', join(folder, 'good.service.wants'));
    mkdirSync(join(folder, 'good.service.d/folder.conf'));
    for (const name of ['hermes-gateway-fifo.service', 'ai.hermes.fifo.plist', 'good.service.d/fifo.conf'])
      execFileSync('mkfifo', [join(folder, name)]);
    const server = createServer().listen(join(folder, 'hermes-gateway-socket.service'));
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { definitions } = await audit(folder);
    expect(definitions.map(({ name }) => name)).toContain('good.service');
  });

  it.each(['fifo', 'loop'])('a %s that is named is a clear error', async (what) => {
    const folder = makeRoot({ 'loop.service': { to: 'loop.service' } });
    execFileSync('mkfifo', [join(folder, 'fifo.service')]);
    const { status, stdout, stderr } = await unitpin(['audit', join(folder, `${what}.service`)]);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error: .*(is not there|cannot be read: )/);
    expect([2, 3]).toContain(status);
  });
});
