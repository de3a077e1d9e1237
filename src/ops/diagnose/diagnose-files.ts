import { resolve } from 'node:path';
import { profileHome } from '../../fleet/profiles.ts';
import { Failure } from '../../host/failure.ts';
import type { App } from '../../model/app.ts';
import { isProfileName, splitHome } from '../../model/profile-home.ts';
import { lifecyclePath } from '../../store/lifecycle.ts';
import { logPath } from '../../supervisor/child.ts';
import { instancePlace } from '../../supervisor/instances.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import type { Judged } from '../judge.ts';
import { profilesOf } from '../ports/profile-sources.ts';

/** A file that may tell something, and whose log it is. */
export interface LogPlace {
  kind: 'file' | 'starts';
  path: string;
  profile: string | null;
  /** Of what supervisors noted only what this one did. */
  instance?: string;
}

/** The logs of every profile's gateway, those that definitions have their services write to, and a supervisor's. */
export function logPlaces(context: Context, judged: readonly Judged[]): LogPlace[] {
  const { app, root } = context;
  const { logs, files } = app;
  const profiles = profilesOf(context);
  const own = profiles.flatMap((profile): LogPlace[] => {
    const home = profileHome(root, profile, app);
    const written = [logs.out, logs.error, ...logs.also].map((name) => `${home}/${name}`);
    return [
      ...besides(context, `${home}/${logs.out}`, profile, profiles),
      ...written.map((path) => ({ kind: 'file' as const, path, profile })),
      { kind: 'starts', path: `${home}/${files.starts}`, profile },
    ];
  });
  const named = judged.flatMap(({ definition, identity, meant }): LogPlace[] =>
    definition.places
      .filter(({ what, path }) => what === 'log' && path.startsWith('/') && !path.startsWith('/dev/'))
      .map(({ path }) => ({ kind: 'file', path, profile: identity.profile ?? meant })),
  );
  const all = [
    ...new Map(
      [...named, ...own, ...supervised(context, profiles)].map((place) => [place.path, place]),
    ).values(),
  ];
  // What was rotated away last holds the beginning of a story. After all others: it is the first to be left out.
  const rotated = all.filter(({ kind }) => kind === 'file');
  return [...all, ...rotated.map((place) => ({ ...place, path: `${place.path}.1` }))];
}

/**
 * What a supervisor of this home has noted, where one has run; and what its services have written, unless they have a log of
 * their own: that says the same, and when.
 */
function supervised({ host, app, root, state }: Context, profiles: readonly string[]): LogPlace[] {
  const { id, folder } = instancePlace(host.files, state, root);
  if (host.files.kind(folder) !== 'dir') return [];
  const mute = profiles.filter(
    (profile) => host.files.kind(`${profileHome(root, profile, app)}/${app.logs.out}`) !== 'file',
  );
  return [
    { kind: 'file', path: lifecyclePath(state), profile: null, instance: id },
    ...mute.map((profile) => ({ kind: 'file' as const, path: logPath(folder, profile), profile })),
  ];
}

/** Logs beside the gateway's own one, of a name that begins like it: what a plist or a script of somebody's own wrote. */
function besides(
  { host, app }: Context,
  out: string,
  owner: string,
  profiles: readonly string[],
): LogPlace[] {
  const folder = out.slice(0, out.lastIndexOf('/'));
  return host.files
    .list(folder)
    .filter(({ kind, name }) => kind === 'file' && name.startsWith(stemOf(app)) && name.endsWith('.log'))
    .slice(0, MOST_FILES)
    .map(({ name }) => {
      const said = profileInFile(app, name);
      const profile = said !== null && profiles.includes(said) ? said : owner;
      return { kind: 'file', path: `${folder}/${name}`, profile };
    });
}

/** `gateway` of `logs/gateway.log`. */
const stemOf = ({ logs }: App): string => logs.out.replace(/^.*\//, '').replace(/\.log$/, '');

/** The profile in the name of a log as people choose it: `gateway-work.log`. */
function profileInFile(app: App, file: string): string | null {
  const stem = `${stemOf(app)}-`;
  if (!file.startsWith(stem) || app.logs.also.some((one) => one.endsWith(`/${file}`))) return null;
  const name = file.slice(stem.length).replace(/\.log$/, '');
  return isProfileName(name, app) ? name : null;
}

/** So many files of a folder are looked at. */
const MOST_FILES = 200;

/**
 * The files and folders named: logs, and definitions among them (unit files, property lists).
 * @throws Failure (usage) for one that is not there
 */
export function namedPlaces(
  context: Context,
  given: readonly string[],
): { logs: LogPlace[]; definitions: string[]; tooMany: number } {
  const { files, live } = context.host;
  const all = given.flatMap((one) => {
    const path = live ? resolve(one) : resolve('/', one);
    const kind = files.kind(path);
    if (kind === 'absent')
      throw new Failure('usage', tr('{path} is not there', { path: one }), { where: path });
    if (kind !== 'dir') return [path];
    return files
      .list(path)
      .filter((entry) => entry.kind === 'file')
      .map(({ name }) => `${path}/${name}`);
  });
  const isDefinition = (path: string): boolean => /\.(service|plist)$/.test(path);
  const logs = all.filter((path) => !isDefinition(path));
  return {
    logs: logs.slice(0, MOST_FILES).map((path) => ({
      kind: path.endsWith(`/${context.app.files.starts}`) ? 'starts' : 'file',
      path,
      profile: profileInPath(context, path),
    })),
    definitions: all.filter(isDefinition),
    tooMany: Math.max(0, logs.length - MOST_FILES),
  };
}

/** Whose log it is: by its name, or by the home it lies in. Null: nobody knows. */
function profileInPath({ app }: Context, path: string): string | null {
  const parts = path.split('/');
  const said = profileInFile(app, parts.at(-1) ?? '');
  if (said !== null) return said;
  for (let count = parts.length - 1; count > 1; count--) {
    const found = splitHome(parts.slice(0, count).join('/'), app);
    if (found && isProfileName(found.profile, app)) return found.profile;
  }
  return path.includes(`/${app.home.default}/`) ? 'default' : null;
}
