import { describe, expect, it } from 'vitest';
import { en } from '../../src/diagnose/texts/en/index.ts';
import { zhCN } from '../../src/diagnose/texts/zh-CN/index.ts';
import { expectChinese } from '../support/chinese.ts';

/** Everything that any story is told with. */
const FACTS = {
  who: ['code.service'],
  count: 3,
  ports: [8642],
  senders: ['launchd[1]'],
  code: 78,
  signal: 'SIGKILL',
  delay: 10,
  profile: 'code',
  services: ['a.service', 'b.service'],
  pairs: [
    { by: 'a.service', stopped: 'b.service', times: 2, evidence: 'named' },
    { by: 'b.service', stopped: 'a.service', times: 1, evidence: 'times' },
  ],
  misled: [{ name: 'b.service', meant: 'work' }],
  replace: true,
  flag: '--replace',
  proven: true,
  agreed: true,
  pool: true,
  after: 60_000,
  lost: true,
  again: true,
  mended: 'v2',
  starts: 5,
  seconds: 60,
  codes: [1],
  signals: ['SIGTERM'],
};
const NOBODY = {
  ...FACTS,
  who: [],
  ports: [],
  senders: [],
  signal: null,
  delay: null,
  profile: null,
  pairs: [],
};
const LESS = {
  ...NOBODY,
  replace: false,
  proven: false,
  pool: false,
  after: null,
  again: false,
  mended: null,
};

describe.each(Object.keys(zhCN.stories))('the story %s', (id) => {
  const tell = (texts: typeof en, facts: object) =>
    texts.stories[id as keyof typeof en.stories](facts as never);

  it.each([
    ['all that can be known', FACTS],
    ['nothing', NOBODY],
    ['less', LESS],
    ['less that agrees', { ...LESS, agreed: false, codes: [], signals: [] }],
  ])('told with %s', (_, facts) => {
    const chinese = tell(zhCN, facts);
    const { title, told, advice = [], because, unless } = chinese;
    for (const text of [title, ...told, ...advice, because, unless]) expectChinese(text);
    for (const text of [...told, ...advice]) expect(text).toMatch(/。$/);
    // As many sentences: nothing of it is left out.
    const english = tell(en, facts);
    expect(told).toHaveLength(english.told.length);
    expect(advice).toHaveLength(english.advice?.length ?? 0);
  });
});

it('has signs and names of rows in Chinese', () => {
  for (const text of Object.values(zhCN.signs)) expectChinese(text);
  expect(Object.keys(zhCN.signs)).toEqual(Object.keys(en.signs));
});
