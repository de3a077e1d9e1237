import type { Finding } from '../model/finding.ts';
import type { Ignore } from '../model/ignore.ts';
import type { Subject } from '../model/subject.ts';

/**
 * The findings, those that are ignored marked with the reason, and the ignores that had something to ignore.
 * `noReason` stands where nobody gave one.
 */
export function applyIgnores(
  findings: readonly Finding[],
  ignores: readonly Ignore[],
  subjects: readonly Subject[],
  noReason: string,
): { findings: Finding[]; used: ReadonlySet<Ignore> } {
  const used = new Set<Ignore>();
  if (ignores.length === 0) return { findings: [...findings], used };
  const known = new Map(subjects.map((subject) => [subject.definition.id, subject]));
  const byRule = new Map<string, { ignore: Ignore; concerns: Concerns }[]>();
  for (const ignore of ignores) {
    const entry = { ignore, concerns: concerning(ignore) };
    const others = byRule.get(ignore.rule);
    if (others) others.push(entry);
    else byRule.set(ignore.rule, [entry]);
  }
  const marked = findings.map((finding): Finding => {
    const subject = finding.definition === null ? undefined : known.get(finding.definition);
    const [first, ...others] = (byRule.get(finding.rule) ?? [])
      .filter(({ concerns }) => concerns(finding, subject))
      .map(({ ignore }) => ignore);
    if (!first) return finding;
    for (const ignore of [first, ...others]) used.add(ignore);
    return { ...finding, ignored: first.reason || noReason, ignoredAt: first.at };
  });
  return { findings: marked, used };
}

type Concerns = (finding: Finding, subject: Subject | undefined) => boolean;

function concerning({ definitions, path, profile }: Ignore): Concerns {
  if (definitions !== null) return ({ definition }) => definition !== null && definitions.has(definition);
  const matches = path === null ? null : globMatcher(path);
  return (finding, subject) => {
    const names = subject ? namesOf(subject) : [finding.location?.path ?? ''];
    const isThere = matches === null || names.some(matches);
    return isThere && (profile === null || finding.profile === profile || subject?.meant === profile);
  };
}

const namesOf = ({ definition }: Subject): string[] => [
  definition.name,
  definition.path,
  ...definition.dropIns,
];

/** The subjects that an entry of `unitpin.yaml` is about. */
export function subjectsOf({ path, profile }: Ignore, subjects: readonly Subject[]): Subject[] {
  const matches = path === null ? null : globMatcher(path);
  return subjects.filter(
    (subject) =>
      (matches === null || namesOf(subject).some(matches)) &&
      (profile === null || subject.meant === profile || subject.identity.profile === profile),
  );
}

/**
 * `*` is anything but a slash, `**` anything, `?` one character. A pattern that is no absolute path matches the end of
 * one: `user/old.service` is in any folder.
 */
export function globMatcher(pattern: string): (path: string) => boolean {
  const parts = pattern.match(/\*{2,}\/?|[\s\S]/g) ?? [];
  // Not by a regular expression: with many stars that would take for ever.
  return (path) => {
    let ends = Array.from({ length: path.length + 1 }).map(
      (_, at) => at === 0 || (path[at - 1] === '/' && !pattern.startsWith('/')),
    );
    for (const part of parts) ends = endsAfter(part, path, ends);
    return ends.at(-1) ?? false;
  };
}

/** Where in a path a pattern may end with one more part of it, when it may have ended at `ends` before. */
function endsAfter(part: string, path: string, ends: readonly boolean[]): boolean[] {
  let any = false;
  return ends.map((end, at) => {
    const before = path[at - 1];
    const [was, wasAny] = [ends[at - 1] ?? false, any];
    if (part.startsWith('**')) {
      any ||= end;
      return part.endsWith('/') ? end || (wasAny && before === '/') : any;
    }
    if (part === '*') {
      any = end || (any && before !== '/');
      return any;
    }
    return was && (part === '?' ? before !== '/' : before === part);
  });
}

/** The subject a comment stands in; null for an entry of `unitpin.yaml`. */
export const subjectWith = ({ definitions }: Ignore, subjects: readonly Subject[]): Subject | null =>
  (definitions && subjects.find(({ definition }) => definitions.has(definition.id))) ?? null;
