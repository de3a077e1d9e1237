import { expect, it } from 'vitest';
import { editUnit } from '../../src/systemd/edit.ts';
import { mergeFiles } from '../../src/systemd/effective.ts';
import { parseUnit } from '../../src/systemd/syntax.ts';
import fc, { seed } from '../support/fast-check.ts';
import { requireOrSkip } from '../support/requirements.ts';
import { askSystemd, installedSystemd, type Loaded } from './systemd.ts';

const COUNT = 300;

const gap = fc.constantFrom(' ', '  ', ' \\\n  ', ' \\\n# a comment\n  ', '\t');
const words = (choices: readonly string[]) =>
  fc
    .array(fc.tuple(gap, fc.constantFrom(...choices)), { minLength: 1, maxLength: 5 })
    .map((parts) => parts.map(([before, word]) => before + word).join(''));
const command = words(['run', '"a b"', "'c'", '%%h', '--replace', 'é😀', '--x=1']);
const environment = words(['A=1', '"B=2 3"', "'A=4'", 'B=é', 'C=5']);
const filler = fc.constantFrom('', '# comment', '; comment', 'Nice=5', 'Restart=no', 'X-Odd=1 \\\n  2');
const unit = fc
  .tuple(
    command,
    fc.array(environment, { maxLength: 3 }),
    filler,
    filler,
    fc.constantFrom('\n', '\r\n'),
    fc.constantFrom('\n', ''),
  )
  .map(([exec, variables, one, two, end, last]) =>
    `[Unit]\n${['Description=x', '[Service]', one, ...variables.map((items) => `Environment=${items.trimStart()}`), two, `ExecStart=/bin/true${exec}`].join('\n')}${last}`.replaceAll(
      '\n',
      end,
    ),
  );
const plain = (text: string) => ({ ok: true as const, text, open: [] });

/** Adds a flag behind the program, takes out `--replace`, sets B, takes away A, sets the description. */
function edited(text: string): string {
  const file = parseUnit(Buffer.from(text), '/u/a.service');
  const { assignment, command } = mergeFiles(file, [], plain).commands[0]!;
  const changes = new Map<number, readonly string[]>([[0, ['/bin/true', '--profile', 'code']]]);
  for (const [index, word] of command.words.entries()) if (word.text === '--replace') changes.set(index, []);
  const execStart = {
    value: assignment.value,
    words: command.words,
    prefixes: [],
    location: assignment.location,
  };
  const made = editUnit(
    [file],
    [
      { kind: 'setting', section: 'Unit', key: 'Description', value: 'edited' },
      { kind: 'environment', name: 'B', value: 'new "value"' },
      { kind: 'environment', name: 'A', value: null },
      { kind: 'command', execStart, changes },
    ],
  );
  return made.get('/u/a.service')!.toString('utf8');
}

function load(texts: readonly string[]): Loaded[] {
  const names = texts.map((_, index) => `u${String(index).padStart(4, '0')}.service`);
  const { units } = askSystemd(new Map(names.map((name, index) => [name, texts[index]!])));
  return names.map((name) => units.get(name)!);
}

requireOrSkip(installedSystemd, 'edits in place', () => {
  it(`${COUNT} units mean to systemd what was asked for, and the rest as before`, () => {
    const texts = fc.sample(unit, COUNT);
    const [before, after] = [load(texts), load(texts.map(edited))];
    const wrong = before.flatMap((old, index) => {
      const now = after[index]!;
      const argv = old.commands[0]!.filter((word) => word !== '--replace');
      const others = old.environment.filter((item) => !/^[AB]=/.test(item));
      const expected = {
        description: 'edited',
        commands: [[argv[0], '--profile', 'code', ...argv.slice(1)]],
        environment: [...others, 'B=new "value"'].toSorted(),
      };
      const { description, commands } = now;
      const got = { description, commands, environment: now.environment.toSorted() };
      return JSON.stringify(got) === JSON.stringify(expected) ? [] : [{ text: texts[index], expected, got }];
    });
    expect({ seed, count: wrong.length, first: wrong.slice(0, 2) }).toEqual({ seed, count: 0, first: [] });
  });
});
