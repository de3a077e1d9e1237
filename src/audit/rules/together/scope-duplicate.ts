import type { Rule } from '../../engine.ts';

/** openclaw #79375 (systemd), #97178 (launchd); NousResearch/hermes-agent #92178. */
export const scopeDuplicate: Rule = {
  id: 'scope-duplicate',
  severity: 'error',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['scope-duplicate'];
    const ours = input.subjects.filter(({ ofApp }) => ofApp);
    const key = ({ manager, name }: { manager: string; name: string }): string => `${manager} ${name}`;
    const system = new Map(
      ours
        .filter(({ definition }) => definition.scope === 'system')
        .map((one) => [key(one.definition), one] as const),
    );
    for (const subject of ours) {
      const other = subject.definition.scope === 'user' ? system.get(key(subject.definition)) : undefined;
      if (!other) continue;
      // Of two accounts, each with a home of its own, neither is in the other's way.
      const [mine, theirs] = [subject.identity.root, other.identity.root];
      if (mine !== null && theirs !== null && mine !== theirs) continue;
      const { commandAt, path } = other.definition;
      yield {
        subject,
        message: texts.message({ name: subject.definition.name }),
        related: [{ message: texts.another, location: commandAt ?? { path, line: 1, column: 1 } }],
      };
    }
  },
};
