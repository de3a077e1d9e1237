// biome-ignore-all lint/suspicious/noTemplateCurlyInString: systemd's variables look like these.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { filesBelow } from '../../src/host/files.ts';
import { readEnvironmentD } from '../../src/systemd/environment-d.ts';
import fc, { seed } from '../support/fast-check.ts';
import { requireOrSkip } from '../support/requirements.ts';
import { decodeCommandLine } from './systemd.ts';

/** What systemd reads environment.d(5) with: the same reader of files as for EnvironmentFile=. */
const GENERATOR = '/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator';

const PIECES = [
  ...['A=', 'B=', '\nC=', '\nD=', '\nA=', '1=', 'export E=', 'F =', '=', '\n', '\n', '\r\n', ' ', ' ', '\t'],
  ...[
    '"',
    "'",
    '\\',
    '\\\n',
    '\\"',
    '\\$',
    '\\`',
    '\\n',
    '#',
    ';',
    '\n# c',
    '\n; c \\\n',
    'x',
    'yz',
    'é',
    '😀',
    '"a b"',
  ],
  ...[
    '$',
    '$$',
    '$A',
    '${A}',
    '${B}',
    '$B.',
    '${X',
    '}',
    '{',
    '${A:-x}',
    '${X:-y$A}',
    '${A:+$B}',
    '${X:+z}',
    '${A:?q}',
    ':',
  ],
  ...['${X:-${A}{}}', '$HOME', '${HOME}/x', '$1', '${}', '$_'],
];
const text = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 25, size: 'max' })
  .map((parts) => parts.join(''));

requireOrSkip(
  () => (existsSync(GENERATOR) ? null : GENERATOR),
  'we read environment.d and environment files as systemd does',
  () => {
    let home: string;
    beforeAll(() => {
      home = mkdtempSync(join(tmpdir(), 'unitpin-environment-'));
      mkdirSync(join(home, '.config/environment.d'), { recursive: true });
    });
    afterAll(() => rmSync(home, { recursive: true, force: true }));

    it('400 random pairs of files', () => {
      const known: [string, string][] = [
        ['A=\\\n \nB=""\nC=\nD= \nE=\'\'\nF=\\\n\nG="\\\n"\n', 'A=${A:-x}${A:+y}\nH=${B}$'],
      ];
      for (const [first, second] of known.concat(fc.sample(fc.tuple(text, text), 400))) {
        writeFileSync(join(home, '.config/environment.d/10-a.conf'), first);
        writeFileSync(join(home, '.config/environment.d/20-b.conf'), second);
        const { stdout, stderr } = spawnSync(GENERATOR, { env: { HOME: home }, encoding: 'utf8' });
        const theirs = stdout
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => {
            const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(line) ?? [];
            return [name, decodeCommandLine(value)[0] ?? ''];
          });
        const ours = [...readEnvironmentD(filesBelow('/'), home)].map(([name, { value }]) => [name, value]);
        expect({ seed, first, second, stderr, variables: ours }).toEqual({
          seed,
          first,
          second,
          stderr,
          variables: theirs,
        });
      }
    });
  },
);
