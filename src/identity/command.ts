import type { App } from '../model/app.ts';
import type { EnvironmentValue } from '../model/definition.ts';
import type { ProfileFlag } from '../model/identity.ts';
import { isProfileName } from '../model/profile-home.ts';
import { baseName, type Invocation } from './invocation.ts';
import { countingFlag, flagsAsRead, profileFlags } from './profile-flag.ts';
import { endsWithPath, type Found, findProgram, INTERPRETER } from './program.ts';
import type { Word } from './word.ts';
import { isReplaced, unwrap } from './wrappers.ts';

/** A gateway command found in a command line, with the places an edit would touch. */
export interface GatewayCommand {
  /** The word after which flags may stand. */
  program: Word;
  /** The flag that counts: the first with a valid name. `value` is `flag` itself for `--profile=NAME`. */
  profile: { name: string | null; flag: Word; value: Word } | null;
  /** `run`, `start`, …; the word is null where the bare sub-command stands for it. */
  action: { name: string; word: Word | null };
  replace: Word[];
  /** The environment the program itself gets. */
  environment: ReadonlyMap<string, EnvironmentValue>;
  /** Whether the program stands behind a wrapper. */
  wrapped: boolean;
  /** False where the command goes past the launcher that reads the profile flag. */
  takesFlags: boolean;
  /** The word that is executed in the end: the program itself, or its interpreter. Null: where, nobody can tell. */
  executed: Word | null;
  flags: readonly ProfileFlag[];
  /** The outermost program that stays while the gateway runs below it. */
  wrapper: Word | null;
}

export type CommandReading =
  | { state: 'gateway'; command: GatewayCommand }
  | { state: 'opaque'; replace: boolean }
  | { state: 'foreign' };

/** Wrappers in wrappers in wrappers: nobody writes more, and a cycle is impossible anyway. */
const MAX_DEPTH = 6;
/** Words behind an unknown wrapper that are looked at as the program. A line may hold half a million. */
const MAX_TRIES = 8;

/**
 * Finds the app's gateway in a command line, looking through the wrappers it can read.
 * `looksOurs`: whether anything else about the definition (its name, its environment) says it is this app's; then a
 * wrapper that cannot be read makes it `opaque` rather than `foreign`.
 */
export function readCommand(invocation: Invocation, app: App, looksOurs: boolean): CommandReading {
  return look(invocation, app, looksOurs, 0);
}

function look(invocation: Invocation, app: App, looksOurs: boolean, depth: number): CommandReading {
  const { words } = invocation;
  if (words.length === 0) return { state: 'foreign' };
  const own = findProgram(words, [
    ...app.command.programs,
    ...app.command.wrappers.filter(({ module }) => module),
  ]);
  if (own) return readProgram(invocation, own, app, looksOurs, depth);

  const inner = depth < MAX_DEPTH ? unwrap(invocation) : { state: 'hidden' as const };
  if (inner.state === 'inside') {
    const readings = inner.candidates.map((candidate) => look(candidate, app, looksOurs, depth + 1));
    return (
      readings.find((reading) => reading.state === 'gateway') ??
      readings.find((reading) => reading.state === 'opaque') ?? { state: 'foreign' }
    );
  }
  return (
    behindUnknown(invocation, app, looksOurs, depth) ??
    unknownProgram(invocation, app, looksOurs, inner.state === 'hidden')
  );
}

function readProgram(
  invocation: Invocation,
  found: Found,
  app: App,
  looksOurs: boolean,
  depth: number,
): CommandReading {
  const { words, environment, tainted = false, elsewhere = false } = invocation;
  const program = words[found.at] as Word;
  const args = words.slice(found.at + 1);
  const wrapper = app.command.wrappers.some(
    ({ module, option, value }) =>
      (module !== undefined && module === program.text) ||
      (option !== undefined && args[0]?.text === option && args[1]?.text === value),
  );
  if (wrapper) {
    const dashes = args.findIndex((word) => word.text === '--');
    if (dashes < 0) return { state: 'foreign' };
    return look({ ...invocation, words: args.slice(dashes + 1) }, app, looksOurs, depth + 1);
  }

  const end = args.findIndex((word) => word.text === '--');
  const flags = end < 0 ? args : args.slice(0, end);
  const written = profileFlags(args, app);
  const takesFlags = found.shape.action === undefined;
  const counting = takesFlags ? countingFlag(written, app) : null;
  const profile = counting && { ...counting, name: isProfileName(counting.text, app) ? counting.text : null };
  const skip = new Set<Word>(profileWords(flags, app));
  const positionals = args.filter((word) => !word.text.startsWith('-') && !skip.has(word));
  const replace = args.filter((word) => word.text === app.command.replaceFlag);
  const common = {
    program,
    profile,
    replace,
    environment,
    wrapped: depth > 0,
    takesFlags,
    executed: elsewhere ? null : (words[0] as Word),
    flags: flagsAsRead(written, counting, takesFlags, app),
    wrapper: invocation.wrapper ?? null,
  };

  // A file that was read in before may have set the home: only a flag is sure then.
  const reading = (action: GatewayCommand['action']): CommandReading =>
    tainted && !profile
      ? { state: 'opaque', replace: replace.length > 0 }
      : { state: 'gateway', command: { ...common, action } };

  // An option of the app's may take a value: the sub-command is the first positional of its name that has an action
  // behind it, or nothing.
  const at = positionals.findIndex(
    (word, index) =>
      word.text === app.command.gateway &&
      (index === 0 || isAction(app, positionals[index + 1]?.text ?? app.command.run)),
  );
  if (at >= 0) {
    const word = positionals[at + 1];
    const known = word && isAction(app, word.text) ? word : null;
    const name = known?.text ?? app.command.run;
    // `gateway status` and its like run no gateway.
    if (name !== app.command.run && !app.command.delegates.includes(name)) return { state: 'foreign' };
    return reading({ name, word: known });
  }
  if (found.shape.action !== undefined) return reading({ name: found.shape.action, word: null });
  if (words.some((word) => word.dynamic)) return { state: 'opaque', replace: replace.length > 0 };
  return { state: 'foreign' };
}

const isAction = (app: App, text: string): boolean => app.command.actions.includes(text);

/** The words that are values of a profile flag, valid or not: they are no positionals. */
function profileWords(args: readonly Word[], app: App): Word[] {
  return args.filter((_, index) => app.command.profileFlags.includes(args[index - 1]?.text ?? ''));
}

/**
 * A wrapper nobody has told us about (`doppler run -- hermes …`, `docker run … hermes …`). A flag after the app's
 * program word pins whatever the wrapper does; without one the wrapper may set what it likes: opaque.
 */
function behindUnknown(
  invocation: Invocation,
  app: App,
  looksOurs: boolean,
  depth: number,
): CommandReading | null {
  const { words, environment } = invocation;
  if (depth >= MAX_DEPTH) return null;
  const wrapper = invocation.wrapper ?? (isReplaced(words[0]) ? null : (words[0] ?? null));
  const files = app.command.programs.flatMap(({ file }) => file ?? []);
  let tries = 0;
  for (const [at, { text }] of words.entries()) {
    const mayStart =
      INTERPRETER.test(text) ||
      words[at + 1]?.text === '-m' ||
      files.some((file) => endsWithPath(text, file));
    if (at === 0 || !mayStart) continue;
    if (++tries > MAX_TRIES) return null;
    const rest = words.slice(at);
    if (!findProgram(rest, app.command.programs)) continue;
    const reading = look({ words: rest, environment, wrapper, elsewhere: true }, app, looksOurs, depth + 1);
    if (reading.state !== 'gateway') continue;
    return reading.command.profile
      ? reading
      : { state: 'opaque', replace: reading.command.replace.length > 0 };
  }
  return null;
}

const INTERPRETED =
  /(?:^|\/)(?:python|pypy|node|ruby|perl|docker|podman|docker-compose|sh|bash|zsh|dash)[\d.]*$/;

const SCRIPT = /\.(?:sh|bash|zsh|py|[cm]?js|ts|rb|pl)$/;

/** Nothing in the words is the app's program. An alias of it, a script around it, or something else altogether. */
function unknownProgram(
  invocation: Invocation,
  app: App,
  looksOurs: boolean,
  hidden: boolean,
): CommandReading {
  const { words } = invocation;
  const first = words[0] as Word;
  const replace = words.some((word) => word.text === app.command.replaceFlag);
  if (!looksOurs) return { state: 'foreign' };
  if (first.dynamic) return { state: 'opaque', replace };
  const reading = readProgram(invocation, { at: 0, shape: {} }, app, looksOurs, MAX_DEPTH);
  if (reading.state === 'gateway' && !INTERPRETED.test(first.text)) return reading;
  const name = baseName(first.text);
  if (app.mentions.some((word) => name.includes(word))) return { state: 'opaque', replace };
  const module = words.findIndex((word) => word.text === '-m');
  if (module > 0 && words.slice(1, module).every((word) => word.text.startsWith('-')))
    return { state: 'foreign' };
  return hidden || INTERPRETED.test(first.text) || SCRIPT.test(first.text) || reading.state === 'gateway'
    ? { state: 'opaque', replace }
    : { state: 'foreign' };
}
