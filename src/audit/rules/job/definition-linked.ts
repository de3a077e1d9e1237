import { basename, dirname } from 'node:path';
import type { Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { ofApp } from '../../select.ts';
import { factsOf } from '../../values.ts';

const STORE = /^\/(nix|gnu)\/store\//;

/** NousResearch/hermes-agent #107727: a read-only unit crashed `gateway restart`. */
export const definitionLinked: Rule = {
  id: 'definition-linked',
  severity: 'info',
  confidence: 'high',
  fix: null,
  check: once(function* (input) {
    // In a checkout a file may be linked or read-only for reasons of its own.
    if (input.host === null) return;
    const texts = input.texts['definition-linked'];
    for (const subject of ofApp(input)) {
      for (const [path, { mode }] of subject.definition.modes) {
        const target = factsOf(input, path)?.real ?? path;
        // A link above the folder is no matter: what is written there arrives.
        const isLink = target !== `${factsOf(input, dirname(path))?.real ?? dirname(path)}/${basename(path)}`;
        if (!isLink && (mode & 0o222) !== 0) continue;
        const message = !isLink
          ? texts.readOnly()
          : STORE.test(target)
            ? texts.store({ target })
            : texts.link({ target });
        yield { subject, message, location: { path, line: 1, column: 1 } };
      }
    }
  }),
};
