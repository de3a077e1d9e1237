import type { App } from '../../../model/app.ts';
import { distinctUnits } from '../../distinct-units.ts';
import type { Rule } from '../../engine.ts';

/** NousResearch/hermes-agent #112843. */
export const dropinHidesUpdate: Rule = {
  id: 'dropin-hides-update',
  severity: 'warning',
  confidence: 'medium',
  fix: null,
  *check(input) {
    const texts = input.texts['dropin-hides-update'];
    for (const subject of distinctUnits(input)) {
      const { definition } = subject;
      const { ownArgv, commandAt, path, resolved } = definition;
      if (!ownArgv || !commandAt || commandAt.path === path || resolved.argv.length === 0) continue;
      const [own, effective] = [bare(ownArgv, input.app), bare(resolved.argv, input.app)];
      if (own.join('\0') === effective.join('\0')) continue;
      const ownAt = definition.settings.find(
        (one) => one.key === 'ExecStart' && one.location.path === path && one.value !== '',
      );
      yield {
        subject,
        message:
          own[0] === effective[0]
            ? texts.words()
            : texts.program({ own: own[0] ?? '', effective: effective[0] ?? '' }),
        location: commandAt,
        related: [{ message: texts.own, location: ownAt?.location ?? { path, line: 1, column: 1 } }],
      };
    }
  },
};

/**
 * The words without what pins, and `run` for what only asks the manager: what is left is the install's. Those of a script
 * are looked at one by one, for a pin may stand there, too.
 */
function bare(given: readonly string[], { command }: App): string[] {
  const argv = given.join(' ').replace(/['"]/g, ' ').split(/\s+/);
  const { profileFlags, replaceFlag, delegates, run } = command;
  const isFlag = (word: string | undefined): boolean => word !== undefined && profileFlags.includes(word);
  const left = argv.filter(
    (word, index) =>
      !isFlag(word) &&
      !isFlag(argv[index - 1]) &&
      !profileFlags.some((flag) => flag.startsWith('--') && word.startsWith(`${flag}=`)) &&
      word !== replaceFlag,
  );
  const words = left.map((word, index) =>
    delegates.includes(word) && left[index - 1] === command.gateway ? run : word,
  );
  return words.at(-1) === command.gateway ? [...words, run] : words;
}
