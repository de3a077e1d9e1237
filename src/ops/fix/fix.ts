import { resolve } from 'node:path';
import { rules } from '../../audit/rules/index.ts';
import type { Finding } from '../../model/finding.ts';
import type { Fixed, FixPlan, Refused } from '../../model/fix.ts';
import { lastWritten } from '../../store/store.ts';
import { type English, tr } from '../../texts/tr.ts';
import { type AuditRequest, auditDefinitions, surveyFor } from '../audit/audit.ts';
import type { Context } from '../context.ts';
import type { Manager } from '../manager.ts';
import { whose } from '../proposal.ts';
import { attempt, type Start } from './fix-attempt.ts';
import type { Looked, Objection } from './fix-check.ts';
import { isIdentity, isMade, type Wanted, wantedFixes } from './fix-edits.ts';
import { inputs, type Proposal } from './fix-propose.ts';

export interface FixOptions {
  /** How the audit was asked for, and what the manager said then; null where files are named. */
  request: AuditRequest;
  manager: Manager | null;
  /** Unsafe fixes, too. */
  unsafe: boolean;
  inPlace: boolean;
}

/**
 * Turns what rules propose into files, and looks at the result before anybody writes it: the same audit with the new
 * files in the place of the old ones. A fix that does not fix, brings something as bad, or changes whom a service runs,
 * is refused; so is one that `systemd-analyze verify` has something new to say about. The others go on without it.
 */
export async function planFixes(given: Context, audited: Looked, options: FixOptions): Promise<FixPlan> {
  const { unsafe, inPlace } = options;
  const refused: Refused[] = [];
  const refuse: Refuse = ({ subject }, findings, reason, byHost = false) => {
    const known = findings.filter((finding) => audited.findings.includes(finding));
    const rules = [...new Set(known.map(({ rule }) => rule))];
    if (rules.length > 0) refused.push({ definition: subject.definition.id, rules, reason, byHost });
  };
  const written = lastWritten(given.host.files, given.state);
  let all = wantedFixes(audited.subjects, audited.findings, unsafe).filter((wanted) => {
    const why = notToFix(given, wanted, written, options.manager === null);
    if (why !== null) refuse(wanted, wanted.findings, why);
    return why === null;
  });
  const nothing: FixPlan = { files: [], fixed: [], refused, notes: [] };
  if (all.length === 0) return nothing;
  const start = await lookFirst(given, options, written);
  const asked = new Set(options.request.rules.map(({ id }): string => id));
  const tried = new Set<string>();
  while (all.length > 0) {
    const { proposals, files, wrong, after } = await attempt(start, all);
    // What fixes bring about may be mended in the same way, and then there is nothing against them.
    const mayMend = (rule: string): boolean => wrong.length > 0 || asked.has(rule);
    const more = after
      ? withNew(all, start.before, wantedFixes(after.subjects, after.findings, unsafe), mayMend, tried)
      : null;
    if (more) {
      all = more;
      continue;
    }
    if (wrong.length === 0) {
      const fixed = proposals.flatMap((one) => tellFixed(one, audited));
      return { files, fixed, refused, notes: [...start.notes] };
    }
    all = withoutThese(all, await pinpoint(wrong, start), inPlace, refuse);
  }
  return nothing;
}

/** The look at everything before anything is fixed. */
async function lookFirst(
  given: Context,
  { request, manager, inPlace }: FixOptions,
  written: ReadonlyMap<string, string>,
): Promise<Start> {
  // What a running manager says cannot be asked about files that are not there yet: all looks are at files alone.
  const context: Context = { ...given, host: { ...given.host, live: false } };
  const quiet = manager && { ...manager, asks: false };
  const paths = given.host.live ? request.paths.map((path) => resolve(path)) : request.paths;
  const everything = { ...request, paths, rules, profiles: undefined, verify: false };
  const look = (at: Context) => auditDefinitions(at, everything, quiet);
  const before = await look(context);
  return {
    given,
    context,
    before,
    inPlace,
    notes: new Set(),
    inputOf: inputs(context, before.subjects, written, manager === null),
    survey: (at) => surveyFor(at, everything, quiet),
    look,
  };
}

/** The fixes, and those of findings that they bring about; null when there are none. Each is tried once. */
function withNew(
  all: readonly Wanted[],
  before: Looked,
  after: readonly Wanted[],
  mayMend: (rule: string) => boolean,
  tried: Set<string>,
): Wanted[] | null {
  const then = new Set(before.findings.map(({ rule, definition }) => `${rule} ${definition}`));
  const found = after.flatMap(({ findings }) => findings);
  const fresh = found.filter(({ rule, definition }) => {
    const key = `${rule} ${definition}`;
    if (then.has(key) || tried.has(key) || !mayMend(rule)) return false;
    tried.add(key);
    return all.some(({ subject }) => subject.definition.id === definition);
  });
  if (fresh.length === 0) return null;
  return all.map((wanted) => ({
    ...wanted,
    findings: [
      ...wanted.findings,
      ...fresh.filter(({ definition }) => definition === wanted.subject.definition.id),
    ],
  }));
}

/** Of several fixes of one definition those that are no good by themselves; all where none is. */
async function pinpoint(wrong: readonly Objection[], start: Start): Promise<Objection[]> {
  const result: Objection[] = [];
  for (const objection of wrong) {
    const { wanted, findings } = objection;
    if (result.some((one) => one.wanted === wanted && findings === null)) continue;
    const alone: Objection[] = [];
    if (findings === null && wanted.findings.length > 1)
      for (const finding of wanted.findings) {
        const own = await attempt(start, [{ ...wanted, findings: [finding] }]);
        alone.push(...own.wrong.slice(0, 1).map((one) => ({ ...one, wanted, findings: [finding] })));
      }
    result.push(...(alone.length > 0 ? alone : [objection]));
  }
  return result;
}

/** Why nothing of a definition is fixed at all; null when it may be. */
function notToFix(
  { host, scope }: Context,
  { subject }: Wanted,
  written: ReadonlyMap<string, string>,
  named: boolean,
): string | null {
  const { definition } = subject;
  if (!named && definition.scope === 'system' && scope !== 'system')
    return tr('it is a service of the system: --scope system fixes those');
  const found = host.files.read(definition.path);
  const ours = whose(written, definition.path, found.state === 'there' ? found.bytes : null) === 'ours';
  return ours ? tr('unitpin wrote it whole, by what unitpin.yaml says: change that, then unitpin gen') : null;
}

/** A finding whose edits lost against another one's is not fixed, even should it be gone. */
const tellFixed = ({ wanted, edits, files }: Proposal, audited: Looked): Fixed[] =>
  wanted.findings
    .filter((finding) => isMade(finding, edits) && audited.findings.includes(finding))
    .map(({ rule, fix }) => {
      // The pin comes last.
      const file = fix?.edits.some(isIdentity) ? files.at(-1) : files[0];
      return { rule, definition: wanted.subject.definition.id, path: file?.path ?? '' };
    });

type Refuse = (wanted: Wanted, findings: readonly Finding[], reason: string, byHost?: boolean) => void;

/** Takes out what there is something against, and says so. */
function withoutThese(
  all: readonly Wanted[],
  wrong: readonly Objection[],
  inPlace: boolean,
  refuse: Refuse,
): Wanted[] {
  return all.flatMap((wanted) => {
    const against = wrong.filter((one) => one.wanted === wanted);
    const whole = against.find(({ findings }) => findings === null);
    const gone = new Set(whole ? wanted.findings : against.flatMap(({ findings }) => findings ?? []));
    for (const { findings, reason, byHost } of whole ? [whole] : against) {
      const about = findings ?? wanted.findings;
      const hint = !inPlace && wanted.subject.definition.manager === 'systemd' && about.some(takesAway);
      refuse(wanted, about, hint ? `${reason} (${tr(IN_PLACE)})` : reason, byHost);
    }
    const left = wanted.findings.filter((finding) => !gone.has(finding));
    return left.length > 0 ? [{ ...wanted, findings: left }] : [];
  });
}

/** What a drop-in often cannot do. */
const takesAway = ({ fix }: Finding): boolean =>
  fix?.edits.some((edit) => edit.kind === 'setting' && edit.value === null) ?? false;

const IN_PLACE: English = '--in-place edits the unit itself';
