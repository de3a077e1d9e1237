import type * as z from 'zod';
import { type English, tr } from '../texts/tr.ts';

type Issue = Parameters<z.core.$ZodErrorMap>[0];

/** The types of a schema and of YAML, as people call them. */
const TYPES: Readonly<Record<string, English>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'a boolean',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  null: 'nothing',
};

/** What is wrong with a value of a file of ours, where its schema has no words of its own for it. */
export function issueText(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? tr('it is missing')
        : tr('expected {wanted}, found {found}', { wanted: wantedBy(issue), found: typeOf(issue.input) });
    case 'invalid_value':
    case 'invalid_union':
      return tr('expected {wanted}', { wanted: wantedBy(issue) });
    case 'too_small':
      if (issue.origin === 'string' || issue.origin === 'array') return tr('it is empty');
      return issue.inclusive
        ? tr('expected {minimum} or more', { minimum: String(issue.minimum) })
        : tr('expected more than {minimum}', { minimum: String(issue.minimum) });
    case 'too_big':
      return tr('expected {maximum} or less', { maximum: String(issue.maximum) });
    default:
      return tr('it is not as it should be');
  }
}

function wantedBy(issue: z.core.$ZodIssue | Issue): string {
  if (issue.code === 'invalid_type') return nameOf(issue.expected);
  if (issue.code === 'invalid_value') {
    const words = issue.values.join(tr(', '));
    return issue.values.length === 1 ? words : tr('one of {words}', { words });
  }
  if (issue.code !== 'invalid_union') return issue.message ?? '';
  const ways = issue.errors.flatMap(([first]) => (first ? [wantedBy(first)] : []));
  return ways.join(tr(', or '));
}

function nameOf(type: string): string {
  const name = TYPES[type];
  return name === undefined ? type : tr(name);
}

const typeOf = (value: unknown): string =>
  nameOf(value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
