import type { Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { ofApp } from '../../select.ts';

const SHELL = /(?:^|\/)(?:sh|bash|dash|zsh|ksh|ash|fish)$/;

/** bash(1), "Invocation": a login shell reads the account's start-up files, after the manager has set the environment. */
export const loginShell: Rule = {
  id: 'login-shell',
  severity: 'warning',
  confidence: 'medium',
  fix: null,
  check: once(function* (input) {
    const texts = input.texts['login-shell'];
    const { variable } = input.app.home;
    for (const subject of ofApp(input)) {
      const { definition, identity } = subject;
      const { argv } = definition.resolved;
      const index = argv.findIndex(
        (word, at) => /^(?:-[a-z]*l[a-z]*|--login)$/.test(word) && SHELL.test(argv[at - 1] ?? ''),
      );
      if (index < 0) continue;
      const isFlag = identity.by === 'flag';
      yield {
        subject,
        severity: isFlag ? 'info' : 'warning',
        message: isFlag ? texts.pinned() : texts.message({ variable }),
        location: definition.wordsAt[index] ?? definition.commandAt,
      };
    }
  }),
};
