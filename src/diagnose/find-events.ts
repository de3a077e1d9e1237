import type { DiagnoseLine, LogEvent } from '../model/diagnosis.ts';
import type { Sign } from '../model/sign.ts';

/** Finds signs in lines: `service`, those of the gateway itself; `manager`, those of its manager. */
export interface SignTables {
  service: readonly Sign[];
  manager: readonly Sign[];
}

/** Tells which sign a line has; null: none. What it costs goes with the length of the line. */
export type SignReader = (line: DiagnoseLine) => LogEvent | null;

export function signReader(tables: SignTables): SignReader {
  const [service, manager] = [compile(tables.service), compile(tables.manager)];
  return (line) => {
    const { noted } = line;
    if (noted) return noted.sign && eventOf(line, { id: noted.sign }, noted.groups);
    const { any, all } = line.byManager ? manager : service;
    // Nearly every line has none: one look for all of them together.
    if (!any.test(line.text)) return null;
    for (const { sign, pattern } of all) {
      const match = pattern.exec(line.text);
      if (match) return eventOf(line, sign, match.groups);
    }
    return null;
  };
}

const compile = (signs: readonly Sign[]) => ({
  any: new RegExp(signs.map(({ pattern }) => pattern.replace(/\(\?<\w+>/g, '(?:')).join('|') || '(?!)'),
  all: signs.map((sign) => ({ sign, pattern: new RegExp(sign.pattern) })),
});

/** A line with this sign; `groups`: what the pattern found in it. */
export function eventOf(
  { at, text, service, profile, pid, source, line }: DiagnoseLine,
  { id, mended }: Pick<Sign, 'id' | 'mended'>,
  groups: Record<string, string | undefined> = {},
): LogEvent {
  return {
    sign: id,
    at,
    service,
    profile,
    pid,
    other: whole(groups.other),
    port: whole(groups.port),
    code: whole(groups.code),
    signal: groups.signal ?? null,
    sender: groups.sender ?? null,
    delay: whole(groups.delay),
    mended: mended ?? null,
    text,
    source,
    line,
  };
}

const whole = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : null;
