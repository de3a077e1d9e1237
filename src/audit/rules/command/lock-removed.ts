import type { Location } from '../../../model/location.ts';
import type { Subject } from '../../../model/subject.ts';
import type { Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { ofApp } from '../../select.ts';

/** The lock is held with flock(2) on the open file: a held one that is deleted keeps nobody out any more. */
export const lockRemoved: Rule = {
  id: 'lock-removed',
  severity: 'warning',
  confidence: 'high',
  fix: null,
  check: once(function* (input) {
    const texts = input.texts['lock-removed'];
    const names = [input.app.files.lock, input.app.files.pid];
    for (const subject of ofApp(input)) {
      const found = commandsOf(subject).find(({ words }) => removed(words, names) !== null);
      if (!found) continue;
      const name = removed(found.words, names) ?? '';
      yield { subject, message: texts.message({ name }), location: found.at };
    }
  }),
};

const commandsOf = ({ definition }: Subject): { words: string; at: Location | null }[] => [
  { words: definition.resolved.argv.join(' '), at: definition.commandAt },
  ...(definition.manager === 'systemd'
    ? definition.otherCommands.map(({ argv, location }) => ({ words: argv.join(' '), at: location }))
    : []),
];

/** Which of the files a `rm` or `unlink` in a command takes away; null where none does. */
function removed(words: string, names: readonly string[]): string | null {
  for (const part of words.split(/[;&|\n]/)) {
    if (!/(?:^|[\s/'"(])(?:rm|unlink)\s/.test(part)) continue;
    const name = names.find((one) => part.includes(one));
    if (name !== undefined) return name;
  }
  return null;
}
