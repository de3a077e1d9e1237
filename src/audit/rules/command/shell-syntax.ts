import type { Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { ofApp } from '../../select.ts';

/** Words that only a shell understands, each a word of its own. */
export const OPERATOR = /^(?:&&|\|\|?|;|&|<|(?:[0-9]|&)?>>?(?:&[0-9]|[/$~].*)?)$/;
const SUBSTITUTION = /`|\$\(/;
const SHELL = /(?:^|\/)(?:sh|bash|dash|zsh|ksh|ash|fish|osascript)$/;

/** systemd.service(5), "Command lines": a syntax like a shell's, and no shell. `systemd-analyze verify` says nothing. */
export const shellSyntax: Rule = {
  id: 'shell-syntax',
  severity: 'warning',
  confidence: 'medium',
  fix: null,
  check: once(function* (input) {
    const texts = input.texts['shell-syntax'];
    for (const subject of ofApp(input)) {
      const { definition } = subject;
      const { argv } = definition.resolved;
      // The script of a shell is one word, and its operators are inside it.
      const hasShell = argv.some((word) => SHELL.test(word));
      const index = argv.findIndex(
        (word, at) =>
          at > 0 &&
          // In a unit it is there only where `\\;` stands: it is meant.
          !(word === ';' && definition.manager === 'systemd') &&
          (OPERATOR.test(word) || (!hasShell && SUBSTITUTION.test(word))),
      );
      if (index < 0) continue;
      const word = argv[index] ?? '';
      const isOperator = OPERATOR.test(word);
      yield {
        subject,
        message: isOperator ? texts.operator({ word }) : texts.substitution(),
        location: definition.wordsAt[index] ?? definition.commandAt,
      };
    }
  }),
};
