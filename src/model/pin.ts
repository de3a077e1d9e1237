import type { App } from './app.ts';

/** What the patterns of `pin.variables` can speak of; null: not known here. */
export type PinValues = Record<'profile' | 'home' | 'root' | 'unit' | 'label', string | null>;

/** A pattern filled in; null where it speaks of something that is not known. */
export function fillPin(pattern: string, values: PinValues): string | null {
  let known = true;
  const text = pattern.replaceAll(/\{(profile|home|root|unit|label)\}/g, (_, name: keyof PinValues) => {
    const value = values[name];
    known &&= value !== null;
    return value ?? '';
  });
  return known ? text : null;
}

/** Everything that pins a service to its profile, whatever else the environment holds. */
export function pinOf(app: App, values: PinValues): Record<string, string> {
  const { home } = values;
  const markers = app.markers.filter(({ write }) => write).map(({ name }) => [name, '1'] as const);
  const variables = Object.entries(app.pin.variables).flatMap(([name, pattern]) => {
    const value = fillPin(pattern, values);
    return value === null ? [] : [[name, value] as const];
  });
  return {
    ...(home !== null && { [app.home.variable]: home }),
    ...Object.fromEntries([...variables, ...markers]),
  };
}
