import { ruleTexts } from '../../audit/texts/load.ts';
import { Failure } from '../../host/failure.ts';
import { packageVersion, rulePage } from '../../host/package.ts';
import type { FixPlan } from '../../model/fix.ts';
import type { Language } from '../../model/language.ts';
import type { Audited, AuditRequest } from '../../ops/audit/audit.ts';
import type { Context } from '../../ops/context.ts';
import { planFixes } from '../../ops/fix/fix.ts';
import type { Manager } from '../../ops/manager.ts';
import { auditHtml } from '../../report/html/audit.ts';
import type { Happening } from '../../report/html/timeline.ts';
import { htmlTexts } from '../html-texts.ts';
import type { AuditOptions } from './audit.ts';
import { happeningsOf } from './happenings.ts';

export interface HtmlExtras {
  /** What mends the findings, and whether it is written already. */
  fixes: FixPlan;
  written: boolean;
  happenings: readonly Happening[];
}

/** What a page tells beside the findings: what would mend them, and what the logs of the host tell. */
export async function htmlExtras(
  context: Context,
  audited: Audited,
  request: AuditRequest,
  manager: Manager | null,
  lang: Language,
): Promise<HtmlExtras> {
  return {
    fixes: await proposedFixes(context, audited, request, manager),
    written: false,
    happenings:
      request.paths.length === 0 && request.live ? await happeningsOf(context, request.profiles, lang) : [],
  };
}

/** A fix that cannot be made out is said, and takes nothing from the findings. */
async function proposedFixes(
  context: Context,
  audited: Audited,
  request: AuditRequest,
  manager: Manager | null,
): Promise<FixPlan> {
  try {
    return await planFixes(context, audited, { request, manager, unsafe: false, inPlace: false });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { files: [], fixed: [], refused: [], notes: [error.message] };
  }
}

/** The page of an audit. */
export async function auditPage(
  context: Context,
  { subjects, findings, gateways, next }: Audited & { next: string | null },
  { fixes, written, happenings }: HtmlExtras,
  options: AuditOptions,
): Promise<string> {
  const { lang } = options;
  const [texts, titles] = await Promise.all([htmlTexts(lang), ruleTexts(lang)]);
  const rule = (id: string) => {
    const own = rulePage(id, lang);
    const shown: Language = own === '' ? 'en' : lang;
    const title = id in titles ? titles[id as keyof typeof titles].title : '';
    return { title, page: own === '' ? rulePage(id, 'en') : own, lang: shown };
  };
  const { app, account, root } = context;
  return auditHtml({
    texts,
    version: packageVersion(),
    facts: [app.id, options.root ?? '', ...options.paths].filter((part) => part !== '').join(' · ') || root,
    accountHome: account.home,
    // Files that are named may be of several apps.
    lockFile: options.paths.length > 0 ? null : app.files.lock,
    subjects,
    gateways,
    findings,
    showIgnored: options.verbose,
    fixes,
    written,
    next,
    rule,
    happenings,
  });
}
