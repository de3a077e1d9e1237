import type { App } from '../model/app.ts';
import type { Sourced } from '../model/facts.ts';
import { type Sealed, sealed } from '../model/sealed.ts';
import { readKey, type Sources } from './endpoint.ts';

/** The key of a gateway's API server. */
export interface ApiKey {
  /** `weak`: too short or a placeholder; the app refuses it, and does not start the server. */
  state: 'usable' | 'weak' | 'none';
  /** Null when there is none. `String`, JSON and `console.log` show `<redacted>`. */
  key: Sealed | null;
  /** Who says it: a key among the variables counts before one in the configuration when it is usable. */
  from: Sourced<unknown>['from'] | null;
  at: Sourced<unknown>['at'];
}

/** The key that a gateway with these sources asks of its clients, by the rules of the app. */
export function apiKeyOf(app: App, sources: Sources): ApiKey {
  const { found, state } = readKey(app, sources);
  if (found === null || state === 'none') return { state: 'none', key: null, from: null, at: null };
  const key = typeof found.value === 'string' ? sealed(found.value) : null;
  return { state, key, from: found.from, at: found.at };
}
