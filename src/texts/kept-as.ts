import type { Receipt } from '../model/receipt.ts';
import { tr } from './tr.ts';

/** Where what was there before can be found, for the line that says what was written. */
export const keptAs = ({ id, changes }: Receipt): string =>
  changes.some(({ before }) => before !== null)
    ? tr('what was there before is kept as {id}', { id })
    : tr('receipt {id}', { id });
