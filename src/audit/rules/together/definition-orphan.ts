import type { Rule } from '../../engine.ts';

export const definitionOrphan: Rule = {
  id: 'definition-orphan',
  severity: 'warning',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['definition-orphan'];
    const { fleet } = input;
    if (!fleet) return;
    for (const subject of input.subjects) {
      const { meant: profile, identity } = subject;
      if (profile === null || (identity.root !== null && identity.root !== fleet.root)) continue;
      if (!fleet.profiles.includes(profile)) {
        yield { subject, profile, message: texts.noHome({ profile, root: fleet.root }) };
      } else if (subject.written !== 'theirs' && fleet.named !== null && !fleet.named.has(profile)) {
        yield { subject, profile, message: texts.notInManifest({ profile }) };
      }
    }
  },
};
