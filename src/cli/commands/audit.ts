import { rules } from '../../audit/rules/index.ts';
import type { Texts } from '../../audit/texts/en/index.ts';
import { ruleTexts } from '../../audit/texts/load.ts';
import { Failure } from '../../host/failure.ts';
import { type Host, openHost } from '../../host/host.ts';
import { type AuditRequest, auditDefinitions, managerFor } from '../../ops/audit/audit.ts';
import { auditByOwnApps } from '../../ops/audit/audit-apps.ts';
import { openContext } from '../../ops/context.ts';
import { needsManager } from '../../ops/windows.ts';
import { quoted } from '../../texts/quoted.ts';
import { tr } from '../../texts/tr.ts';
import { again } from '../again.ts';
import type { FailOn, Outcome } from '../exit.ts';
import type { Io } from '../io.ts';
import { knownRule } from '../known-rule.ts';
import { definitionManager, type GlobalOptions } from '../options.ts';
import { tellInterrupted } from '../tell-interrupted.ts';
import { tellNothing } from '../tell-nothing.ts';
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
  if (options.all) {
    throw new Failure('usage', tr('audit looks at every profile anyway: leave out --all'), {
      next: again('audit', { ...options, all: false }),
    });
  }
  const request = requestOf(options, await ruleTexts(options.lang));
  const context = await openContext(host ?? openHost(options.root), options);
  if (options.paths.length === 0) needsManager(context.host, tr('audit judges the services of this host'));
  if (options.fix !== undefined || options.diff || options.inPlace) {
    const { auditFix } = await import('./audit-fix.ts');
    return auditFix(context, request, options, io);
  }
  if (options.paths.length === 0) tellInterrupted(context, options, io);
  const manager = await managerFor(context, request);
  const first = await auditDefinitions(context, request, manager);
  const isAnyApp =
    options.paths.length > 0 && !options.app && !context.manifest?.app && options.profile === undefined;
  const audited = isAnyApp ? await auditByOwnApps(context, request, first) : first;
  const next = nextStep(audited.findings, options, context);
  // A folder that is the wrong one must not look like a sound one.
  if (options.paths.length > 0 && audited.subjects.length === 0)
    io.err(tr('note: no unit file or property list is there; folders below a folder are not looked at'));
  const html =
    options.format === 'html'
      ? {
          html: await (await import('./audit-html.ts')).htmlExtras(
            context,
            first,
            request,
            manager,
            options.lang,
          ),
        }
      : {};
  await printAudit(context, { ...audited, next, ...html }, options, io);
  if (options.paths.length === 0 && audited.subjects.length === 0) tellNothing(context, options, io);
  return { kind: 'findings', findings: audited.findings, failOn: options.failOn };
}

function requestOf(options: AuditOptions, texts: Texts): AuditRequest {
  const { paths, scope, profile: profiles, live, ignores, verify } = options;
  const manager = definitionManager(options);
  const systemd = options.systemd === undefined ? null : systemdVersion(options.systemd);
  return {
    paths,
    scope,
    manager,
    rules: chosenRules(options),
    texts,
    profiles,
    live,
    systemd,
    ignores,
    verify,
  };
}

function chosenRules({ only, skip }: AuditOptions) {
  const [chosen, left] = [only?.map(knownRule), skip?.map(knownRule)];
  return rules.filter((rule) => (!chosen || chosen.includes(rule)) && !left?.includes(rule));
}

function systemdVersion(text: string): number {
  if (/^[1-9]\d{1,3}$/.test(text)) return Number(text);
  throw new Failure('usage', tr('--systemd is not a version of systemd: {text}', { text: quoted(text) }), {
    why: tr('it is a whole number, the first that "systemctl --version" prints'),
    next: '--systemd 249',
  });
}
