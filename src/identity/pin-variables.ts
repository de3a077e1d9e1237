import type { App } from '../model/app.ts';
import type { EnvironmentValue } from '../model/definition.ts';
import type { Contradiction } from '../model/identity.ts';
import { fillPin } from '../model/pin.ts';
import { isOpenText } from './profile-flag.ts';

/** What is known of the service by what decides. `name`: of the unit (with `.service`) or label; empty for a process. */
interface Decided {
  profile: string | null;
  home: string | null;
  root: string | null;
  name: string;
}

/**
 * The first variable besides the home that says another profile, home or service than what decides. The app's own
 * commands go by them (openclaw/openclaw #28236, #65643, #65982).
 */
export function contradiction(
  environment: ReadonlyMap<string, EnvironmentValue>,
  app: App,
  { profile, home, root, name }: Decided,
): Contradiction | null {
  const isUnit = name.endsWith('.service');
  const isTemplate = name.includes('@');
  const unit = isUnit && !isTemplate ? plain(name) : null;
  const label = isUnit || name === '' ? null : name;
  for (const [variable, pattern] of Object.entries(app.pin.variables)) {
    const given = environment.get(variable);
    const wanted = pattern.includes('{') ? fillPin(pattern, { profile, home, root, unit, label }) : null;
    if (!given?.value || wanted === null || isOpenText(given.value) || plain(given.value) === plain(wanted))
      continue;
    return { what: variable, value: given.value, wanted, at: given.origin.location };
  }
  return null;
}

const plain = (text: string): string => text.replace(/\.service$|(?<=.)\/+$/, '');
