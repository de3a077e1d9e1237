import { type Host, openHost } from '../../host/host.ts';
import { openContext } from '../../ops/context.ts';
import { findDefinition } from '../../ops/find-definition.ts';
import { painter } from '../../report/colour.ts';
import { toJson } from '../../report/display.ts';
import { showJson } from '../../report/show-json.ts';
import { showText } from '../../report/show-text.ts';
import { inEffect } from '../../systemd/in-effect.ts';
import type { Outcome } from '../exit.ts';
import type { Io } from '../io.ts';
import type { GlobalOptions } from '../options.ts';

interface ShowOptions extends GlobalOptions {
  name: string;
  format: 'text' | 'json';
  live: boolean;
}

/** `host` stands for this machine in tests. */
export async function show(options: ShowOptions, io: Io, host?: Host): Promise<Outcome> {
  const context = await openContext(host ?? openHost(options.root), options);
  const { live, scope, manager } = options;
  const subject = await findDefinition(context, options.name, { live, scope, manager });
  const { definition } = subject;
  const counting = inEffect(definition.manager === 'systemd' ? definition.settings : []);
  const report = { subject, inEffect: counting };
  if (options.format === 'json') io.out(toJson(showJson(context.app, report)));
  else {
    const shown = { home: context.account.home, all: options.verbose };
    io.out(showText(report, shown, painter(io.colour)));
  }
  return { kind: 'ok' };
}
