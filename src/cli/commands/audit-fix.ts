import { Failure } from '../../host/failure.ts';
import type { Definition } from '../../model/definition.ts';
import type { Finding } from '../../model/finding.ts';
import type { Fixed, FixPlan } from '../../model/fix.ts';
import type { Receipt } from '../../model/receipt.ts';
import type { Subject } from '../../model/subject.ts';
import type { Context } from '../../ops/context.ts';
import { type FixOptions, planFixes, publishFixes } from '../../ops/fix.ts';
import { painter } from '../../report/colour.ts';
import { fixesDiff, fixesText } from '../../report/fixes.ts';
import { unitFolders } from '../../systemd/load-path.ts';
import { again, shellWord } from '../again.ts';
import type { FailOn, Outcome } from '../exit.ts';
import type { Io } from '../io.ts';
import type { GlobalOptions } from '../options.ts';
import { type AuditFormat, printAudit } from './audit-output.ts';

interface Options extends GlobalOptions {
  paths: string[];
  format: AuditFormat;
  failOn: FailOn;
  fix?: 'safe' | 'all' | undefined;
  inPlace: boolean;
  diff: boolean;
  statistics: boolean;
}

interface Audited {
  subjects: readonly Subject[];
  findings: readonly Finding[];
  live: boolean;
}

interface Eyes extends Pick<FixOptions, 'survey' | 'look' | 'rules'> {
  /** The audit as it was asked for, after the fixes. */
  lookAgain(): Promise<Audited>;
}

/** Mends what the audit found, then tells what is left. With `--diff` it only shows what it would write. */
export async function auditFix(
  context: Context,
  audited: Audited,
  options: Options,
  io: Io,
  { survey, look, rules, lookAgain }: Eyes,
): Promise<Outcome> {
  if (options.inPlace && options.fix === undefined && !options.diff)
    throw new Failure('usage', '--in-place goes with --fix: it says how to write', {
      next: 'unitpin audit --fix --in-place --diff',
    });
  const named = options.paths.length > 0;
  const plan = await planFixes(context, audited, {
    unsafe: options.fix === 'all',
    inPlace: options.inPlace,
    named,
    rules,
    survey,
    look,
  });
  const receipt = options.diff ? null : publishFixes(context, plan);
  const left = receipt === null ? withoutFixed(audited, plan.fixed) : await lookAgain();
  const paint = painter(io.colour);
  const next = nextStep(context, audited, plan, receipt, options);
  if (options.format === 'text') {
    const { home } = context.account;
    if (options.diff && plan.files.length > 0) io.out(fixesDiff(plan.files, paint));
    const notes = options.fix === 'all' ? plan.notes : [...plan.notes, ...hintAtUnsafe(audited.findings)];
    const told = fixesText(
      { ...plan, notes },
      audited.subjects,
      { receipt: receipt?.id ?? null, home },
      paint,
    );
    if (told !== '' && !options.quiet) io.out(`${told}\n`);
  } else if (options.format !== 'json') tellOnTheSide(plan, receipt, io);
  const outcome = { fixed: plan.fixed, refused: plan.refused, receipt: receipt?.id ?? null };
  await printAudit(context, { ...left, next, fixes: outcome }, options, io);
  if (plan.refused.some(({ byHost }) => byHost)) return { kind: 'refused', count: plan.refused.length };
  // What is only shown is not mended yet.
  const counts = options.diff ? audited.findings : left.findings;
  return { kind: 'findings', findings: counts, failOn: options.failOn };
}

/** What would be left: one finding for each that was fixed is gone. */
function withoutFixed(audited: Audited, fixed: readonly Fixed[]): Audited {
  const gone = new Set(fixed.map(({ rule, definition }) => `${rule} ${definition}`));
  const left = ({ rule, definition, ignored, fix }: Finding): boolean =>
    ignored !== null || !fix || fix.edits.length === 0 || !gone.has(`${rule} ${definition}`);
  return { ...audited, findings: audited.findings.filter(left) };
}

function hintAtUnsafe(findings: readonly Finding[]): string[] {
  const more = findings.filter(
    ({ fix, ignored }) => ignored === null && fix?.safety === 'unsafe' && fix.edits.length > 0,
  ).length;
  return more > 0 ? [`${more} more can be fixed with --fix=all: look with --diff first`] : [];
}

/** Formats for machines have one result on stdout, and it is the findings. */
function tellOnTheSide({ fixed, refused }: FixPlan, receipt: Receipt | null, io: Io): void {
  const kept = receipt === null ? '' : `; what was there before is kept as ${receipt.id}`;
  io.err(`${fixed.length} fixed, ${refused.length} refused${kept}`);
}

/** What makes the manager take it, or what writes it. */
function nextStep(
  context: Context,
  { subjects }: Audited,
  { files, fixed }: FixPlan,
  receipt: Receipt | null,
  options: Options,
): string | null {
  const { account, host, manager } = context;
  if (receipt === null) {
    if (files.length === 0) return null;
    const flags = `audit --fix${options.fix === 'all' ? '=all' : ''}${options.inPlace ? ' --in-place' : ''}`;
    return [again(flags, options), ...options.paths.map(shellWord)].join(' ');
  }
  if (!host.live || options.root !== undefined) return null;
  const ids = new Set(fixed.map(({ definition }) => definition));
  const jobs = subjects
    .map(({ definition }) => definition)
    .filter((one) => one.manager === 'launchd' && one.scope !== 'unknown' && ids.has(one.id));
  if (jobs.length > 0) return jobs.map((job) => reloadJob(job, account.uid)).join('; ');
  if (options.paths.length === 0) return manager === 'systemd' ? again('apply', options) : null;
  for (const scope of ['user', 'system'] as const) {
    const folders = unitFolders(scope, { home: account.home, env: host.environment });
    if (files.some(({ path }) => folders.some((folder) => path.startsWith(`${folder}/`))))
      return scope === 'user' ? 'systemctl --user daemon-reload' : 'systemctl daemon-reload';
  }
  return null;
}

/** launchd reads a property list only when the job is loaded. */
function reloadJob({ name, path, scope }: Definition, uid: number): string {
  const domain = scope === 'system' ? 'system' : `gui/${uid}`;
  return `launchctl bootout ${shellWord(`${domain}/${name}`)}; launchctl bootstrap ${domain} ${shellWord(path)}`;
}
