import type { Receipt, ReceiptChange } from '../model/receipt.ts';
import type { RollbackView } from '../model/rollback.ts';
import { type English, tr } from '../texts/tr.ts';
import type { Paint } from './colour.ts';
import { display, shortPath } from './display.ts';

interface Past {
  receipt: Receipt;
  standing: 'done' | 'partly' | 'undone';
}

const STANDING: Record<Past['standing'], English | null> = {
  done: null,
  partly: 'partly undone',
  undone: 'undone',
};

/** `2026-11-20 12:00:00 UTC` */
const when = ({ at }: Receipt): string => `${at.slice(0, 19).replace('T', ' ')} UTC`;

const did = ({ before, after }: ReceiptChange): 'create' | 'change' | 'remove' =>
  before === null ? 'create' : after === null ? 'remove' : 'change';

/** One receipt after the other, the newest first. */
export function historyText(past: readonly Past[], home: string, paint: Paint): string {
  return past
    .map(({ receipt, standing }) => {
      const { id, command, undoes, changes, services = [] } = receipt;
      const of = undoes === undefined ? '' : tr(' of {undoes}', { undoes });
      const head = `${paint('bold', display(id))}  ${when(receipt)}  ${display(command)}${display(of)}`;
      const state = STANDING[standing];
      const files = changes.map(
        (change) =>
          `    ${tr(did(change))}  ${shortPath(change.path, home)}${change.undone && standing === 'partly' ? tr('  (undone)') : ''}`,
      );
      const names = services.map(({ name }) => display(name));
      return [
        state === null ? head : `${head}  ${paint('yellow', tr(state))}`,
        ...files,
        ...(names.length > 0
          ? [`    ${paint('dim', tr('services: {names}', { names: names.join(tr(', ')) }))}`]
          : []),
      ].join('\n');
    })
    .join('\n');
}

/** The same for programs. */
export const historyJson = (past: readonly Past[]) => ({
  schema: 1,
  command: 'history',
  receipts: past.map(({ receipt, standing }) => ({
    id: receipt.id,
    at: receipt.at,
    command: receipt.command,
    standing,
    undoes: receipt.undoes ?? null,
    files: receipt.changes.map((change) => ({
      path: change.path,
      did: did(change),
      undone: change.undone === true,
      before: change.before && { sha256: change.before.sha256, backup: change.before.backup },
      after: change.after && { sha256: change.after.sha256 },
    })),
    services: (receipt.services ?? []).map(({ name, profile, manager, scope }) => ({
      name,
      profile,
      manager,
      scope,
    })),
  })),
});

/** What a rollback would do, a line for each file and each service. */
export function rollbackText(
  { receipt, files, services, stays }: RollbackView,
  home: string,
  paint: Paint,
): string {
  const lines = [
    tr('{command} of {receipt} ({id})', {
      command: display(receipt.command),
      receipt: when(receipt),
      id: display(receipt.id),
    }),
  ];
  for (const { path, does, edited } of files) {
    const what = does === 'none' ? tr('as it was') : tr(does);
    const note = edited && does !== 'stays' ? tr('  (changed since; a backup is kept)') : '';
    lines.push(`  ${paint(does === 'stays' ? 'red' : 'yellow', what)}  ${shortPath(path, home)}${note}`);
  }
  for (const { name, profile, actions } of services) {
    if (actions.length > 0)
      lines.push(
        `  ${paint('yellow', actions.map((one) => tr(one)).join(tr(', ')))}  ${display(profile)}  ${display(name)}`,
      );
  }
  for (const { name } of stays)
    lines.push(tr('  {name}: with the old files it would run the wrong profile', { name: display(name) }));
  return lines.join('\n');
}

/** The same for programs, with what came of it; null before it is carried out. */
export const rollbackJson = (
  { receipt, files, services }: RollbackView,
  result: { receipt: Receipt | null; notReady: readonly { name: string; missing: string }[] },
) => ({
  schema: 1,
  command: 'rollback',
  undoes: receipt.id,
  receipt: result.receipt?.id ?? null,
  files: files.map(({ path, does, edited }) => ({ path, did: does, edited })),
  services: services.map(({ name, profile, manager, scope, actions }) => ({
    name,
    profile,
    manager,
    scope,
    actions,
    missing: result.notReady.find((one) => one.name === name)?.missing ?? null,
  })),
});
