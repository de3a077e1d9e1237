import { Failure } from '../../host/failure.ts';
import { type Host, openHost } from '../../host/host.ts';
import { openContext } from '../../ops/context.ts';
import { readLogs, readSupervisedLogs } from '../../ops/diagnose/logs.ts';
import { chooseManager } from '../../ops/gen/choose-manager.ts';
import { painter } from '../../report/colour.ts';
import { toJson } from '../../report/display.ts';
import { logRedactor, logsJson, logText, unreadText } from '../../report/logs.ts';
import width from '../../report/width.ts';
import { quoted } from '../../texts/quoted.ts';
import { tr } from '../../texts/tr.ts';
import { carried } from '../carried.ts';
import type { Outcome } from '../exit.ts';
import { type Io, watchInterrupts } from '../io.ts';
import { moment } from '../moment.ts';
import { wantedServices } from '../wanted.ts';
import type { ServicesOptions } from './services.ts';

interface LogsOptions extends Omit<ServicesOptions, 'timeout'> {
  follow: boolean;
  lines?: string | undefined;
  since?: string | undefined;
}

const LINES = 50;
/** Milliseconds from one look to the next with --follow. */
const PAUSE = 500;

/** `host` stands for this machine in tests. */
export async function logs(options: LogsOptions, io: Io, host: Host = openHost(undefined)): Promise<Outcome> {
  const wanted = wantedServices('logs', options);
  if (options.follow && options.format === 'json')
    throw new Failure('usage', tr('--follow never comes to the end of its JSON: use --format text'));
  const lines = count(options.lines);
  const since = options.since === undefined ? null : moment(options.since, host.clock.now());
  const context = await openContext(host, options);
  const isSupervised = chooseManager(context, context.named).manager === 'supervisor';
  const request = { lines, since };
  const found = isSupervised
    ? readSupervisedLogs(context, wanted, request)
    : await readLogs(context, wanted, request);
  const { unread } = found;
  // Where nothing at all can be read, silence would look like all is well.
  const outcome: Outcome = { kind: 'refused', count: found.lines.length === 0 ? unread.length : 0 };
  if (options.format === 'json') {
    io.out(toJson(logsJson(found.lines, unread)));
    return outcome;
  }
  const columns =
    found.services.length > 1 ? Math.max(...found.services.map(({ profile }) => width(profile))) : 0;
  const hide = logRedactor();
  const print = (some: typeof found.lines): void => {
    if (some.length > 0) io.out(logText(some, columns, hide, painter(io.colour)));
  };
  print(found.lines);
  for (const line of unreadText(unread, context.account.home)) io.err(line);
  if (found.lines.length === 0 && unread.length === 0 && !options.follow && !options.quiet)
    io.err(
      found.services.length === 0
        ? carried(tr('There is no service. next: unitpin status'), options)
        : tr('Nothing was written.'),
    );
  if (!options.follow) return outcome;
  const interrupts = watchInterrupts();
  try {
    while (!interrupts.happened()) {
      await host.clock.sleep(PAUSE);
      print(await found.next());
    }
  } finally {
    interrupts.forget();
  }
  return { kind: 'ok' };
}

function count(text: string | undefined): number {
  if (text === undefined) return LINES;
  const value = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (value > 0) return value;
  throw new Failure('usage', tr('--lines is not a number of lines: {text}', { text: quoted(text) }));
}
