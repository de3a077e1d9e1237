import { join } from 'node:path';
import ejs from 'ejs';
import { tr } from '../texts/tr.ts';
import { Failure } from './failure.ts';
import { packageFolder, readNamedFile } from './package.ts';

/** Text that an emitter has made safe for the place where it stands. Nothing else gets into a definition. */
export class Emitted {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Turns a function that quotes for one context into an emitter for templates. */
export const emitter =
  <Args extends unknown[]>(quote: (...args: Args) => string) =>
  (...args: Args): Emitted =>
    new Emitted(quote(...args));

export type Template = (locals: Readonly<Record<string, unknown>>) => string;

const compiled = new Map<string, Template>();

/**
 * Compiles `templates/<name>`, once: apps differ in their data. `<%=` lets only an emitter's value through; anything else is a bug in the
 * template and throws. `names` are the locals the template may use.
 */
export function template(name: string, names: readonly string[]): Template {
  const known = compiled.get(name);
  if (known) return known;
  const path = join(packageFolder(), 'templates', name);
  const run = ejs.compile(readNamedFile(path), {
    strict: true,
    // Its debugging wraps every error in an excerpt of the template, values included.
    compileDebug: false,
    destructuredLocals: [...names],
    escape: (value: unknown) => {
      if (value instanceof Emitted) return value.text;
      throw new Failure('bug', tr('{name} writes a value that no emitter has quoted', { name }));
    },
  });
  const result: Template = (locals) => run(locals);
  compiled.set(name, result);
  return result;
}
