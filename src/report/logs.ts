import type { LogLine, Unread } from '../model/log-line.ts';
import { tr } from '../texts/tr.ts';
import type { Paint } from './colour.ts';
import { display, inert, shortPath } from './display.ts';
import { localTime } from './local-time.ts';
import { REDACTED, redactText } from './redact.ts';
import width from './width.ts';

const KEY_BEGINS = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const KEY_ENDS = /-----END [A-Z ]*PRIVATE KEY-----/;

/** Takes secrets out of lines as they come: a private key goes over many of them. */
export function logRedactor(): (line: LogLine) => string {
  const inKey = new Set<string>();
  return ({ name, path, text }) => {
    const source = `${name} ${path}`;
    if (!inKey.has(source)) {
      if (KEY_BEGINS.test(text) && !KEY_ENDS.test(text)) inKey.add(source);
      return redactText(text);
    }
    if (KEY_ENDS.test(text)) inKey.delete(source);
    return REDACTED;
  };
}

/** What starts with a time of its own gets no second one. */
const STAMPED = /^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/;

/** Lines for people: the profile where there are several, and the time where the line has none itself. */
export function logText(
  lines: readonly LogLine[],
  columns: number,
  hide: (line: LogLine) => string,
  paint: Paint,
): string {
  return lines
    .map((line) => {
      const text = inert(hide(line));
      const { at, profile } = line;
      const time = at === null || STAMPED.test(text) ? '' : `${paint('dim', localTime(at))} `;
      const pad = ' '.repeat(Math.max(0, columns - width(profile)));
      return `${columns > 0 ? `${paint('cyan', profile)}${pad}  ` : ''}${time}${text}`;
    })
    .join('\n');
}

/** What could not be read, a line each. */
export const unreadText = (unread: readonly Unread[], home: string): string[] =>
  unread.map(({ name, path, reason }) =>
    tr('not read: {more}: {reason}', {
      more: path === null ? tr('the journal of {name}', { name: display(name) }) : shortPath(path, home),
      reason: display(reason),
    }),
  );

/** The same for programs. */
export function logsJson(lines: readonly LogLine[], unread: readonly Unread[]) {
  const hide = logRedactor();
  return {
    schema: 1,
    command: 'logs',
    lines: lines.map((line) => ({
      at: line.at === null ? null : new Date(line.at).toISOString(),
      profile: line.profile,
      name: line.name,
      path: line.path,
      text: hide(line),
    })),
    unread: unread.map((one) => ({ ...one, reason: redactText(one.reason) })),
  };
}
