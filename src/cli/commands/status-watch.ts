import type { Tick } from '../../model/status.ts';
import type { Context } from '../../ops/context.ts';
import type { StatusRequest } from '../../ops/status/status-rows.ts';
import { watch } from '../../ops/status/watch.ts';
import { toJsonLine } from '../../report/display.ts';
import { eventLine, firstLines } from '../../report/status-events-text.ts';
import { tickJson } from '../../report/status-json.ts';
import type { Outcome } from '../exit.ts';
import { type Io, interruptSignal } from '../io.ts';
import { type Screen, screenOn } from '../screen.ts';
import { seconds } from '../seconds.ts';
import { type StatusOptions, tellUnreachable, textOf } from './status-output.ts';

/** Between two looks, where nothing is said; less than the other would be a load by itself. Seconds. */
const INTERVAL = 2;
const LEAST = 0.1;

/** Looks again and again until Ctrl-C: redraws a terminal, else tells each change in a line, or each look in JSON. */
export async function watchStatus(
  context: Context,
  request: StatusRequest,
  options: StatusOptions,
  io: Io,
): Promise<Outcome> {
  const intervalMs = Math.max(LEAST, seconds('--interval', options.interval) ?? INTERVAL) * 1_000;
  const { signal, forget } = interruptSignal();
  const isDrawn = options.format === 'text' && io.terminal;
  const screen = isDrawn ? screenOn(io.terminal as NonNullable<Io['terminal']>) : null;
  let last: Tick | null = null;
  const draw = (): void => {
    if (last && screen) screen.draw(textOf(context, last.status, options, io));
  };
  const forgetResize = io.terminal?.onResize(draw);
  try {
    for await (const tick of watch(context, { ...request, intervalMs, signal })) {
      if (screen === null) tell(tick, last === null, options, io);
      last = tick;
      draw();
    }
  } finally {
    forgetResize?.();
    leave(screen);
    forget();
  }
  // The last look stays to be read.
  if (screen && last) io.out(textOf(context, last.status, options, io));
  if (last) tellUnreachable(last.status, io);
  return { kind: 'interrupted' };
}

const leave = (screen: Screen | null): void => screen?.leave();

function tell(tick: Tick, isFirst: boolean, { format }: StatusOptions, io: Io): void {
  const { at } = tick.status;
  if (format === 'json') io.out(toJsonLine(tickJson(tick)));
  else if (isFirst) for (const line of firstLines(tick.status)) io.out(line);
  else for (const event of tick.events) io.out(eventLine(at, event));
}
