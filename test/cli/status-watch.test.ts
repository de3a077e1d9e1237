import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { type FakeHost, STOPPED } from '../ops/fakes.ts';
import { fleet, unitOf } from '../ops/running-fleet.ts';
import { expectSchema } from '../support/schema.ts';

/** Runs `status --watch` until the steps are over, each of which changes the host before the next look; then Ctrl-C. */
async function watch(fake: FakeHost, args: string[], steps: (() => void)[] = [], terminal = false) {
  let stdout = '';
  let stderr = '';
  let screen = '';
  let size = [100, 40];
  let resized = (): void => {};
  const left = [...steps];
  const listeners = process.listenerCount('SIGINT');
  fake.events.sleep = () => {
    const step = left.shift();
    if (step) step();
    else process.emit('SIGINT');
  };
  const io = {
    out: (text: string) => {
      stdout += text.endsWith('\n') ? text : `${text}\n`;
    },
    err: (text: string) => {
      stderr += `${text}\n`;
    },
    colour: false,
    confirm: async () => null,
    terminal: terminal
      ? {
          columns: () => size[0] ?? 0,
          rows: () => size[1] ?? 0,
          write: (text: string) => {
            screen += text;
          },
          onResize: (callback: () => void) => {
            resized = callback;
            return () => {
              resized = () => {};
            };
          },
        }
      : null,
  };
  const resize = (columns: number, rows: number): void => {
    size = [columns, rows];
    resized();
  };
  const result = run(['status', '--watch', ...args], io, fake.host);
  return {
    resize,
    done: async () => {
      const status = await result;
      return { status, stdout, stderr, screen, left: process.listenerCount('SIGINT') - listeners };
    },
  };
}

const DOWN = { ...STOPPED, ActiveState: 'failed', SubState: 'failed', Result: 'start-limit-hit' };

describe('status --watch', () => {
  it('tells each change in a line where there is no terminal', async () => {
    const { fake } = fleet();
    const fail = () => void fake.units.set(unitOf('work'), DOWN);
    const { done } = await watch(fake, [], [fail, () => {}]);
    const { status, stdout, left } = await done();
    expect([status, left]).toEqual([130, 0]);
    expect(stdout).toMatchInlineSnapshot(`
      "2026-11-20T00:00:00Z default well, pid 1001
      2026-11-20T00:00:00Z code well, pid 1002
      2026-11-20T00:00:00Z idle off
      2026-11-20T00:00:00Z work off
      2026-11-20T00:00:02Z work down, was off: its manager says: failed (start-limit-hit)
      "
    `);
  });

  it('tells each look to programs, in a line', async () => {
    const { fake } = fleet();
    const fail = () => void fake.units.set(unitOf('work'), DOWN);
    const { done } = await watch(fake, ['--format', 'json'], [fail]);
    const lines = (await done()).stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines) expectSchema('status', JSON.parse(line));
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({
      events: [{ kind: 'condition', profile: 'work', from: 'off', to: 'down' }],
    });
  });

  it('redraws a terminal in place, and leaves it as it was, with the last look below', async () => {
    const { fake } = fleet();
    const { done } = await watch(fake, [], [() => {}], true);
    const { status, screen, stdout } = await done();
    expect(status).toBe(130);
    // The other screen and no cursor; and both back at the end.
    expect(screen.startsWith('\x1b[?1049h\x1b[?25l')).toBe(true);
    expect(screen.endsWith('\x1b[?25h\x1b[?1049l')).toBe(true);
    const drawings = screen.split('\x1b[H').slice(1);
    expect(drawings).toHaveLength(2);
    for (const drawing of drawings) {
      expect(drawing).toContain('\x1b[J');
      expect(drawing.split('\r\n').every((line) => line.includes('\x1b[K'))).toBe(true);
    }
    expect(stdout).toMatch(/^PROFILE .*\ndefault /);
  });

  it('draws again when the size changes, and never more than fits', async () => {
    const { fake } = fleet();
    let resize = (_columns: number, _rows: number): void => {};
    const watched = await watch(fake, [], [() => resize(30, 3)], true);
    resize = watched.resize;
    const drawings = (await watched.done()).screen.split('\x1b[H').slice(1);
    expect(drawings).toHaveLength(3);
    const lines = (drawings[1] ?? '').replace(/\x1b\[[KJ]/g, '').split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines.at(-1)).toMatch(/^… \d+ more lines$/);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(30);
  });

  it('leaves the terminal as it was when it fails', async () => {
    const { fake } = fleet();
    fake.events.sleep = () => {};
    fake.host.net.get = async () => {
      throw new Error('a bug');
    };
    const { done } = await watch(fake, [], [], true);
    const { status, screen, left } = await done();
    expect([status, left]).toEqual([70, 0]);
    expect(screen.endsWith('\x1b[?25h\x1b[?1049l')).toBe(true);
  });
});
