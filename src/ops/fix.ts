import { Failure } from '../host/failure.ts';
import { overlay } from '../host/overlay.ts';
import type { Finding } from '../model/finding.ts';
import type { FileChange, Fixed, FixPlan, Refused } from '../model/fix.ts';
import type { Receipt } from '../model/receipt.ts';
import { lastWritten, publish } from '../store/store.ts';
import type { Context } from './context.ts';
import { type Looked, type Objection, objections } from './fix-check.ts';
import { isIdentity, isMade, type Wanted, wantedFixes } from './fix-edits.ts';
import { inputs, type Proposal, propose, type Survey } from './fix-propose.ts';
import { whose } from './proposal.ts';
import { storeOf } from './publish.ts';
import { newMessages } from './verify-rewrites.ts';

export interface FixOptions {
  /** Unsafe fixes, too. */
  unsafe: boolean;
  inPlace: boolean;
  /** Files and folders were named. */
  named: boolean;
  /** The rules that were asked for. */
  rules: ReadonlySet<string>;
  survey: Survey;
  /** The whole audit of these, every rule. */
  look(context: Context): Promise<Looked>;
}

/**
 * Turns what rules propose into files, and looks at the result before anybody writes it: the same audit with the new
 * files in the place of the old ones. A fix that does not fix, brings something as bad, or changes whom a service runs,
 * is refused; so is one that `systemd-analyze verify` has something new to say about. The others go on without it.
 */
export async function planFixes(given: Context, audited: Looked, options: FixOptions): Promise<FixPlan> {
  // What a running manager says cannot be asked about files that are not there yet: both looks are at files alone.
  const context: Context = { ...given, host: { ...given.host, live: false } };
  const refused: Refused[] = [];
  const notes = new Set<string>();
  const refuse = (wanted: Wanted, findings: readonly Finding[], reason: string, byHost = false): void => {
    const rules = [...new Set(findings.map(({ rule }) => rule))];
    refused.push({ definition: wanted.subject.definition.id, rules, reason, byHost });
  };
  const written = lastWritten(context.host.files, context.state);
  let all = wantedFixes(audited.subjects, audited.findings, options.unsafe);
  all = all.filter((wanted) => {
    const why = notToFix(context, wanted, written, options.named);
    if (why !== null) refuse(wanted, wanted.findings, why);
    return why === null;
  });
  const nothing: FixPlan = { files: [], fixed: [], refused, notes: [] };
  if (all.length === 0) return nothing;
  const before = await options.look(context);
  const inputOf = inputs(context, before.subjects, written, options.named);
  const attempt = async (wanted: readonly Wanted[]): Promise<Attempt> => {
    const { proposals, failures } = await propose(context, wanted, inputOf, options, notes);
    const idle = proposals.filter(({ files }) => files.length === 0).map((one) => one.wanted);
    const wrong = [
      ...failures,
      ...idle.map((one) => ({ wanted: one, findings: null, reason: 'the fix changes nothing here' })),
    ];
    const files = mergeFiles(proposals);
    if (wrong.length > 0) return { proposals, files, wrong, after: null };
    const after = await options.look(withFiles(context, files));
    const found = objections(before, after, wanted);
    return {
      proposals,
      files,
      wrong: found.length > 0 ? found : await refusedByManager(given, proposals),
      after,
    };
  };
  const tried = new Set<string>();
  while (all.length > 0) {
    const { proposals, files, wrong, after } = await attempt(all);
    // What fixes bring about may be mended in the same way, and then there is nothing against them.
    const more = after ? withNew(all, before, after, wrong.length > 0, options, tried) : null;
    if (more) {
      all = more;
      continue;
    }
    if (wrong.length === 0) {
      const fixed = proposals.flatMap((one) => tellFixed(one, audited));
      return { files, fixed, refused, notes: [...notes] };
    }
    all = withoutThese(all, await pinpoint(wrong, attempt), options.inPlace, (wanted, findings, ...why) => {
      const known = findings.filter((finding) => audited.findings.includes(finding));
      if (known.length > 0) refuse(wanted, known, ...why);
    });
  }
  return nothing;
}

interface Attempt {
  proposals: readonly Proposal[];
  files: readonly FileChange[];
  wrong: readonly Objection[];
  after: Looked | null;
}

/** The fixes, and those of findings that they bring about; null when there are none. Each is tried once. */
function withNew(
  all: readonly Wanted[],
  before: Looked,
  after: Looked,
  needed: boolean,
  { unsafe, rules }: FixOptions,
  tried: Set<string>,
): Wanted[] | null {
  const then = new Set(before.findings.map(({ rule, definition }) => `${rule} ${definition}`));
  const found = wantedFixes(after.subjects, after.findings, unsafe).flatMap(({ findings }) => findings);
  const fresh = found.filter(({ rule, definition }) => {
    const key = `${rule} ${definition}`;
    if (then.has(key) || tried.has(key) || !(needed || rules.has(rule))) return false;
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
async function pinpoint(
  wrong: readonly Objection[],
  attempt: (wanted: readonly Wanted[]) => Promise<Attempt>,
): Promise<Objection[]> {
  const result: Objection[] = [];
  for (const objection of wrong) {
    const { wanted, findings } = objection;
    if (result.some((one) => one.wanted === wanted && findings === null)) continue;
    const alone: Objection[] = [];
    if (findings === null && wanted.findings.length > 1)
      for (const finding of wanted.findings) {
        const own = await attempt([{ ...wanted, findings: [finding] }]);
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
    return 'it is a service of the system: --scope system fixes those';
  const found = host.files.read(definition.path);
  const ours = whose(written, definition.path, found.state === 'there' ? found.bytes : null) === 'ours';
  return ours ? 'unitpin wrote it whole: write it anew with unitpin gen' : null;
}

/** Each path once: a template and its instances share files. */
function mergeFiles(proposals: readonly Proposal[]): FileChange[] {
  return [...new Map(proposals.flatMap(({ files }) => files).map((file) => [file.path, file])).values()];
}

const withFiles = (context: Context, files: readonly FileChange[]): Context => ({
  ...context,
  host: {
    ...context.host,
    files: overlay(context.host.files, new Map(files.map(({ path, after }) => [path, after]))),
  },
});

/** A finding whose edits lost against another one's is not fixed, even should it be gone. */
const tellFixed = ({ wanted, edits, files }: Proposal, audited: Looked): Fixed[] =>
  wanted.findings
    .filter((finding) => isMade(finding, edits) && audited.findings.includes(finding))
    .map(({ rule, fix }) => {
      // The pin comes last.
      const file = fix?.edits.some(isIdentity) ? files.at(-1) : files[0];
      return { rule, definition: wanted.subject.definition.id, path: file?.path ?? '' };
    });

/** What the manager's own checker says about the new files and not about the old ones. */
async function refusedByManager(context: Context, proposals: readonly Proposal[]): Promise<Objection[]> {
  const rewrites = proposals.map(({ wanted: { subject }, files }) => {
    const { id, manager, name, scope, path, sources } = subject.definition;
    const after = new Map(files.map((file) => [file.path, file.after]));
    return { id, manager, name, scope, path, before: sources, after };
  });
  const messages = await newMessages(context, rewrites);
  return proposals.flatMap(({ wanted }) => {
    const said = messages.get(wanted.subject.definition.id);
    return said === undefined ? [] : [{ wanted, findings: null, reason: `${said.by}: ${said.message}` }];
  });
}

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
      refuse(wanted, about, hint ? `${reason} (${IN_PLACE})` : reason, byHost);
    }
    const left = wanted.findings.filter((finding) => !gone.has(finding));
    return left.length > 0 ? [{ ...wanted, findings: left }] : [];
  });
}

/** What a drop-in often cannot do. */
const takesAway = ({ fix }: Finding): boolean =>
  fix?.edits.some((edit) => edit.kind === 'setting' && edit.value === null) ?? false;

const IN_PLACE = 'unitpin audit --fix --in-place edits the unit itself';

/** Whether somebody has written it since it was read. */
const moved = ({ host }: Context, { path, before }: FileChange): boolean => {
  const found = host.files.read(path);
  return found.state === 'there'
    ? before?.equals(found.bytes) !== true
    : before !== null || found.state !== 'absent';
};

/** Writes what a plan says, with backups and a receipt. Null when there is nothing to write. */
export function publishFixes(context: Context, { files }: FixPlan): Receipt | null {
  const gone = files.filter((file) => moved(context, file)).map(({ path }) => path);
  if (gone.length > 0) {
    throw new Failure('host', `${gone.join(' and ')} changed since it was read; nothing was written`, {
      next: 'unitpin audit --fix',
    });
  }
  const writings = files.map(({ path, after, mode, ours }) => ({ path, bytes: after, mode, ours }));
  return writings.length === 0 ? null : publish(storeOf(context), 'audit --fix', writings);
}
