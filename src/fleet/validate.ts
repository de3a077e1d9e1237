import type { ZodError, ZodType } from 'zod';
import { Failure } from '../host/failure.ts';
import { tr } from '../texts/tr.ts';
import { issueText } from './issue-text.ts';
import { locateYaml } from './yaml.ts';

/** Checks a file of ours against its schema; the error names file, line, column and key, and lists what else is wrong. */
export function validate<T>(schema: ZodType<T>, data: unknown, text: string, path: string): T {
  const result = schema.safeParse(data ?? {}, { error: issueText });
  if (result.success) return result.data;
  // Each costs a walk through the text, and nobody reads more at once.
  const problems = result.error.issues
    .slice(0, MAX_TOLD)
    .flatMap(innermost)
    .map((issue) => {
      const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
      const keys = unknown === undefined ? issue.path : [...issue.path, unknown];
      const where = { path, ...locateYaml(text, keys) };
      // What is wrong with a key is told by the schema of the key.
      const said = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
      const message =
        unknown === undefined
          ? said
          : tr('unknown key; known are {known}', { known: known(schema, issue.path) });
      return {
        where,
        text: ((isName(keys[0]) ? keys : []).join('.') || tr('the file')) + tr(': ') + message,
      };
    });
  const [first, ...others] = problems;
  throw new Failure('usage', tr('{path} is not as it should be: {text}', { path, text: first?.text }), {
    ...(first && { where: first.where }),
    ...(others.length > 0 && {
      why: tr('also: {others}', {
        others: others
          .map((other) => tr('line {line}: {text}', { line: other.where.line, text: other.text }))
          .join(tr('; ')),
      }),
    }),
  });
}

/** Somebody's secrets may stand where a key should, in a file that is none of ours. */
const isName = (key: PropertyKey | undefined): boolean => /^[\w.-]{1,64}$/.test(String(key));

/** Problems told at once. */
const MAX_TOLD = 5;

type Issue = ZodError['issues'][number];

/** Of a value that may be one thing or another, the problems with the one that was meant: the one that got furthest. */
function innermost(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const meant = issue.errors.find(
    (issues) =>
      issues.some(({ path }) => path.length > 0) || issues.some(({ code }) => code === 'unrecognized_keys'),
  );
  if (!meant) return [issue];
  return meant.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as Issue);
}

/** The keys a mapping of the schema knows, for the message about one it does not. */
function known(schema: ZodType, path: readonly PropertyKey[]): string {
  let at: unknown = schema;
  for (const key of path) {
    const inner = unwrap(at);
    at = inner.shape?.[String(key)] ?? inner.valueType ?? inner.element;
  }
  return Object.keys(unwrap(at).shape ?? {}).join(tr(', ')) || tr('none');
}

interface Inner {
  shape?: Record<string, unknown>;
  valueType?: unknown;
  element?: unknown;
}

function unwrap(schema: unknown): Inner {
  let at = schema as (Inner & { def?: { innerType?: unknown; options?: unknown[] } }) | undefined;
  while (at?.def?.innerType) at = at.def.innerType as typeof at;
  const options = at?.def?.options;
  return options ? ((options.map(unwrap).find((option) => option.shape) ?? {}) as Inner) : (at ?? {});
}
