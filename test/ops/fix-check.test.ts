import { describe, expect, it } from 'vitest';
import type { Edit, Finding, Severity } from '../../src/model/finding.ts';
import type { Identity } from '../../src/model/identity.ts';
import type { Subject } from '../../src/model/subject.ts';
import { objections } from '../../src/ops/fix/fix-check.ts';

const PINNED: Partial<Identity> = { kind: 'pinned', profile: 'code', action: 'run', root: '/r' };
const STICKY: Partial<Identity> = { kind: 'sticky', profile: 'other', action: 'run', root: '/r' };

const subject = (id: string, identity = PINNED, meant = 'code') =>
  ({ definition: { id }, identity, meant }) as unknown as Subject;
const finding = (rule: string, severity: Severity = 'warning', edits: Edit[] = [], definition = 'a') =>
  ({
    rule,
    severity,
    definition,
    message: `${rule}!`,
    ignored: null,
    fix: { safety: 'safe', title: '', edits },
  }) as unknown as Finding;
const SET: Edit[] = [{ kind: 'setting', section: 'Service', key: 'Restart', value: 'always' }];
const PIN: Edit[] = [{ kind: 'pin' }];

/** What there is against fixing `fixed` of a, when the audit then finds `after`. */
function against(
  before: Finding[],
  fixed: Finding[],
  after: Finding[],
  [was, is]: [Partial<Identity>, Partial<Identity> | null] = [PINNED, PINNED],
) {
  const [a, then] = [subject('a', was), is === null ? [] : [subject('a', is)]];
  return objections(
    { subjects: [a], findings: before },
    { subjects: then, findings: after },
    [{ subject: a, findings: fixed }],
    'run',
  ).map(({ reason, findings }) => [reason, findings?.map(({ rule }) => rule) ?? null]);
}

describe('what a fix has to do', () => {
  const [one, two] = [finding('one', 'warning', SET), finding('two', 'info', SET)];

  it('what it is for: then there is nothing against it', () => {
    expect(against([one, two], [one, two], [])).toEqual([]);
    expect(against([one, two], [one], [two])).toEqual([]);
    // Found only with the manager's help, which nobody can ask about files that are not there.
    expect(against([], [one], [])).toEqual([]);
  });

  it('a finding that would stay is no fix; the others are not concerned', () => {
    expect(against([one, two], [one, two], [one])).toEqual([['it would still be found: one!', ['one']]]);
    // Of two of one rule only one is fixed, and one is gone.
    expect(against([one, one], [one], [one])).toEqual([]);
  });

  it('brings nothing new that is as bad', () => {
    const worse = finding('three', 'warning');
    expect(against([one], [one], [worse])).toEqual([['it would bring a new warning (three): three!', null]]);
    expect(against([one], [one], [finding('three', 'info')])).toEqual([]);
    // The same rule, now worse.
    expect(against([one, two], [one], [{ ...two, severity: 'error' }])).toHaveLength(1);
    // Ignored ones do not count.
    expect(against([one], [one], [{ ...worse, ignored: 'on purpose' }])).toEqual([]);
  });

  it('answers for other definitions when it changes whom a service runs', () => {
    const other = finding('shared', 'error', [], 'b');
    const pin = finding('unpinned', 'error', PIN);
    expect(against([one], [one], [other])).toEqual([]);
    expect(against([pin], [pin], [other], [STICKY, PINNED])).toEqual([
      ['it would bring a new error (shared): shared!', null],
    ]);
  });

  it('leaves whom it runs as it is, unless that is what it is for', () => {
    expect(against([one], [one], [], [PINNED, STICKY])).toEqual([
      ['whom it runs would change from pinned as code (run) to sticky as other (run)', null],
    ]);
    expect(against([one], [one], [], [PINNED, { ...PINNED, root: '/other' }])).toHaveLength(1);
    const pin = finding('unpinned', 'error', PIN);
    expect(against([pin], [pin], [], [STICKY, PINNED])).toEqual([]);
    expect(against([pin], [pin], [], [STICKY, { ...PINNED, profile: 'work' }])).toEqual([
      ['it would still not be pinned to code, but pinned as work (run)', null],
    ]);
    expect(against([pin], [pin], [], [STICKY, null])).toEqual([
      ['the service manager would not find it any more', null],
    ]);
  });
});
