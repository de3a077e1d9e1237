import { type Host, openHost } from '../../host/host.ts';
import { findDefinition } from '../../ops/audit/find-definition.ts';
import { openContext } from '../../ops/context.ts';
import { painter } from '../../report/colour.ts';
import { toJson } from '../../report/display.ts';
import { showJson } from '../../report/show-json.ts';
import { showText } from '../../report/show-text.ts';
import { inEffect } from '../../systemd/in-effect.ts';
import { passedOver } from '../../systemd/passed-over.ts';
import type { Outcome } from '../exit.ts';
import type { Io } from '../io.ts';
import { definitionManager, type GlobalOptions } from '../options.ts';

interface ShowOptions extends GlobalOptions {
  name: string;
  format: 'text' | 'json';
  live: boolean;
}

/** `host` stands for this machine in tests. */
export async function show(options: ShowOptions, io: Io, host?: Host): Promise<Outcome> {
  const context = await openContext(host ?? openHost(options.root), options);
  const { live, scope } = options;
  const manager = definitionManager(options);
  const subject = await findDefinition(context, options.name, { live, scope, manager });
  const { definition } = subject;
  const { settings, remarks } = definition.manager === 'systemd' ? definition : { settings: [], remarks: [] };
  const ignored = passedOver(settings, remarks);
  const report = { subject, ignored, inEffect: inEffect(settings.filter((one) => !ignored.has(one))) };
  if (options.format === 'json') io.out(toJson(showJson(context.app, report)));
  else {
    const shown = { home: context.account.home, all: options.verbose };
    io.out(showText(report, shown, painter(io.colour)));
  }
  return { kind: 'ok' };
}
