import type { ServiceOutcome, ServiceResult } from '../model/service-result.ts';
import { type English, tr } from '../texts/tr.ts';
import type { Paint } from './colour.ts';
import { display } from './display.ts';
import { table } from './layout.ts';
import { redactText } from './redact.ts';

const STYLE: Readonly<Record<ServiceOutcome, 'green' | 'yellow' | 'red' | 'dim'>> = {
  started: 'green',
  restarted: 'green',
  stopped: 'green',
  removed: 'green',
  'already-running': 'dim',
  'not-running': 'dim',
  skipped: 'dim',
  refused: 'red',
  failed: 'red',
  'not-begun': 'yellow',
};

const SAYS: Readonly<Record<ServiceOutcome, English>> = {
  started: 'started',
  restarted: 'restarted',
  stopped: 'stopped',
  removed: 'removed',
  'already-running': 'already running',
  'not-running': 'not running',
  skipped: 'skipped',
  refused: 'refused',
  failed: 'failed',
  'not-begun': 'not begun',
};

/** What became of each service, one line each; what went wrong has its reason, the end of its log and the next command. */
export function servicesText(results: readonly ServiceResult[], paint: Paint): string {
  const lines = table(
    results.map(({ outcome, profile, name, pid }) => [
      tr(SAYS[outcome]),
      display(profile),
      display(name),
      pid === null ? '' : tr('process {pid}{more}', { pid, more: '' }),
    ]),
  );
  return results
    .map((result, index) => {
      const word = tr(SAYS[result.outcome]);
      const head = `${paint(STYLE[result.outcome], word)}${(lines[index] ?? '').slice(word.length)}`;
      return [head, ...detail(result, paint)].join('\n');
    })
    .join('\n');
}

function detail({ reason, next, lines, warnings }: ServiceResult, paint: Paint): string[] {
  return [
    ...(reason === null ? [] : [`    ${display(reason)}`]),
    ...warnings.map((warning) => `    ${paint('yellow', tr('warning: {line}', { line: display(warning) }))}`),
    ...lines.map((line) => `    ${paint('dim', `| ${display(line)}`)}`),
    ...(next === null ? [] : [tr('    next: {next}', { next: display(next) })]),
  ];
}

/** The same for programs. */
export const servicesJson = (command: string, results: readonly ServiceResult[]) => ({
  schema: 1,
  command,
  services: results.map((result) => ({
    ...result,
    reason: result.reason === null ? null : redactText(result.reason),
    lines: result.lines.map((line) => redactText(line)),
    warnings: result.warnings.map((warning) => redactText(warning)),
  })),
});
