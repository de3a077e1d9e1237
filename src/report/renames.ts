import type { RenameResult, Renaming } from '../model/renaming.ts';
import { type English, tr } from '../texts/tr.ts';
import type { Paint } from './colour.ts';
import { display, shortPath } from './display.ts';
import { redactText } from './redact.ts';

/** What would be renamed, a service each. */
export function renamesText(renames: readonly Renaming[], home: string, paint: Paint): string {
  return renames
    .map(({ profile, from, to, path, refused }) => {
      const head = `${paint(refused ? 'red' : 'yellow', tr(refused ? 'refuse' : 'rename'))}  ${paint('bold', display(profile))}`;
      const lines = [
        `${head}  ${display(from)} → ${display(to)}`,
        `    ${refused ? display(refused.reason) : paint('dim', tr("{path}: the name that the app's own commands know", { path: shortPath(path, home) }))}`,
        ...(refused?.next ? [tr('    next: {next}', { next: display(refused.next) })] : []),
      ];
      return lines.join('\n');
    })
    .join('\n');
}

const SAYS: Readonly<Record<RenameResult['outcome'], English>> = {
  renamed: 'renamed',
  restored: 'as it was',
  kept: 'kept',
  refused: 'refused',
};

/** What became of them. */
export const renamedText = (results: readonly RenameResult[], paint: Paint): string =>
  results
    .map(({ outcome, profile, to, pid, reason }) => {
      const head = paint(outcome === 'renamed' ? 'green' : 'red', tr(SAYS[outcome]));
      const detail = reason === null ? '' : `\n    ${display(reason)}`;
      return `${head}  ${display(profile)}  ${display(to)}${pid === null ? '' : tr('  process {pid}', { pid })}${detail}`;
    })
    .join('\n');

/** The same for programs; before anything is done, `outcome` is null. */
export const renamesJson = (
  renames: readonly Renaming[],
  results: readonly RenameResult[],
  receipt: string | null,
) => ({
  schema: 1,
  command: 'apply',
  renames: renames.map(({ profile, from, to, path, refused }) => {
    const result = results.find((one) => one.from === from);
    const reason = result?.reason ?? refused?.reason ?? null;
    return {
      profile,
      from,
      to,
      path,
      outcome: result?.outcome ?? null,
      pid: result?.pid ?? null,
      reason: reason === null ? null : redactText(reason),
    };
  }),
  receipt,
});
