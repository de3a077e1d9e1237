import { isTemporary } from '../../../model/passing-path.ts';
import type { Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { programsOf } from '../../programs.ts';
import { ofApp } from '../../select.ts';
import { isOpen } from '../../values.ts';

/** The folder of an install, where a program of it is in a virtual environment: an update may make both anew. */
const CHECKOUT = /^(\/.+)\/\.?venv\/bin\/[^/]+$/;
/** Folders that a package manager owns. */
const PACKAGES = /\/(?:site-packages|dist-packages|node_modules)(?:\/|$)/;

/** NousResearch/hermes-agent PR #34805: the unit's folder was the checkout until then. */
export const workingDirectoryInCheckout: Rule = {
  id: 'working-directory-in-checkout',
  severity: 'warning',
  confidence: 'medium',
  fix: null,
  check: once(function* (input) {
    const texts = input.texts['working-directory-in-checkout'];
    for (const subject of ofApp(input)) {
      const { definition, identity } = subject;
      const place = definition.places.find(({ what }) => what === 'working-directory');
      if (!place || place.optional || isOpen(place.path)) continue;
      const { path, location } = place;
      const checkouts = programsOf(subject).flatMap(({ name }) => CHECKOUT.exec(name)?.[1] ?? []);
      const layouts = input.app.program.layouts.map((layout) => layout.path.replace(/\/.*$/, ''));
      // Where the home is, too, nobody deletes the folder; and a checkout's name counts only below the root home.
      const holdsHome = identity.home !== null && isWithin(identity.home, path);
      const known = layouts.filter((name) => name !== 'bin').map((name) => `${identity.root}/${name}`);
      const inCheckout = !holdsHome && [...checkouts, ...known].some((folder) => isWithin(path, folder));
      const passes = isTemporary(path) && !isTemporary(definition.accountHome ?? '/');
      if (inCheckout) yield { subject, message: texts.checkout({ path }), location };
      else if (passes) yield { subject, message: texts.temporary({ path }), location };
      else if (PACKAGES.test(path)) yield { subject, message: texts.packages({ path }), location };
    }
  }),
};

const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
