import { rules } from '../../audit/rules/index.ts';
import { Failure } from '../../host/failure.ts';
import { type Host, openHost } from '../../host/host.ts';
import { type AuditRequest, auditDefinitions, managerFor } from '../../ops/audit.ts';
import { openContext } from '../../ops/context.ts';
import type { FailOn, Outcome } from '../exit.ts';
import type { Io } from '../io.ts';
import { knownRule } from '../known-rule.ts';
import type { GlobalOptions } from '../options.ts';
import { nextStep } from './audit-next.ts';
import { type AuditFormat, printAudit } from './audit-output.ts';

export interface AuditOptions extends GlobalOptions {
  paths: string[];
  format: AuditFormat;
  failOn: FailOn;
  only?: string[] | undefined;
  skip?: string[] | undefined;
  live: boolean;
  systemd?: string | undefined;
  ignores: boolean;
  statistics: boolean;
  fix?: 'safe' | 'all' | undefined;
  inPlace: boolean;
  diff: boolean;
  verify: boolean;
}

/** `host` stands for this machine in tests. */
export async function audit(options: AuditOptions, io: Io, host?: Host): Promise<Outcome> {
  const request = requestOf(options);
  const context = await openContext(host ?? openHost(options.root), options);
  if (options.fix !== undefined || options.diff || options.inPlace) {
    const { auditFix } = await import('./audit-fix.ts');
    return auditFix(context, request, options, io);
  }
  const audited = await auditDefinitions(context, request, await managerFor(context, request));
  const next = nextStep(audited.findings, options, context);
  // A folder that is the wrong one must not look like a sound one.
  if (options.paths.length > 0 && audited.subjects.length === 0)
    io.err('note: no unit file or property list is there; folders below a folder are not looked at');
  await printAudit(context, { ...audited, next }, options, io);
  return { kind: 'findings', findings: audited.findings, failOn: options.failOn };
}

function requestOf(options: AuditOptions): AuditRequest {
  const { paths, scope, manager, profile: profiles, live, ignores, verify } = options;
  const systemd = options.systemd === undefined ? null : systemdVersion(options.systemd);
  return { paths, scope, manager, rules: chosenRules(options), profiles, live, systemd, ignores, verify };
}

function chosenRules({ only, skip }: AuditOptions) {
  const [chosen, left] = [only?.map(knownRule), skip?.map(knownRule)];
  return rules.filter((rule) => (!chosen || chosen.includes(rule)) && !left?.includes(rule));
}

function systemdVersion(text: string): number {
  if (/^[1-9]\d{1,3}$/.test(text)) return Number(text);
  throw new Failure('usage', `--systemd is no version of systemd: ${JSON.stringify(text)}`, {
    why: 'it is a whole number, the first that "systemctl --version" prints',
    next: '--systemd 249',
  });
}
