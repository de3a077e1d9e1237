import { profileByHash, profileInName } from '../fleet/naming.ts';
import type { Files } from '../host/files.ts';
import type { ReadResult } from '../host/read-files.ts';
import { identify, namesApp, type ReadSticky } from '../identity/identify.ts';
import { plainWords, type Word } from '../identity/word.ts';
import type { App } from '../model/app.ts';
import type { Definition } from '../model/definition.ts';
import type { Identity } from '../model/identity.ts';
import { isProfileName } from '../model/profile-home.ts';
import { expandVariables } from '../systemd/variables.ts';

/** A definition with what it would really do. */
export interface Judged {
  definition: Definition;
  identity: Identity;
  ofApp: boolean;
  named: string | null;
  meant: string | null;
}

/** Reads the sticky file of a root home, once per root. */
export function stickyReader(files: Files, app: App): ReadSticky {
  const known = new Map<string, ReturnType<ReadSticky>>();
  return (root) => {
    const cached = known.get(root);
    if (cached !== undefined) return cached;
    const path = `${root}/${app.home.sticky}`;
    const found = root.startsWith('/') ? files.read(path) : { state: 'absent' as const };
    const result =
      found.state === 'absent'
        ? null
        : { profile: stickyProfile(found, app), at: { path, line: 1, column: 1 } };
    known.set(root, result);
    return result;
  };
}

/** The profile a sticky file names, lowercased as the app does; null when it names none that could be. */
function stickyProfile(found: ReadResult, app: App): string | null {
  if (found.state !== 'there') return null;
  const text = found.bytes
    .subarray(0, 256)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trim()
    .toLowerCase();
  if (text === '') return 'default';
  return isProfileName(text, app) ? text : null;
}

/** Judges one definition. */
export function judge(definition: Definition, app: App, readSticky: ReadSticky): Judged {
  const { name, accountHome } = definition;
  const { environment } = definition.resolved;
  const subject = { words: executedWords(definition), environment, accountHome, name };
  const judged = identify(subject, app, readSticky);
  const identity = judged.replace
    ? judged
    : { ...judged, replace: isWrittenInto(definition, app.command.replaceFlag) };
  const named = profileByHash(profileInName(name, app), homesOf(identity));
  const ofApp = identity.kind !== 'foreign' || (namesApp(name, app) && definition.command.argv.length === 0);
  const isTemplate = definition.manager === 'systemd' && definition.template;
  if (isTemplate) identity.profile = null;
  return {
    definition,
    identity,
    ofApp,
    named,
    meant: ofApp && !isTemplate ? meantFor(identity, named) : null,
  };
}

/** The homes that a definition itself speaks of. */
const homesOf = ({ root, home, profile }: Identity): { home: string; profile: string }[] => [
  ...(root === null ? [] : [{ home: root, profile: 'default' }]),
  ...(home === null || profile === null ? [] : [{ home, profile }]),
];

/** Of a definition that its manager cannot read, all that can be said of a flag is whether it is in the text. */
function isWrittenInto({ command, problems, sources }: Definition, flag: string): boolean {
  if (command.argv.length > 0 || !problems.some(({ effect }) => effect === 'fatal')) return false;
  return [...sources.values()].some((text) =>
    text.replace(/<!--[\s\S]*?(?:-->|(?![\s\S]))|^[ \t]*[#;].*$/gm, '').includes(flag),
  );
}

/** The words as the program gets them: systemd puts variables in at the start, launchd leaves everything as it is. */
function executedWords(definition: Definition): Word[] {
  const words = plainWords(definition.resolved.argv, definition.wordsAt);
  if (definition.manager === 'launchd' || definition.execStart?.prefixes.includes(':')) return words;
  return words.flatMap((word, index) =>
    index === 0 || !word.text.includes('$')
      ? [word]
      : expandVariables([word.text], definition.resolved.environment).map((text) => ({ ...word, text })),
  );
}

/** What pins it; else what its name says; else the default profile of the home it has. */
function meantFor(identity: Identity, named: string | null): string | null {
  const pinned = identity.kind === 'pinned' || identity.kind === 'conflict';
  // Where variables contradict each other, the name says which of them were meant.
  if (identity.kind === 'conflict' && identity.by !== 'flag' && named !== null) return named;
  if (pinned && identity.profile !== null) return identity.profile;
  if (named !== null) return named;
  return identity.kind === 'opaque' || pinned ? null : 'default';
}
