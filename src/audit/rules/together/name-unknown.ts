import type { App } from '../../../model/app.ts';
import type { Location } from '../../../model/location.ts';
import { labelName, unitName } from '../../../model/service-name.ts';
import type { Subject } from '../../../model/subject.ts';
import type { Rule } from '../../engine.ts';
import { entryOf } from '../../select.ts';

/** NousResearch/hermes-agent PR #11909, #108674, #109476, #110238; labels of other tools' installers. */
export const nameUnknown: Rule = {
  id: 'name-unknown',
  severity: 'warning',
  confidence: 'high',
  fix: null,
  *check(input) {
    const texts = input.texts['name-unknown'];
    for (const subject of input.subjects) {
      const canonical = subject.ofApp ? canonicalName(subject, input.app) : null;
      if (canonical === null) continue;
      const { name } = subject.definition;
      const location = placeOfName(subject);
      // A name that somebody chose keeps the app from writing the definition anew: that may be meant.
      yield canonical.isKnown
        ? { subject, message: texts.message({ name, canonical: canonical.name }), location }
        : { subject, severity: 'info', message: texts.chosen({ name, canonical: canonical.name }), location };
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

/** The name that the app's own commands know, and whether this one is a known other way of naming; null where it is right. */
function canonicalName(
  { definition, identity, meant, named }: Subject,
  app: App,
): { name: string; isKnown: boolean } | null {
  const { manager, name, accountHome } = definition;
  const { naming, home } = app;
  const [base, nameOf] = manager === 'systemd' ? [naming.unit, unitName] : [naming.label, labelName];
  const bare = name.replace(/\.service$/, '');
  const rest = bare.startsWith(base) ? bare.slice(base.length) : null;
  const native = accountHome === null ? null : `${accountHome}/${home.default}`;
  // A root home elsewhere has a hash for a name, and no other name is known for it.
  const isNative = native !== null && identity.root === native;
  // Where the account is not known, the folder's own name has to do.
  const isUsual = native === null ? identity.root?.endsWith(`/${home.default}`) : isNative;
  if (identity.root !== null && !isUsual) return null;
  const hash = isNative && /^[0-9a-f]{8}$/.test(rest?.slice(1) ?? '') && rest?.slice(1) !== identity.profile;
  const profile = hash ? identity.profile : meant;
  const odd: boolean =
    naming.legacyUnits.includes(bare) ||
    rest === `${naming.separator}default` ||
    Boolean(rest?.startsWith('.') && naming.separator !== '.') ||
    hash;
  // Of a template, a lone drop-in and a hidden command nobody can tell what the name should be.
  const isChosen =
    named === null && identity.profile !== null && !/@|\.conf$/.test(`${name} ${definition.path}`);
  if (!(odd || isChosen) || profile === null) return null;
  const canonical = nameOf(app, profile === 'default' ? null : profile);
  return { name: manager === 'systemd' ? `${canonical}.service` : canonical, isKnown: odd };
}
