import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/host/failure.ts';
import { filesBelow } from '../../src/host/files.ts';
import { ownProcess } from '../../src/host/process-id.ts';
import {
  beginJournal,
  continueJournal,
  findJournals,
  type JournalBegin,
  readJournal,
} from '../../src/store/journal.ts';
import { makeRoot } from '../support/home.ts';

const BEGIN: JournalBegin = {
  type: 'begin',
  schema: 1,
  id: '20261120T120000Z-abcdef',
  at: '2026-11-20T12:00:00.000Z',
  command: 'apply',
  owner: ownProcess(),
  services: [],
  writes: [],
};
const placeOf = (root: string) => ({ files: filesBelow(root), folder: '/state', owner: null });
const pathOf = (root: string) => join(root, `state/journal/${BEGIN.id}.jsonl`);

describe('a journal', () => {
  it('has a line for each thing, 0600, and is gone when it is over', () => {
    const root = makeRoot({});
    const journal = beginJournal(placeOf(root), BEGIN);
    journal.note({ type: 'backed-up' });
    journal.note({ type: 'starting', names: ['a.service', 'b.service'] });
    const path = pathOf(root);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe(
      `${JSON.stringify(BEGIN)}\n{"type":"backed-up"}\n{"type":"starting","names":["a.service","b.service"]}\n`,
    );
    expect(findJournals(placeOf(root))).toEqual([
      {
        path: `/state/journal/${BEGIN.id}.jsonl`,
        begin: BEGIN,
        entries: [{ type: 'backed-up' }, { type: 'starting', names: ['a.service', 'b.service'] }],
      },
    ]);
    journal.end('committed');
    expect(existsSync(path)).toBe(false);
    expect(findJournals(placeOf(root))).toEqual([]);
  });

  it('is gone on with behind its last whole line', () => {
    const root = makeRoot({});
    beginJournal(placeOf(root), BEGIN).note({ type: 'backed-up' });
    appendFileSync(pathOf(root), '{"type":"wri');
    const [found] = findJournals(placeOf(root));
    expect(found!.entries).toEqual([{ type: 'backed-up' }]);
    continueJournal(placeOf(root), found!).note({ type: 'reloaded' });
    expect(findJournals(placeOf(root))[0]!.entries).toEqual([{ type: 'backed-up' }, { type: 'reloaded' }]);
  });

  it.each([
    [
      'a broken line',
      `${JSON.stringify(BEGIN)}\n{"type":\n{"type":"reloaded"}\n`,
      'line 2 of /j is not one of a journal',
    ],
    ['no beginning', '{"type":"reloaded"}\n', 'line 1 of /j is not one of a journal'],
    [
      'two beginnings',
      `${JSON.stringify(BEGIN)}\n${JSON.stringify(BEGIN)}\n`,
      'line 2 of /j is not one of a journal',
    ],
    ['a newer schema', `${JSON.stringify({ ...BEGIN, schema: 2 })}\n`, '/j was written by a newer unitpin'],
    [
      'a newer schema and lines of its own',
      `${JSON.stringify({ type: 'begin', schema: 2 })}\n{"type":"thawed"}\n`,
      '/j was written by a newer unitpin',
    ],
    ['nothing', '', '/j is empty'],
    ['a line of no kind', `${JSON.stringify(BEGIN)}\n{"type":"thawed"}\n`, 'line 2 of /j is not one'],
    [
      'a line without its names',
      `${JSON.stringify(BEGIN)}\n{"type":"starting"}\n`,
      'line 2 of /j is not one',
    ],
    ['no owner', `${JSON.stringify({ ...BEGIN, owner: {} })}\n`, 'line 1 of /j is not one'],
    ['no moment', `${JSON.stringify({ ...BEGIN, at: 3 })}\n`, 'line 1 of /j is not one'],
    [
      'a service that is none',
      `${JSON.stringify({ ...BEGIN, services: [{}] })}\n`,
      'line 1 of /j is not one',
    ],
    ['a write of nothing', `${JSON.stringify({ ...BEGIN, writes: [{}] })}\n`, 'line 1 of /j is not one'],
  ])('with %s is told of, and not guessed about', (_, text, message) => {
    const attempt = () => readJournal('/j', text);
    expect(attempt).toThrow(Failure);
    expect(attempt).toThrow(message);
  });

  it('of another name than its own is told of: by that its backups would be looked for', () => {
    const root = makeRoot({ 'state/journal/x.jsonl': `${JSON.stringify(BEGIN)}\n` });
    expect(() => findJournals(placeOf(root))).toThrow('/state/journal/x.jsonl was made for another name');
  });

  it('that cannot be read is no journal that is not there', () => {
    const root = makeRoot({ 'state/journal/x.jsonl/y': '' });
    expect(() => findJournals(placeOf(root))).toThrow(
      'cannot read /state/journal/x.jsonl: it is not a regular file',
    );
    writeFileSync(join(root, 'state/journal/note.txt'), 'no journal');
  });
});
