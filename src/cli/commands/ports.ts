import { Failure } from '../../host/failure.ts';
import { type Host, openHost } from '../../host/host.ts';
import { shellWord } from '../../model/shell-word.ts';
import { type Context, openContext } from '../../ops/context.ts';
import { checkPorts } from '../../ops/ports/port-check.ts';
import { allocatePorts, listPorts, releasePorts } from '../../ops/ports/ports.ts';
import { planConfigPorts, publishConfigPorts } from '../../ops/ports/write-port.ts';
import { painter } from '../../report/colour.ts';
import { configEditsJson, configEditsText } from '../../report/config-edits.ts';
import { toJson } from '../../report/display.ts';
import {
  conflictsJson,
  conflictsText,
  givenJson,
  givenText,
  portsJson,
  portsText,
} from '../../report/ports.ts';
import { keptAs } from '../../texts/kept-as.ts';
import { tr } from '../../texts/tr.ts';
import type { Outcome } from '../exit.ts';
import { type Io, uninterrupted } from '../io.ts';
import type { GlobalOptions } from '../options.ts';

interface PortsOptions extends GlobalOptions {
  action: 'list' | 'allocate' | 'release' | 'check';
  names: readonly string[];
  format: 'text' | 'json';
  writeConfig: boolean;
}

/** `host` stands for this machine in tests. */
export async function ports(options: PortsOptions, io: Io, host?: Host): Promise<Outcome> {
  const { action, root } = options;
  if (root !== undefined && (action === 'allocate' || action === 'release')) {
    throw new Failure(
      'usage',
      tr('ports {action} works on this machine: --root is for looking at another one', { action }),
      {
        next: `unitpin ports list --root ${shellWord(root)}`,
      },
    );
  }
  if (options.names.length === 0 && (action === 'allocate' || action === 'release'))
    throw new Failure('usage', tr('ports {action} needs the names of profiles', { action }), {
      next: 'unitpin ports --help',
    });
  if (options.writeConfig && action !== 'allocate')
    throw new Failure('usage', tr('--write-config goes with ports allocate'));
  const context = await openContext(host ?? openHost(root), options);
  if (action === 'list') return list(context, options, io);
  return action === 'check' ? check(context, options, io) : give(context, options, io);
}

async function list(context: Context, options: PortsOptions, io: Io): Promise<Outcome> {
  const uses = await listPorts(context, namesIn(options));
  io.out(options.format === 'json' ? toJson(portsJson(uses)) : portsText(uses, context.account.home));
  return { kind: 'ok' };
}

async function check(context: Context, options: PortsOptions, io: Io): Promise<Outcome> {
  const conflicts = await checkPorts(context, namesIn(options));
  const { app, account } = context;
  const variable = app.endpoint.variables.port;
  if (options.format === 'json') io.out(toJson(conflictsJson(conflicts, variable)));
  else if (conflicts.length > 0)
    io.out(conflictsText(conflicts, { home: account.home, variable }, painter(io.colour)));
  else if (!options.quiet) io.err(tr('No conflict: every gateway has a port of its own.'));
  return { kind: 'drift', count: conflicts.length };
}

async function give(context: Context, options: PortsOptions, io: Io): Promise<Outcome> {
  const { format, quiet, names } = options;
  const action = options.action === 'release' ? 'release' : 'allocate';
  const given = await (action === 'release' ? releasePorts : allocatePorts)(context, names);
  // All of them can be written, or none is: what cannot is told before.
  const edits = options.writeConfig ? planConfigPorts(context, given) : [];
  const receipt = uninterrupted(() => publishConfigPorts(context, edits));
  const written = options.writeConfig
    ? { written: configEditsJson(edits), receipt: receipt?.id ?? null }
    : {};
  if (format === 'json') io.out(toJson({ ...givenJson(action, given), ...written }));
  else {
    if (given.length > 0) io.out(givenText(given));
    if (edits.length > 0) io.out(configEditsText(edits, context.account.home, painter(io.colour)));
  }
  if (quiet) return { kind: 'ok' };
  if (receipt)
    io.err(tr("{receipt}. It counts from the gateway's next start on.", { receipt: keptAs(receipt) }));
  if (options.writeConfig) return { kind: 'ok' };
  if (given.length === 0) io.err(tr('Nothing was allocated to them.'));
  else if (given.some((one) => one.serves && (action === 'release' || (!one.configured && one.movable))))
    io.err(tr('next: unitpin gen, which brings the definitions to it'));
  const variable = context.app.endpoint.variables.port;
  for (const { profile, port, configured, movable, serves } of action === 'allocate' ? given : [])
    if (!serves) io.err(tr('{profile} has no API server: the port is kept until it has one', { profile }));
    else if (!configured && !movable)
      io.err(
        tr('{profile}: write {port} where its settings say the port ({variable})', {
          profile,
          port,
          variable,
        }),
      );
  return { kind: 'ok' };
}

/** Where nobody is named, all are meant. */
const namesIn = ({ profile = [], names }: PortsOptions): string[] => [...profile, ...names];
