import * as z from 'zod';
import { type English, tr } from '../../texts/tr.ts';

/** What a value has to be, said when it is not: in the language that is spoken then. */
export const saying = (text: English) => ({ error: () => tr(text) });

export const word = z.string().min(1);
export const relative = word.regex(/^[^/~]/, saying('a path below the home, without a leading / or ~'));
export const variable = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, saying('not the name of an environment variable'));
export const pattern = word.refine((text) => {
  try {
    return Boolean(new RegExp(text));
  } catch {
    return false;
  }
}, saying('not a regular expression'));
export const seconds = z.number().nonnegative();
export const port = z.number().int().min(1).max(65535);
export const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, saying('a day: YYYY-MM-DD'));
export const code = z.number().int().min(1).max(255).nullable();
export const flag = z.string().regex(/^-/, saying('it starts with -'));
export const count = z.number().int().positive();
