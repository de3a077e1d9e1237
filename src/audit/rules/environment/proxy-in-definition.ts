import type { Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { ofApp } from '../../select.ts';
import { ownVariables } from '../../values.ts';

const PROXY = /^(?:https?|all|ftp|no|socks|ws|wss)_proxy$/i;

/** NousResearch/hermes-agent #7186, PR #53190; OpenClaw audits the same (gateway-proxy-env-embedded). */
export const proxyInDefinition: Rule = {
  id: 'proxy-in-definition',
  severity: 'info',
  confidence: 'medium',
  fix: null,
  check: once(function* (input) {
    const texts = input.texts['proxy-in-definition'];
    for (const subject of ofApp(input)) {
      // What unitpin wrote comes from `unitpin.yaml`: that is meant, and survives.
      if (subject.written === 'ours') continue;
      const found = ownVariables(subject).filter(([name, { value }]) => PROXY.test(name) && value !== '');
      const [first] = found;
      // Exceptions alone send nothing anywhere.
      if (!first || found.every(([name]) => /^no_/i.test(name))) continue;
      yield {
        subject,
        message: texts.message({ names: found.map(([name]) => name) }),
        location: first[1].origin.location,
      };
    }
  }),
};
