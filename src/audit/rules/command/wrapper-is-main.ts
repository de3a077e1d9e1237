import type { Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { gateways } from '../../select.ts';
import { sentences } from '../../sentences.ts';
import { OPERATOR } from './shell-syntax.ts';

/** NousResearch/hermes-agent #66900, #92955. Which shells stay was measured: dash does, bash lets its last command take over. */
export const wrapperIsMain: Rule = {
  id: 'wrapper-is-main',
  severity: 'warning',
  confidence: 'medium',
  fix: null,
  check: once(function* (input) {
    const texts = input.texts['wrapper-is-main'];
    for (const subject of gateways(input)) {
      const { definition, identity } = subject;
      const wrapper = identity.seen?.wrapper;
      if (!wrapper) continue;
      // No shell reads it: shell-syntax says what is wrong then.
      if (definition.resolved.argv.some((word) => OPERATOR.test(word) && word !== ';')) continue;
      const isShell = /^(?:sh|bash|dash|zsh|ksh|ash)$/.test(wrapper.name);
      const killMode = definition.manager === 'systemd' ? definition.policy.killMode.value : '';
      const kind = killMode === 'mixed' || killMode === 'process' ? killMode : definition.manager;
      const { name } = wrapper;
      yield {
        subject,
        message: sentences(texts[kind]({ name }), isShell ? texts.useExec : texts.pass),
        location: wrapper.at ?? definition.commandAt,
      };
    }
  }),
};
