import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { unitpin } from '../support/cli.ts';
import { expectSchema } from '../support/schema.ts';

const PROJECT = join(import.meta.dirname, '../..');
const RECORDED = 'fixtures/diagnose';
const FIGHT = [`${RECORDED}/004-mutual-sigterm`, `${RECORDED}/004-mutual-sigterm/profiles/code/logs`];
const SHELL = `${RECORDED}/003-executor`;

beforeEach(() => {
  vi.stubEnv('TZ', 'Asia/Shanghai');
  return () => vi.unstubAllEnvs();
});

/** With paths from the project's folder, as somebody there would see them. */
async function diagnose(...args: string[]) {
  const result = await unitpin(['diagnose', ...args]);
  return { ...result, stdout: result.stdout.replaceAll(`${PROJECT}/`, '') };
}

const shown = (name: string): string => readFileSync(join(import.meta.dirname, 'recorded', name), 'utf8');

describe('recorded logs', () => {
  it('of two services that end each other (seed 004)', async () => {
    const { status, stdout } = await diagnose(...FIGHT);
    expect(stdout).toBe(shown('004.txt'));
    expect(status).toBe(1);
    // The platform's complaint is a consequence, and no story.
    expect(stdout).not.toContain('two places');
  });

  it('of a gateway whose executor was shut down (seed 003)', async () => {
    const { status, stdout } = await diagnose(SHELL);
    expect(stdout).toBe(shown('003.txt'));
    expect(status).toBe(1);
    // What the field report takes for the cause is not repeated.
    expect(stdout).not.toMatch(/garbage|collect|memory|reference|set_default_executor/i);
  });

  it('the same for programs, and no secret in it', async () => {
    for (const args of [FIGHT, [SHELL]]) {
      const { stdout, json } = await diagnose(...args, '--format', 'json');
      expectSchema('diagnose', json());
      expect(stdout).toContain('<redacted>');
      const verbose = (await diagnose(...args, '--verbose')).stdout;
      expect(`${stdout}${verbose}`).not.toMatch(/Fake/);
    }
  });

  it('as journalctl prints it without options, and where only one half was sent', async () => {
    const lines = readFileSync(join(PROJECT, FIGHT[0]!, 'journal.json'), 'utf8')
      .trim()
      .split('\n');
    const { makeRoot } = await import('../support/home.ts');
    const short = lines
      .map((line) => JSON.parse(line))
      .map((entry) => {
        const at = new Date(Number(entry.__REALTIME_TIMESTAMP) / 1_000 + 8 * 3_600_000);
        const [, , day, , time] = /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(at.toUTCString())!.map(String);
        const month = at.toUTCString().slice(8, 11);
        void day;
        return `${month} ${String(at.getUTCDate()).padStart(2)} ${time ?? ''} srv ${entry.SYSLOG_IDENTIFIER}[${entry._PID}]: ${entry.MESSAGE}`;
      });
    const root = makeRoot({ 'saved/journal.txt': `${short.join('\n')}\n` });
    const { stdout, status } = await diagnose(join(root, 'saved/journal.txt'));
    expect(status).toBe(1);
    // Whose line it is only systemd's own tell: of two units nobody knows which process was whose.
    expect(stdout).toContain('something else starts one profile as well, and takes its place');
  });
});
