import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/host/failure.ts';
import { type LedgerEntry, parseLedger, serialiseLedger } from '../../src/runtime/ledger.ts';

const ENTRY: LedgerEntry = {
  app: 'hermes',
  profile: 'code',
  home: '/home/u/.hermes/profiles/code',
  port: 20_500,
  instead: 8642,
  at: '2026-11-20T00:00:00.000Z',
  pending: { pid: 7, start: 12, boot: 'b', namespace: 'n', host: 'h' },
};
const other = (more: Partial<LedgerEntry>) => ({
  ...ENTRY,
  home: '/b',
  port: 20_000,
  pending: null,
  ...more,
});
const parse = (text: string) => parseLedger(text, '/state/ports.json');

it('reads what it writes, in the order of the ports', () => {
  const text = serialiseLedger([ENTRY, other({})]);
  expect(parse(text)).toEqual([other({}), ENTRY]);
  expect(serialiseLedger(parse(text))).toBe(text);
});

describe('what is no whole ledger is refused', () => {
  const file = (ports: unknown, schema: unknown = 1) => JSON.stringify({ schema, ports });
  it.each([
    ['', 'is not valid JSON'],
    ['{"schema": 1, "ports": [', 'is not valid JSON'],
    ['null', 'is not a ledger of ports'],
    ['[]', 'is not a ledger of ports'],
    [file([], '1'), 'is not a ledger of ports'],
    [file({}), 'is not a ledger of ports'],
    [file([], 2), 'was written by a newer unitpin (schema 2)'],
    [file([ENTRY, 3]), 'is not as it should be: ports.1.it is not an object'],
    [file([{ ...ENTRY, port: 70_000 }]), 'is not as it should be: ports.0.port'],
    [file([{ ...ENTRY, port: '20000' }]), 'is not as it should be: ports.0.port'],
    [file([{ ...ENTRY, home: 'x' }]), 'is not as it should be: ports.0.home'],
    [file([{ ...ENTRY, at: 'yesterday' }]), 'is not as it should be: ports.0.at'],
    [file([{ ...ENTRY, pending: { pid: 7 } }]), 'is not as it should be: ports.0.pending'],
    [file([{ ...ENTRY, more: 1 }]), 'is not as it should be: ports.0.more'],
    [file([ENTRY, other({ port: 20_500 })]), 'has two entries with the port 20500'],
    [
      file([ENTRY, other({ home: ENTRY.home })]),
      'has two entries with the home /home/u/.hermes/profiles/code',
    ],
  ])('%s', (text, message) => {
    const failure = catchFailure(() => parse(text));
    expect(failure.message).toBe(`/state/ports.json ${message}`);
    expect([failure.exit, failure.where]).toEqual(['usage', '/state/ports.json']);
    expect(failure.next).toBeTruthy();
  });
});

function catchFailure(work: () => unknown): Failure {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
