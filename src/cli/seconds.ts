import { Failure } from '../host/failure.ts';
import { quoted } from '../texts/quoted.ts';
import { tr } from '../texts/tr.ts';

/** A day: whoever wants more has mistaken the unit. */
const MOST = 86_400;

/** An option's number of seconds; null when it was not given. @throws Failure (usage) for anything else, 0 among it */
export function seconds(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value > 0 && value <= MOST) return value;
  throw new Failure(
    'usage',
    tr('{option} is not a number of seconds: {text}', { option, text: quoted(text) }),
  );
}
