import type { App } from '../model/app.ts';
import type { GatewayCommand } from './command.ts';
import type { Word } from './word.ts';

/** One change to a command line, at a word of it or at a span inside a word. `words` is what comes there. */
interface CommandEdit {
  kind: 'insert-after' | 'replace' | 'remove';
  at: Word;
  words: readonly string[];
}

/** What stands in the place of a word afterwards, by the word's index. Words that stay are not in it. */
export type WordChanges = ReadonlyMap<number, readonly string[]>;

/**
 * The smallest changes that make a command run one profile in the foreground: the flag after the program word (or its
 * value mended), `run` instead of an action that only asks the manager, the take-over flag gone where it may not stay.
 * A command that goes past the launcher takes no flag: its home has to pin it. `argv` is what `command` was read from.
 * Without a profile only the take-over flag is looked at.
 */
export function pinChanges(
  argv: readonly string[],
  command: GatewayCommand,
  profile: string | null,
  app: App,
  dropReplace: boolean,
): WordChanges {
  const edits = [
    ...(profile === null ? [] : pinEdits(command, profile, app)),
    ...(dropReplace ? command.replace : []).map((at): CommandEdit => ({ kind: 'remove', at, words: [] })),
  ];
  const touched = [...new Set(edits.map((edit) => edit.at.index))].sort((a, b) => a - b);
  return new Map(
    touched.map((index) => [
      index,
      changeWord(
        argv[index] ?? '',
        edits.filter((edit) => edit.at.index === index),
      ),
    ]),
  );
}

function pinEdits(command: GatewayCommand, profile: string, app: App): CommandEdit[] {
  const edits: CommandEdit[] = [];
  const [flag = ''] = app.command.profileFlags;
  if (command.profile === null) {
    if (command.takesFlags && app.pin.by === 'flag')
      edits.push({ kind: 'insert-after', at: command.program, words: [flag, profile] });
  } else if (command.profile.name !== profile) {
    const { flag: at, value } = command.profile;
    const text = at === value ? `${value.text.slice(0, value.text.indexOf('='))}=${profile}` : profile;
    edits.push({ kind: 'replace', at: value, words: [text] });
  }
  const { action } = command;
  if (action.word && app.command.delegates.includes(action.name)) {
    edits.push({ kind: 'replace', at: action.word, words: [app.command.run] });
  }
  return edits;
}

function changeWord(text: string, edits: readonly CommandEdit[]): string[] {
  if (edits.some((edit) => edit.at.span !== null)) return [spliceSpans(text, edits)];
  const removed = edits.some((edit) => edit.kind === 'remove');
  const replaced = edits.find((edit) => edit.kind === 'replace')?.words ?? [text];
  const inserted = edits.filter((edit) => edit.kind === 'insert-after').flatMap((edit) => edit.words);
  return [...(removed ? [] : replaced), ...inserted];
}

/** Edits inside one word (a script). What unitpin puts there needs no quoting; last first, so that offsets stay right. */
function spliceSpans(text: string, edits: readonly CommandEdit[]): string {
  const spans = edits.flatMap(({ kind, at, words }) => {
    if (!at.span) return [];
    const { start, end } = at.span;
    if (kind === 'insert-after') return [{ start: end, end, text: ` ${words.join(' ')}` }];
    if (kind === 'replace') return [{ start, end, text: words.join(' ') }];
    // The blank before a removed word goes with it.
    return [{ start: text[start - 1] === ' ' ? start - 1 : start, end, text: '' }];
  });
  return spans
    .sort((a, b) => b.start - a.start)
    .reduce((result, span) => result.slice(0, span.start) + span.text + result.slice(span.end), text);
}
