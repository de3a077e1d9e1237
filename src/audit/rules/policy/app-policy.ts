import type { App } from '../../../model/app.ts';
import type { Edit } from '../../../model/finding.ts';
import type { End } from '../../../model/restart.ts';

type Section = 'Unit' | 'Service';

/** What the app's own table of settings says, which is what is written into a new unit; null when it says nothing. */
export function ownValue(app: App, section: Section, key: string): string | null {
  const table = section === 'Unit' ? app.systemd.unit : app.systemd.service;
  return table.find((one) => one.key === key)?.value ?? null;
}

/** Sets settings to what the table says. */
export function toOwnValue(app: App, section: Section, ...keys: string[]): Edit[] {
  return keys.flatMap((key) => {
    const value = ownValue(app, section, key);
    return value === null ? [] : [{ kind: 'setting', section, key, value } as const];
  });
}

/** Sets a list of exit codes and signals: what is in it stays, as nobody but its owner knows what it is for. */
export const toStatuses = (key: string, statuses: Iterable<End>): Edit => ({
  kind: 'setting',
  section: 'Service',
  key,
  value: [...new Set(statuses)].join(' '),
});
