import type { Identity, IdentityKind } from '../model/identity.ts';
import { type English, tr } from '../texts/tr.ts';

const KIND: Record<IdentityKind, English> = {
  pinned: 'pinned',
  guarded: 'not pinned, but kept off the sticky file',
  sticky: 'not pinned: it follows the sticky file',
  conflict: "the flag and another profile's home disagree",
  opaque: 'hidden by a wrapper',
  foreign: 'not the gateway of a known app',
};

/** What an identity is like, in words. */
export function identityKind({ kind, by, seen }: Identity): string {
  const against = kind === 'conflict' ? seen?.contradiction : undefined;
  if (against) return tr('{what} says another', { what: against.what });
  return kind === 'guarded' && by === null ? tr('not pinned: nothing names a profile') : tr(KIND[kind]);
}
