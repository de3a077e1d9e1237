import type { Rule } from '../../engine.ts';

export const profileWithoutService: Rule = {
  id: 'profile-without-service',
  severity: 'info',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['profile-without-service'];
    const served = new Set(input.subjects.map((subject) => subject.meant));
    for (const profile of input.fleet?.profiles ?? []) {
      if (served.has(profile) || input.fleet?.enabled?.has(profile) || input.fleet?.supervised.has(profile))
        continue;
      // That the app is not there is told by the command.
      if (profile === 'default' && !input.fleet?.hasRoot) continue;
      yield { subject: null, profile, message: texts.message({ profile }), location: null };
    }
  },
};
