import type { App } from '../model/app.ts';
import type { Environment, EnvironmentValue } from '../model/definition.ts';
import type { CommandSeen, Contradiction, Identity } from '../model/identity.ts';
import type { Location } from '../model/location.ts';
import { isProfileName, profileHome, splitHome } from '../model/profile-home.ts';
import { hasOwnPattern, ownPatterns } from '../model/service-name.ts';
import { type CommandReading, type GatewayCommand, readCommand } from './command.ts';
import { contradiction } from './pin-variables.ts';
import type { Word } from './word.ts';

export interface Subject {
  words: readonly Word[];
  environment: Environment;
  /** Home directory of the account, where it can be known. */
  accountHome: string | null;
  /** The name of the unit or label. */
  name: string;
}

/**
 * Reads the sticky file of a root home: its profile, and where it says so; null when there is none. A profile of null:
 * it is there, and cannot be read, or names none.
 */
export type ReadSticky = (root: string) => { profile: string | null; at: Location } | null;

/** A command line as the app reads it, in this environment and under this name. */
export function readWords(
  words: readonly Word[],
  { environment, name }: Pick<Subject, 'environment' | 'name'>,
  app: App,
): CommandReading {
  const invocation = { words: [...words], environment: new Map(environment) };
  return readCommand(invocation, app, looksOurs({ environment, name }, app));
}

/**
 * Which profile a command line and its environment run as, by the app's own rules: the flag, then a home directly
 * below `profiles/`, then a marker (newer versions), then the sticky file, then `default`.
 * Sources: NousResearch/hermes-agent #22502 (a preset root home does not pin), #74872 (markers), PR #99678.
 */
export function identify(subject: Subject, app: App, readSticky: ReadSticky): Identity {
  const reading = readWords(subject.words, subject, app);
  if (reading.state !== 'gateway') {
    const replace = reading.state === 'opaque' && reading.replace;
    const nothing = { by: null, profile: null, home: null, root: null, at: null, action: null, seen: null };
    return { kind: reading.state, ...nothing, replace };
  }

  const { command } = reading;
  const home = readHome(command.environment, subject.accountHome, app);
  const common = {
    action: command.action.name,
    replace: command.replace.length > 0,
    root: home.root,
    seen: whatIsSeen(command, app),
  };
  const decide = (rest: Pick<Identity, 'kind' | 'by' | 'profile' | 'at'>): Identity => {
    const own = homeOf(rest.profile, home, app);
    const decided = { ...rest, ...common, home: own };
    const against =
      flagAgainst(command, rest, app) ??
      contradiction(command.environment, app, { ...decided, name: subject.name });
    return against === null
      ? decided
      : { ...decided, kind: 'conflict', seen: { ...common.seen, contradiction: against } };
  };

  if (app.pin.by === 'home' && home.profile !== undefined)
    return decide({ kind: 'pinned', by: 'home', profile: home.profile, at: home.at });
  if (command.profile) {
    const { name, value } = command.profile;
    const other =
      home.profile !== undefined && home.profile !== null && name !== null && home.profile !== name;
    return decide({ kind: other ? 'conflict' : 'pinned', by: 'flag', profile: name, at: value.location });
  }
  if (home.profile !== undefined)
    return decide({ kind: 'pinned', by: 'home', profile: home.profile, at: home.at });
  if (app.home.sticky === undefined)
    return decide({ kind: 'guarded', by: null, profile: 'default', at: null });
  const marker = findMarker(command.environment, app);
  if (marker)
    return decide({ kind: 'guarded', by: 'marker', profile: 'default', at: marker.origin.location });
  const sticky = home.root === null ? null : readSticky(home.root);
  return decide({
    kind: 'sticky',
    by: 'sticky',
    profile: sticky ? sticky.profile : 'default',
    at: sticky?.at ?? command.program.location,
  });
}

/** The flag of another profile than the home's, where the home decides. */
function flagAgainst(
  { profile: flag }: GatewayCommand,
  { by, profile }: Pick<Identity, 'by' | 'profile'>,
  app: App,
): Contradiction | null {
  if (app.pin.by === 'flag' || by !== 'home' || !flag?.name || profile === null || flag.name === profile)
    return null;
  return {
    what: flag.flag.text.replace(/=.*$/s, ''),
    value: flag.name,
    wanted: profile,
    at: flag.value.location,
  };
}

function whatIsSeen(
  { executed, program, flags, environment, wrapper }: GatewayCommand,
  app: App,
): CommandSeen {
  const isFile = program !== executed && program.text.startsWith('/');
  const files = executed === null ? [] : isFile ? [executed, program] : [executed];
  const home = environment.get(app.home.variable);
  return {
    programs: files.map(({ text, location }) => ({ path: text, at: location })),
    flags,
    home: home?.value ? home : null,
    wrapper: wrapper && { name: wrapper.text.slice(wrapper.text.lastIndexOf('/') + 1), at: wrapper.location },
  };
}

/** Whether anything besides the command says that this is the app's: its home in the environment, or the name. */
const looksOurs = ({ environment, name }: Pick<Subject, 'environment' | 'name'>, app: App): boolean =>
  environment.has(app.home.variable) || namesApp(name, app) || app.naming.legacyUnits.includes(stem(name));

/** The unit name or label without its suffix, and without the instance. */
const stem = (name: string): string => name.replace(/\.(service|plist)$/, '').replace(/@.*$/, '');

/** Whether a unit or label is named in the app's way. */
export function namesApp(name: string, app: App): boolean {
  const bare = stem(name);
  if (app.naming.otherLabels.includes(bare)) return false;
  const begins = [app.naming.unit, app.naming.label].some(
    (base) =>
      bare === base ||
      (!hasOwnPattern(app, base) && bare.startsWith(base) && /^[-.]/.test(bare.slice(base.length))),
  );
  return (
    begins || ownPatterns(app).some(({ before, after }) => bare.startsWith(before) && bare.endsWith(after))
  );
}

interface Home {
  /** What the variable says, else the app's rule. */
  path: string | null;
  root: string | null;
  /** The profile that the path names: undefined when it names none, null when a placeholder stands there. */
  profile: string | null | undefined;
  at: Location | null;
}

function readHome(
  environment: ReadonlyMap<string, EnvironmentValue>,
  accountHome: string | null,
  app: App,
): Home {
  const account = environment.get('HOME')?.value || accountHome;
  const native = account ? `${account}/${app.home.default}` : null;
  const variable = environment.get(app.home.variable);
  const path = variable?.value.replace(/(?<=.)\/+$/, '') || null;
  const at = variable?.origin.location ?? null;
  if (path === null) return { path: native, root: native, profile: undefined, at: null };
  const split = splitHome(path, app);
  if (split) return { ...split, path, profile: isProfileName(split.profile, app) ? split.profile : null, at };
  // Where the home decides, a root home is as good as any.
  if (app.pin.by === 'home') return { path, root: path, profile: 'default', at };
  const inside = native !== null && (path === native || path.startsWith(`${native}/`));
  return { path, root: inside ? native : path, profile: undefined, at };
}

/** The home a profile of this root has, by the app's rule. */
function homeOf(profile: string | null, home: Home, app: App): string | null {
  if (profile === null || home.root === null || profile === home.profile) return home.path;
  return profileHome(home.root, profile, app);
}

/** A marker that the definition sets: one in the manager's own environment is ambient state again. */
function findMarker(
  environment: ReadonlyMap<string, EnvironmentValue>,
  app: App,
): EnvironmentValue | undefined {
  for (const { name } of app.markers) {
    const found = environment.get(name);
    if (found && found.origin.kind !== 'manager' && !/^(|0|false|no|off)$/i.test(found.value)) return found;
  }
  return undefined;
}
