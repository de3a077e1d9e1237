import type { Rule } from '../engine.ts';

/** A definition of ours that is no longer what we would write. */
export const definitionDrift: Rule = {
  id: 'definition-drift',
  severity: 'warning',
  *check(input) {
    const texts = input.texts['definition-drift'];
    for (const subject of input.subjects) {
      if (subject.drift.length === 0) continue;
      const what = subject.drift.map((one) => one.what).join(', ');
      yield {
        subject,
        message: subject.written === 'edited' ? texts.edited({ what }) : texts.outdated({ what }),
        location: subject.definition.commandAt ?? { path: subject.definition.path, line: 1, column: 1 },
        fix: { safety: subject.written === 'edited' ? 'unsafe' : 'safe', title: texts.fix },
      };
    }
  },
};

export const definitionMissing: Rule = {
  id: 'definition-missing',
  severity: 'error',
  *check(input) {
    const texts = input.texts['definition-missing'];
    const served = new Set(input.subjects.map((subject) => subject.meant));
    for (const [profile, location] of input.fleet?.enabled ?? []) {
      if (served.has(profile)) continue;
      const message = texts.message({ profile });
      yield { subject: null, profile, message, location, fix: { safety: 'safe', title: texts.fix } };
    }
  },
};

/** NousResearch/hermes-agent #97897: a deleted profile's definition resurrects it. */
export const definitionOrphan: Rule = {
  id: 'definition-orphan',
  severity: 'warning',
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

export const profileWithoutService: Rule = {
  id: 'profile-without-service',
  severity: 'info',
  *check(input) {
    const texts = input.texts['profile-without-service'];
    const served = new Set(input.subjects.map((subject) => subject.meant));
    for (const profile of input.fleet?.profiles ?? []) {
      if (served.has(profile) || input.fleet?.enabled?.has(profile)) continue;
      yield { subject: null, profile, message: texts.message({ profile }), location: null };
    }
  },
};
