import type { Removing } from '../model/service-result.ts';
import { tr } from '../texts/tr.ts';
import type { Paint } from './colour.ts';
import { display, shortPath } from './display.ts';

/** What would be taken away, before anybody is asked: each service with its files. */
export function removalText(plan: readonly Removing[], home: string, paint: Paint): string {
  return plan
    .map(({ one: { profile, name }, files, left, refused }) =>
      [
        `${paint(refused ? 'red' : 'yellow', tr(refused ? 'refused' : 'remove'))}  ${display(profile)}  ${display(name)}`,
        ...(refused ? [`    ${display(refused.reason)}`] : []),
        ...files.map((path) => `    ${paint('red', `- ${shortPath(path, home)}`)}`),
        ...left.map(
          (path) =>
            `    ${paint('dim', tr("stays, not unitpin's: {path}", { path: shortPath(path, home) }))}`,
        ),
        ...(refused?.next ? [tr('    next: {next}', { next: display(refused.next) })] : []),
      ].join('\n'),
    )
    .join('\n');
}
