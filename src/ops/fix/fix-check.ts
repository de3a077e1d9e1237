import type { Finding, Severity } from '../../model/finding.ts';
import type { Identity } from '../../model/identity.ts';
import type { Subject } from '../../model/subject.ts';
import { tr } from '../../texts/tr.ts';
import { editsOf, isIdentity, pins, type Wanted } from './fix-edits.ts';

/** What an audit sees: the same twice, before the fixes and with them. */
export interface Looked {
  subjects: readonly Subject[];
  findings: readonly Finding[];
}

/** Why fixes of one definition are no fixes. `findings`: these alone; null: none of its fixes may be made. */
export interface Objection {
  wanted: Wanted;
  findings: readonly Finding[] | null;
  reason: string;
  byHost?: boolean;
}

const RANK: Record<Severity, number> = { error: 3, warning: 2, info: 1 };
const rankOf = (findings: readonly Finding[]): number =>
  Math.max(0, ...findings.map(({ severity }) => RANK[severity]));

/**
 * Compares the two looks: nothing that was fixed may still be there, and nothing as bad be new.
 * @param run the app's word for being a gateway
 */
export function objections(
  before: Looked,
  after: Looked,
  fixed: readonly Wanted[],
  run: string,
): Objection[] {
  return [
    ...remaining(before, after, fixed),
    ...identities(before, after, fixed, run),
    ...added(before, after, fixed),
  ];
}

const open = ({ findings }: Looked): Finding[] => findings.filter(({ ignored }) => ignored === null);

function countBy(findings: readonly Finding[]): Map<string, Finding[]> {
  const result = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.rule} ${finding.definition}`;
    result.set(key, [...(result.get(key) ?? []), finding]);
  }
  return result;
}

function remaining(before: Looked, after: Looked, fixed: readonly Wanted[]): Objection[] {
  const [then, now] = [countBy(open(before)), countBy(open(after))];
  return fixed.flatMap((wanted) => {
    const still = [...countBy(wanted.findings)].filter(([key, found]) => {
      const left = (then.get(key)?.length ?? 0) - found.length;
      return (now.get(key)?.length ?? 0) > Math.max(0, left);
    });
    return still.map(([key, findings]) => ({
      wanted,
      findings,
      reason: tr('it would still be found: {message}', { message: now.get(key)?.at(-1)?.message }),
    }));
  });
}

/** Findings that were not there, or not as bad. */
function added(before: Looked, after: Looked, fixed: readonly Wanted[]): Objection[] {
  const then = countBy(open(before));
  const isNew = ([key, found]: [string, Finding[]]): boolean => {
    const known = then.get(key) ?? [];
    return found.length > known.length || rankOf(found) > rankOf(known);
  };
  const news = [...countBy(open(after))].filter(isNew).flatMap(([, found]) => found.slice(0, 1));
  return news.flatMap((finding) => {
    const own = fixed.filter(({ subject }) => subject.definition.id === finding.definition);
    const reason = tr('it would bring a new {severity} ({rule}): {message}', {
      severity: finding.severity,
      rule: finding.rule,
      message: finding.message,
    });
    // One about another definition, or about the fleet, comes from who runs which profile.
    const blamed = own.length > 0 ? own : fixed.filter((wanted) => editsOf(wanted).some(isIdentity));
    return blamed
      .filter((wanted) => RANK[finding.severity] >= rankOf(wanted.findings))
      .map((wanted) => ({ wanted, findings: null, reason }));
  });
}

const saysWho = ({ kind, profile, action }: Identity): string =>
  `${kind}${profile === null ? '' : tr(' as {profile}', { profile })}${action === null ? '' : ` (${action})`}`;

/** Whom a definition runs changes only where that is what the fix is for, and then to whom it is meant for. */
function identities(before: Looked, after: Looked, fixed: readonly Wanted[], run: string): Objection[] {
  const then = new Map(before.subjects.map((subject) => [subject.definition.id, subject]));
  const now = new Map(after.subjects.map((subject) => [subject.definition.id, subject]));
  return fixed.flatMap((wanted) => {
    const { id } = wanted.subject.definition;
    const [was, is] = [then.get(id), now.get(id)];
    const object = (reason: string): Objection[] => [{ wanted, findings: null, reason }];
    if (!is) return object(tr('the service manager would not find it any more'));
    if (!was) return [];
    const edits = editsOf(wanted);
    const { kind, profile, action } = is.identity;
    const right = kind === 'pinned' && profile === was.meant && action === run;
    const same =
      kind === was.identity.kind &&
      profile === was.identity.profile &&
      action === was.identity.action &&
      is.identity.root === was.identity.root;
    if (pins(edits) ? right : same || (right && edits.some(isIdentity))) return [];
    return object(
      pins(edits)
        ? tr('it would still not be pinned to {meant}, but {identity}', {
            meant: was.meant,
            identity: saysWho(is.identity),
          })
        : tr('whom it runs would change from {identity} to {identity2}', {
            identity: saysWho(was.identity),
            identity2: saysWho(is.identity),
          }),
    );
  });
}
