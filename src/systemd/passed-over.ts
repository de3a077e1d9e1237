import type { Setting } from '../model/definition.ts';
import type { Remark } from '../model/remark.ts';

/** The assignments of a unit that no version of systemd takes: of a key, or with a value, that it does not know. */
export function passedOver<S extends Setting>(
  settings: readonly S[],
  remarks: readonly Remark[],
): ReadonlySet<S> {
  const keys = new Set(
    remarks.flatMap((one) => (one.kind === 'unknown-key' ? [`${one.section}.${one.key}`] : [])),
  );
  const values = new Set(
    remarks.flatMap((one) =>
      one.kind === 'bad-value' && one.since === null ? [place(one.key, one.location)] : [],
    ),
  );
  return new Set(
    settings.filter(
      ({ section, key, location }) => keys.has(`${section}.${key}`) || values.has(place(key, location)),
    ),
  );
}

const place = (key: string, { path, line, column }: Setting['location']): string =>
  `${path}:${line}:${column}:${key}`;
