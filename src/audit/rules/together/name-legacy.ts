import type { App } from '../../../model/app.ts';
import type { Location } from '../../../model/location.ts';
import type { Subject } from '../../../model/subject.ts';
import type { Rule } from '../../engine.ts';
import { entryOf } from '../../select.ts';

/** NousResearch/hermes-agent PR #11909, #108674, #109476, #110238; labels of other tools' installers. */
export const nameLegacy: Rule = {
  id: 'name-legacy',
  severity: 'warning',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['name-legacy'];
    for (const subject of input.subjects) {
      const canonical = subject.ofApp ? canonicalName(subject, input.app) : null;
      if (canonical === null) continue;
      const { name } = subject.definition;
      yield { subject, message: texts.message({ name, canonical }), location: placeOfName(subject) };
    }
  },
};

/** A job has its name from its label, a unit from its file. */
const placeOfName = ({ definition }: Subject): Location =>
  (definition.manager === 'launchd' ? entryOf(definition, 'Label')?.value.location : null) ?? {
    path: definition.path,
    line: 1,
    column: 1,
  };

/** The name that the app's own commands know, where this one is a known other way of naming; null where it is not. */
function canonicalName({ definition, identity, meant }: Subject, { naming, home }: App): string | null {
  const { manager, name, accountHome } = definition;
  const base = manager === 'systemd' ? naming.unit : naming.label;
  const bare = name.replace(/\.service$/, '');
  const rest = bare.startsWith(base) ? bare.slice(base.length) : null;
  const native = accountHome === null ? null : `${accountHome}/${home.default}`;
  // A root home elsewhere has a hash for a name, and no other name is known for it.
  const isNative = native !== null && identity.root === native;
  if (native !== null && identity.root !== null && !isNative) return null;
  const hash = isNative && /^[0-9a-f]{8}$/.test(rest?.slice(1) ?? '') && rest?.slice(1) !== identity.profile;
  const profile = hash ? identity.profile : meant;
  const odd =
    naming.legacyUnits.includes(bare) ||
    rest === `${naming.separator}default` ||
    (rest?.startsWith('.') && naming.separator !== '.') ||
    hash;
  if (!odd || profile === null) return null;
  const canonical = profile === 'default' ? base : `${base}${naming.separator}${profile}`;
  return manager === 'systemd' ? `${canonical}.service` : canonical;
}
