import { type Host, openHost } from '../../host/host.ts';
import { openContext } from '../../ops/context.ts';
import { readHistory } from '../../ops/undo/history.ts';
import { painter } from '../../report/colour.ts';
import { toJson } from '../../report/display.ts';
import { historyJson, historyText } from '../../report/history-text.ts';
import { tr } from '../../texts/tr.ts';
import type { Outcome } from '../exit.ts';
import type { Io } from '../io.ts';
import type { GlobalOptions } from '../options.ts';
import { tellInterrupted } from '../tell-interrupted.ts';

interface HistoryOptions extends GlobalOptions {
  format: 'text' | 'json';
}

/** `host` stands for this machine in tests. */
export async function history(options: HistoryOptions, io: Io, host?: Host): Promise<Outcome> {
  const context = await openContext(host ?? openHost(options.root), options);
  const { past, broken } = readHistory(context);
  tellInterrupted(context, options, io);
  for (const path of broken) io.err(tr('warning: {path} is not a receipt, and is left out', { path }));
  if (options.format === 'json') io.out(toJson(historyJson(past)));
  else if (past.length > 0) {
    io.out(historyText(past, context.account.home, painter(io.colour)));
    if (!options.quiet && past.some(({ standing }) => standing !== 'undone'))
      io.err(tr('unitpin rollback undoes the last one, unitpin rollback ID another.'));
  } else if (!options.quiet)
    io.err(tr('Nothing was written yet: no receipts in {state}.', { state: context.state }));
  return { kind: 'ok' };
}
