import { Failure } from '../../host/failure.ts';
import type { Definition } from '../../model/definition.ts';
import type { Finding } from '../../model/finding.ts';
import type { Fixed, FixPlan } from '../../model/fix.ts';
import type { Receipt } from '../../model/receipt.ts';
import { shellWord } from '../../model/shell-word.ts';
import { type Audited, type AuditRequest, auditDefinitions, managerFor } from '../../ops/audit/audit.ts';
import type { Context } from '../../ops/context.ts';
import { exclusively } from '../../ops/exclusive.ts';
import { planFixes } from '../../ops/fix/fix.ts';
import { publishFixes } from '../../ops/publish.ts';
import { painter } from '../../report/colour.ts';
import { fixesDiff, fixesText } from '../../report/fixes.ts';
import { unitFolders } from '../../systemd/load-path.ts';
import { keptAs } from '../../texts/kept-as.ts';
import { tr } from '../../texts/tr.ts';
import { again } from '../again.ts';
import type { Outcome } from '../exit.ts';
import { type Io, uninterrupted } from '../io.ts';
import { tellInterrupted } from '../tell-interrupted.ts';
import type { AuditOptions } from './audit.ts';
import { auditAgain } from './audit-next.ts';
import { printAudit } from './audit-output.ts';

/** Mends what the audit finds, then tells what is left. With `--diff` it only shows what it would write. */
export async function auditFix(
  context: Context,
  request: AuditRequest,
  options: AuditOptions,
  io: Io,
): Promise<Outcome> {
  if (options.inPlace && options.fix === undefined && !options.diff)
    throw new Failure('usage', tr('--in-place goes with --fix: it says how to write'), {
      next: 'unitpin audit --fix --in-place --diff',
    });
  const say = (line: string): void => (options.quiet ? undefined : io.err(line));
  // What was left unfinished decides what there is to mend.
  if (options.diff) tellInterrupted(context, options, io);
  else await exclusively(context, say, () => undefined);
  const manager = await managerFor(context, request);
  const audited = await auditDefinitions(context, request, manager);
  const how = { unsafe: options.fix === 'all', inPlace: options.inPlace };
  const plan = await planFixes(context, audited, { request, manager, ...how });
  const publish = () => uninterrupted(() => publishFixes(context, plan));
  const receipt = options.diff ? null : await exclusively(context, say, publish);
  const left =
    receipt === null
      ? withoutFixed(audited, plan.fixed)
      : await auditDefinitions(context, request, await managerFor(context, request));
  if (options.format === 'text') tell(context, left, plan, receipt, options, io);
  else if (options.format !== 'json') tellOnTheSide(plan, receipt, io);
  const next = nextStep(context, audited, plan, receipt, options);
  const fixes = { fixed: plan.fixed, refused: plan.refused, receipt: receipt?.id ?? null };
  // A page shows what is wrong beside what would mend it.
  const shown = options.format === 'html' && receipt === null ? audited : left;
  const html = { fixes: plan, written: receipt !== null, happenings: [] };
  await printAudit(context, { ...shown, next, fixes, html }, options, io);
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

function tell(
  { account }: Context,
  { findings, subjects }: Audited,
  plan: FixPlan,
  receipt: Receipt | null,
  options: AuditOptions,
  io: Io,
): void {
  const paint = painter(io.colour);
  if (options.diff && plan.files.length > 0) io.out(fixesDiff(plan.files, paint));
  const notes = options.fix === 'all' ? plan.notes : [...plan.notes, ...hintAtUnsafe(findings)];
  const written = { receipt, home: account.home };
  const told = fixesText({ ...plan, notes }, subjects, written, paint);
  // A blank line before the findings: the second one is the writer's.
  if (told !== '' && !options.quiet) io.out(`${told}\n\n`);
}

function hintAtUnsafe(findings: readonly Finding[]): string[] {
  const more = findings.filter(
    ({ fix, ignored }) => ignored === null && fix?.safety === 'unsafe' && fix.edits.length > 0,
  ).length;
  return more > 0 ? [tr('--fix=all would fix {more} more: look at it with --fix=all --diff', { more })] : [];
}

/** Formats for machines have one result on stdout, and it is the findings. */
function tellOnTheSide({ fixed, refused }: FixPlan, receipt: Receipt | null, io: Io): void {
  const kept = receipt === null ? '' : tr('; {receipt}', { receipt: keptAs(receipt) });
  io.err(
    tr('{fixed} fixed, {refused} refused{kept}', { fixed: fixed.length, refused: refused.length, kept }),
  );
}

/** What makes the manager take it, or what writes it. */
function nextStep(
  context: Context,
  { subjects }: Audited,
  { files, fixed }: FixPlan,
  receipt: Receipt | null,
  options: AuditOptions,
): string | null {
  const { account, host, manager } = context;
  if (receipt === null) {
    if (files.length === 0) return null;
    return auditAgain(
      `--fix${options.fix === 'all' ? '=all' : ''}${options.inPlace ? ' --in-place' : ''}`,
      options,
    );
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
