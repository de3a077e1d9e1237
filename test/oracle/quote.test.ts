import { expect, it } from 'vitest';
import { environmentItem, execLine, pathValue, textValue } from '../../src/systemd/quote.ts';
import fc, { seed } from '../support/fast-check.ts';
import { requireOrSkip } from '../support/requirements.ts';
import { anyText, argv, plainPath, variable } from './arbitrary.ts';
import { askSystemd, installedSystemd } from './systemd.ts';

const COUNT = 10_000;

/** Several hundred values go into each unit, and all units into one run. */
function readBack(lines: readonly string[], perUnit = 500) {
  const files = new Map<string, string>();
  for (let at = 0; at < lines.length; at += perUnit) {
    const body = lines.slice(at, at + perUnit).join('\n');
    files.set(
      `u${String(at).padStart(6, '0')}.service`,
      `[Service]\nType=oneshot\nExecStart=/bin/true\n${body}\n`,
    );
  }
  const { units, messages } = askSystemd(files);
  expect(messages.filter((line) => line.includes('/u0'))).toEqual([]);
  const loaded = [...files.keys()].map((name) => units.get(name)!);
  expect(loaded.filter((unit) => unit?.state !== 'loaded')).toEqual([]);
  return loaded;
}

/** The first few that differ: all ten thousand would be no help. */
function expectSame<T>(wanted: readonly T[], got: readonly T[]): void {
  const differing = wanted.map((one, index) => ({ wanted: one, got: got[index] }));
  const bad = differing.filter((pair) => JSON.stringify(pair.wanted) !== JSON.stringify(pair.got));
  expect({ seed, differing: bad.length, first: bad.slice(0, 3) }).toEqual({ seed, differing: 0, first: [] });
  expect(got.length).toBe(wanted.length);
}

requireOrSkip(installedSystemd, 'what quote.ts writes, systemd reads back', () => {
  it(`${COUNT} command lines`, () => {
    const wanted = fc.sample(argv, COUNT);
    const got = readBack(wanted.map((one) => `ExecStart=${execLine(one)}`)).flatMap(({ commands }) =>
      commands.slice(1).map(([program = '', ...args]) => [
        program,
        // Variables are put in at the start only; there `$$` is `$`.
        ...args.map((arg) => arg.replaceAll('$$', '$')),
      ]),
    );
    expectSame(wanted, got);
  });

  it(`${COUNT} environment variables`, () => {
    // In the dump a newline is raw: what looks like its next line cannot be told apart.
    const readable = variable.filter(([, value]) => !/\n\t\t/.test(value));
    const wanted = fc
      .sample(readable, COUNT)
      .map(([name, value], index) => [`${name}_${index}`, value] as const);
    const got = readBack(
      wanted.map(([name, value]) => `Environment=${environmentItem(name, value)}`),
    ).flatMap(({ environment }) => environment);
    expectSame(
      wanted.map(([name, value]) => `${name}=${value}`),
      got,
    );
  });

  it(`${COUNT} paths`, () => {
    const wanted = fc.sample(plainPath, COUNT);
    const got = readBack(wanted.map((path) => `EnvironmentFile=${pathValue(path)}`)).flatMap(
      ({ environmentFiles }) => environmentFiles,
    );
    expectSame(wanted, got);
  });

  it('1,000 working directories and descriptions', () => {
    const line = anyText.map((text) => text.replace(/[\x00-\x1f\x7f]/g, '').replace(/^ +|[ \\]+$/g, ''));
    const wanted = fc.sample(
      fc.tuple(
        plainPath,
        line.filter((text) => text !== ''),
      ),
      1000,
    );
    const got = readBack(
      wanted.map(
        ([path, text]) => `WorkingDirectory=${pathValue(path)}\n[Unit]\nDescription=${textValue(text)}`,
      ),
      1,
    );
    expectSame(
      wanted.map(([path, text]) => ({ path, text })),
      got.map(({ workingDirectory, description }) => ({ path: workingDirectory, text: description })),
    );
  });
});
