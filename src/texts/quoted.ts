import { tr } from './tr.ts';

/** A word as somebody typed it, in quotes; what would not be seen is escaped. */
export const quoted = (text: string): string => tr('"{text}"', { text: JSON.stringify(text).slice(1, -1) });
