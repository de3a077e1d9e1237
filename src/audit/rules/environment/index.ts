import type { Rule } from '../../engine.ts';
import { environmentFileForeign } from './environment-file-foreign.ts';
import { environmentFileMissing } from './environment-file-missing.ts';
import { homeMissing } from './home-missing.ts';
import { homeRelative } from './home-relative.ts';
import { homeTemporary } from './home-temporary.ts';
import { homeUnset } from './home-unset.ts';
import { proxyInDefinition } from './proxy-in-definition.ts';
import { runtimeDirFixed } from './runtime-dir-fixed.ts';
import { searchPathGone } from './search-path-gone.ts';
import { searchPathUnset } from './search-path-unset.ts';
import { searchPathUnstable } from './search-path-unstable.ts';
import { secretFileOpen } from './secret-file-open.ts';
import { secretInDefinition } from './secret-in-definition.ts';
import { workingDirectoryInCheckout } from './working-directory-in-checkout.ts';
import { workingDirectoryMissing } from './working-directory-missing.ts';

export const environment: readonly Rule[] = [
  environmentFileForeign,
  environmentFileMissing,
  homeMissing,
  homeRelative,
  homeTemporary,
  homeUnset,
  proxyInDefinition,
  runtimeDirFixed,
  searchPathGone,
  searchPathUnset,
  searchPathUnstable,
  secretFileOpen,
  secretInDefinition,
  workingDirectoryInCheckout,
  workingDirectoryMissing,
];
