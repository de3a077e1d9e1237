import type { Service } from '../model/service.ts';
import { tr } from '../texts/tr.ts';
import { childEnvironment } from './child.ts';
import type { World } from './unit.ts';

/** Why a process that runs is not what would be started now; null when it is. */
export function whatChanged({ host, app }: World, old: Service, now: Service): string | null {
  if (JSON.stringify(old.argv) !== JSON.stringify(now.argv)) return tr('its command has changed');
  if (old.home !== now.home) return tr('its home has changed');
  const [before, after] = [childEnvironment(host, app, old), childEnvironment(host, app, now)];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => before[key] !== after[key],
  );
  return names.length > 0
    ? tr('its environment has changed ({names})', { names: names.sort().join(tr(', ')) })
    : null;
}
