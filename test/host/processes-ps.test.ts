import { describe, expect, it } from 'vitest';
import { parsePs, processesOfPs, processesUnknown } from '../../src/host/processes-ps.ts';

/** As `LC_ALL=C TZ=UTC0 ps -axo pid=,ppid=,uid=,lstart=,command=` prints it on macOS 15. */
const PS = `    1     0     0 Sat Nov 21 08:00:01 2026     /sbin/launchd
  412     1   501 Sat Nov 21 09:03:07 2026     /bin/zsh -lc hermes gateway run; true
  413   412   501 Sat Nov  1 09:03:08 2026     /Users/u/.hermes/hermes-agent/venv/bin/python -m hermes_cli.main --profile code gateway run
  414   413   501 Sat Nov 21 09:03:09 2026     node /Users/u/tool.js
  415     1   501 Sat Nov 21 09:03:10 2026     (python3.12)
  416     1   501 Sat Nov 21 09:03:11 2026     <defunct>
  999     1    89 Sat Nov 21 09:04:00 2026     /usr/sbin/distnoted agent
`;

const CODE = [
  '/Users/u/.hermes/hermes-agent/venv/bin/python',
  ...'-m hermes_cli.main --profile code gateway run'.split(' '),
];

/** A machine whose ps prints this, and what it was asked. */
function mac(text = PS) {
  const asked: string[] = [];
  const processes = processesOfPs((args) => {
    asked.push(args.join(' '));
    const at = args.indexOf('-p');
    if (at < 0) return text;
    const line = text.split('\n').find((one) => Number(one.trim().split(/\s+/)[0]) === Number(args[at + 1]));
    return line ? `${line}\n` : null;
  });
  return { ...processes, asked };
}

describe('ps', () => {
  it('is read by columns; days of one digit have a blank more', () => {
    expect(parsePs(PS)[2]).toEqual({
      pid: 413,
      parent: 412,
      uid: 501,
      start: Date.UTC(2026, 10, 1, 9, 3, 8),
      command: CODE.join(' '),
    });
    expect(parsePs(PS).length).toBe(7);
  });

  it.each(['', '\n', 'ps: illegal option', '1 2', '\u0000', '  1 0 0 Sat Foo 21 08:00:01 2026 x'])(
    'passes over what is no line: %j',
    (text) => {
      expect(parsePs(text)).toEqual([]);
    },
  );
});

describe('macOS', () => {
  it('shows words and start, and no environment', () => {
    const { read, stat, startedAt, numbers } = mac();
    expect(read(413)).toEqual({ pid: 413, argv: CODE, environment: null });
    // The app writes hundredths of a second since 1970.
    expect(stat(413)).toEqual({ state: 'R', parent: 412, start: Date.UTC(2026, 10, 1, 9, 3, 8) / 10 });
    expect(startedAt(413)).toBe(Date.UTC(2026, 10, 1, 9, 3, 8));
    expect(numbers(413)).toEqual([413]);
  });

  it('knows a zombie', () => {
    expect(mac().stat(415)).toMatchObject({ state: 'Z' });
    expect(mac().stat(416)).toMatchObject({ state: 'Z' });
  });

  it('finds those of an account, and what a wrapper has started, with one run each', () => {
    const { ofAccount, descendants, asked } = mac();
    const wanted = (argv: readonly string[]): boolean => argv.some((word) => word.includes('hermes_cli'));
    expect(ofAccount(501, wanted)).toEqual([{ pid: 413, argv: CODE, environment: null, controlGroup: '' }]);
    expect(descendants(412)).toEqual([413, 414]);
    expect(asked).toEqual(Array(2).fill('-ax -o pid=,ppid=,uid=,lstart=,command='));
  });

  it('has nobody who says who holds a lock', () => {
    expect(mac().lockHolders(['/x']).get('/x')).toMatchObject({ state: 'unknown' });
  });

  it.each([-1, 0, 1, 1.5, Number.NaN, 2 ** 53])('asks nobody about %d', (pid) => {
    const { read, descendants, asked } = mac();
    expect([read(pid), descendants(pid)]).toEqual([null, []]);
    expect(asked).toEqual([]);
  });
});

it('elsewhere a process is there or not, and nothing more is known', () => {
  const { read, stat, ofAccount } = processesUnknown();
  expect([read(process.pid), ofAccount(0, () => true)]).toEqual([null, []]);
  expect(stat(2 ** 22 + 1)).toBe('absent');
  if (process.platform !== 'linux') expect(stat(process.pid)).toBe('denied');
});
