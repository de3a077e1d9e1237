import type { Status, StatusEvent } from '../model/status.ts';
import { tr } from '../texts/tr.ts';
import { display } from './display.ts';

const time = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/** How everything is when a watch begins, a line for each. */
export const firstLines = ({ at, services }: Status): string[] =>
  services.map(({ profile, definition, condition, health, reasons }) => {
    const pid = health.pid === null ? '' : tr(', pid {pid}', { pid: health.pid });
    return `${time(at)} ${nameOf({ profile, definition: definition?.name ?? null })} ${tr(condition)}${pid}${because(reasons)}`;
  });

/** What happened, in a line. */
export const eventLine = (at: number, event: StatusEvent): string =>
  `${time(at)} ${nameOf(event)} ${whatHappened(event)}`;

const nameOf = ({ profile, definition }: Pick<StatusEvent, 'profile' | 'definition'>): string =>
  display(profile ?? definition ?? '-');

const because = (reasons: readonly string[]): string =>
  reasons.length === 0 ? '' : tr(': {reasons}', { reasons: display(reasons.join(tr('; '))) });

function whatHappened(event: StatusEvent): string {
  switch (event.kind) {
    case 'started':
      return tr('started, pid {pid}', { pid: event.pid });
    case 'exited':
      return tr('exited, pid {pid} is gone{more}', {
        pid: event.pid,
        more: because(event.reason === null ? [] : [event.reason]),
      });
    case 'restarted': {
      const { before, pid, restarts } = event;
      const moved = `${before ?? '-'} -> ${pid ?? '-'}`;
      return tr('restarted, pid {moved}{more}', {
        moved,
        more: restarts > 0 ? tr(', restart {restarts}', { restarts }) : '',
      });
    }
    case 'storm':
      return tr('is in a restart storm: {starts} starts within {seconds} s', {
        starts: event.starts,
        seconds: event.seconds,
      });
    case 'condition':
      return event.to === null
        ? tr('is no longer there')
        : tr('{to}, was {from}{reasons}', {
            to: tr(event.to),
            from: event.from === null ? tr('not there') : tr(event.from),
            reasons: because(event.reasons),
          });
  }
}
