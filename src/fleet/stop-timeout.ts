import { load, YAML11_SCHEMA } from 'js-yaml';
import { appCode } from '../apps/index.ts';
import type { Files } from '../host/files.ts';
import type { App } from '../model/app.ts';

/**
 * Seconds a stop of this profile may take: the app's formula over its own times, each from the environment, else the
 * profile's config.yaml, else the app's default. A config that cannot be read leaves the defaults: it is the app's own
 * file, and its reader is the judge of it.
 */
export function stopTimeout(
  files: Files,
  app: App,
  home: string,
  environment: Readonly<Record<string, string>>,
): number {
  const times: Record<string, number> = {};
  const config = readConfig(files, app, home);
  for (const [name, source] of Object.entries(app.stopTimeout)) {
    const { environment: variable, config: path } = source;
    const set =
      (variable === undefined ? undefined : environment[variable]) ??
      (path === undefined ? undefined : lookUp(config, path));
    const value = typeof set === 'string' && set.trim() !== '' ? Number(set) : set;
    const usable = typeof value === 'number' && value >= 0 && value <= MAX_SECONDS;
    times[name] = usable ? value : source.default;
  }
  return appCode(app.id).stopTimeout(times);
}

/** The same where nothing is configured. */
export const defaultStopTimeout = (app: App): number => {
  const defaults = Object.entries(app.stopTimeout).map(([name, source]) => [name, source.default] as const);
  return appCode(app.id).stopTimeout(Object.fromEntries(defaults));
};

/** A year: whatever is more was not meant. */
const MAX_SECONDS = 31_536_000;

function readConfig(files: Files, app: App, home: string): unknown {
  const found = files.read(`${home}/${app.home.config}`);
  if (found.state !== 'there') return undefined;
  const text = found.bytes.toString('utf8');
  // Parsing costs a third of a millisecond a profile; most configs never say anything about it.
  const leaves = Object.values(app.stopTimeout).flatMap(({ config }) => config?.split('.').at(-1) ?? []);
  if (!leaves.some((leaf) => text.includes(leaf))) return undefined;
  try {
    return load(text, { schema: YAML11_SCHEMA, json: true });
  } catch {
    return undefined;
  }
}

function lookUp(config: unknown, path: string): unknown {
  let at = config;
  for (const key of path.split('.')) at = (at as Record<string, unknown> | null | undefined)?.[key];
  return at;
}
