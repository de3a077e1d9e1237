import type { Status, StatusEvent } from '../model/status.ts';
import { display } from './display.ts';

const time = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/** How everything is when a watch begins, a line for each. */
export const firstLines = ({ at, services }: Status): string[] =>
  services.map(({ profile, definition, condition, health, reasons }) => {
    const pid = health.pid === null ? '' : `, pid ${health.pid}`;
    return `${time(at)} ${nameOf({ profile, definition: definition?.name ?? null })} ${condition}${pid}${because(reasons)}`;
  });

/** What happened, in a line. */
export const eventLine = (at: number, event: StatusEvent): string =>
  `${time(at)} ${nameOf(event)} ${whatHappened(event)}`;

const nameOf = ({ profile, definition }: Pick<StatusEvent, 'profile' | 'definition'>): string =>
  display(profile ?? definition ?? '-');

const because = (reasons: readonly string[]): string =>
  reasons.length === 0 ? '' : `: ${display(reasons.join('; '))}`;

function whatHappened(event: StatusEvent): string {
  switch (event.kind) {
    case 'started':
      return `started, pid ${event.pid}`;
    case 'exited':
      return `exited, pid ${event.pid} is gone${because(event.reason === null ? [] : [event.reason])}`;
    case 'restarted': {
      const { before, pid, restarts } = event;
      const moved = `${before ?? '-'} -> ${pid ?? '-'}`;
      return `restarted, pid ${moved}${restarts > 0 ? `, restart ${restarts}` : ''}`;
    }
    case 'storm':
      return `is in a restart storm: ${event.starts} starts within ${event.seconds} s`;
    case 'condition':
      return event.to === null
        ? 'is no longer there'
        : `${event.to}, was ${event.from ?? 'not there'}${because(event.reasons)}`;
  }
}
