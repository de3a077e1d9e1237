import type { LogSource } from '../../../model/diagnosis.ts';
import type { Confidence } from '../../../model/finding.ts';
import { span } from './span.ts';

/** What stands around the stories. Times come as they are to be shown. */
export const report = {
  confidence: { high: 'sure', medium: 'likely', low: 'possible' } satisfies Record<Confidence, string>,
  /** Names of the rows of a story; up to eight columns. */
  rows: { when: 'when', seen: 'seen', unless: 'unless', findings: 'findings', advice: 'do' },
  more: (count: number): string => `and ${count} more`,
  undated: (count: number): string => `${count} ${count === 1 ? 'line' : 'lines'}, nobody knows when`,
  period: (p: { from: string; to: string; count: number }): string =>
    `${p.from} to ${p.to}, ${p.count} lines`,
  timeLine: 'time line',
  rowsLeftOut: (count: number): string => `${count} rows before are left out: --verbose`,
  how: {
    code: (code: number): string => `with ${code}`,
    sender: (sender: string): string => `from ${sender}`,
    port: (port: number): string => `port ${port}`,
    pid: (pid: number): string => `pid ${pid}`,
  },
  /** `every`: milliseconds. */
  often: (p: { count: number; every: number | null; until: string | null }): string =>
    `, ${p.count} times${p.every === null ? '' : `, every ${span(p.every)}`}${p.until === null ? '' : `, until ${p.until}`}`,
  source: ({ kind, scope }: LogSource): string =>
    kind === 'journal' ? `the journal of the ${scope}` : kind === 'unified-log' ? "macOS' log" : 'the files',
  nothingRead: 'Nothing could be read.',
  noServices:
    'No service is known here, and no gateway has left a log. Name the files of another machine, or its disk with --root.',
  noLogs: 'The services are known, and none of their logs could be read: below it says why.',
  noSign: (since: string | null): string =>
    `No known sign of trouble${since === null ? '' : ` since ${since}`}.`,
  noProof: (lines: number): string =>
    `${lines} lines were looked through. They do not prove that a gateway does its work: unitpin status asks it, unitpin audit judges its definition, unitpin logs shows what it wrote.`,
  read: (p: { lines: number; logs: number }): string =>
    `read: ${p.lines} lines of ${p.logs} ${p.logs === 1 ? 'log' : 'logs'}`,
  oneRead: (p: { name: string; lines: number; from: string | null; to: string | null }): string =>
    `${p.name}: ${p.lines} lines${p.from === null || p.to === null ? '' : `, ${p.from} to ${p.to}`}`,
  inPart: (name: string, why: string): string => `in part: ${name}: ${why}`,
  notRead: (name: string, why: string): string => `not read: ${name}: ${why}`,
  notJudged: (why: string): string => `not judged: the definitions: ${why}`,
  next: 'next: ',
  nextThere: 'next, where it runs: ',
};
