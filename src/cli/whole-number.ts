import { Failure } from '../host/failure.ts';
import { quoted } from '../texts/quoted.ts';
import { tr } from '../texts/tr.ts';

/** The value of an option that takes 1 or more; null where it is not given. @throws Failure (usage) for anything else */
export function wholeNumber(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value > 0) return value;
  throw new Failure(
    'usage',
    tr('{option} takes a whole number, 1 or more: {text} is not one', { option, text: quoted(text) }),
  );
}
