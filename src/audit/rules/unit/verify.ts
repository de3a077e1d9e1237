import type { Rule } from '../../engine.ts';

/** systemd-analyze(1), "verify"; plutil(1). Asked only with `--verify`: it takes a process of its own. */
export const verify: Rule = {
  id: 'verify',
  severity: 'warning',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts.verify;
    const byId = new Map(input.subjects.map((subject) => [subject.definition.id, subject]));
    for (const { definition, by, message: said, location, fatal } of input.verified ?? []) {
      const subject = byId.get(definition);
      if (!subject) continue;
      yield {
        subject,
        severity: fatal ? 'error' : 'warning',
        message: fatal ? texts.fatal({ by, said }) : texts.message({ by, said }),
        ...(location && { location }),
      };
    }
  },
};
