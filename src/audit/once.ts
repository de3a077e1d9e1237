import type { AuditInput, Hit } from './engine.ts';

/**
 * A rule's check that says the same of the same place only once: a template and its instances share their lines. For
 * rules about values that specifiers may be part of, where template and instances have to be looked at each by itself.
 */
export const once = (check: (input: AuditInput) => Iterable<Hit>) =>
  function* (input: AuditInput): Iterable<Hit> {
    const said = new Set<string>();
    for (const hit of check(input)) {
      const { path, line, column } = hit.location ?? { path: '', line: 0, column: 0 };
      const what = `${path}:${line}:${column}:${hit.message}`;
      if (hit.location && said.has(what)) continue;
      said.add(what);
      yield hit;
    }
  };
