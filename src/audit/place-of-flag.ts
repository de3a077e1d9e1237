import type { Location } from '../model/location.ts';
import type { Subject } from '../model/subject.ts';

/** The word itself, else the word that holds it (a script), else the command. */
export function placeOfFlag({ definition }: Subject, flag: string): Location | null {
  const { argv } = definition.command;
  const exact = argv.indexOf(flag);
  const index = exact < 0 ? argv.findIndex((word) => word.includes(flag)) : exact;
  return definition.wordsAt[index] ?? definition.commandAt;
}
