import { resolve } from 'node:path';
import { topics } from '../../audit/rules/index.ts';
import { ruleTexts } from '../../audit/texts/rule-texts.ts';
import { packageVersion, rulePage } from '../../host/package.ts';
import type { FixPlan } from '../../model/fix.ts';
import type { Audited } from '../../ops/audit/audit.ts';
import type { Context } from '../../ops/context.ts';
import { auditJson } from '../../report/audit-json.ts';
import { auditText } from '../../report/audit-text.ts';
import { painter } from '../../report/colour.ts';
import { toJson } from '../../report/display.ts';
import { fixesJson } from '../../report/fixes-json.ts';
import type { Io } from '../io.ts';
import type { AuditOptions } from './audit.ts';
import type { HtmlExtras } from './audit-html.ts';

export type AuditFormat = 'text' | 'json' | 'sarif' | 'github' | 'html';

interface Told extends Audited {
  next: string | null;
  /** What `--fix` did; only there when it was asked for. */
  fixes?: Pick<FixPlan, 'fixed' | 'refused'> & { receipt: string | null };
  /** Only there for a page. */
  html?: HtmlExtras;
}

/** What an audit came to, in the format asked for. */
export async function printAudit(
  context: Context,
  { html, ...told }: Told,
  options: AuditOptions,
  io: Io,
): Promise<void> {
  const { subjects, findings, live, next, fixes } = told;
  const fileOf = fileOnDisk(context, options.root);
  switch (options.format) {
    case 'json':
      io.out(
        toJson({
          ...auditJson(context.app, subjects, findings, live),
          ...(fixes && fixesJson(fixes, fixes.receipt)),
        }),
      );
      break;
    case 'sarif': {
      const { auditSarif } = await import('../../report/audit-sarif.ts');
      const { lang: language } = options;
      const pageOf = (rule: string): string => rulePage(rule, language);
      const about = { language, topics, texts: await ruleTexts(language), pageOf, version: packageVersion() };
      io.out(toJson(auditSarif({ findings, subjects, ...about, fileOf, folder: process.cwd() })));
      break;
    }
    case 'github': {
      const { auditGithub } = await import('../../report/audit-github.ts');
      const workspace = `${resolve(process.env.GITHUB_WORKSPACE || '.')}/`.replace('//', '/');
      const inWorkspace = (path: string): string => {
        const file = fileOf(path);
        return file.startsWith(workspace) ? file.slice(workspace.length) : file;
      };
      io.out(auditGithub(findings, subjects, inWorkspace));
      break;
    }
    case 'html': {
      const { auditPage } = await import('./audit-html.ts');
      if (html) io.out(await auditPage(context, told, html, options));
      break;
    }
    case 'text': {
      const isEmpty = findings.every(({ ignored }) => ignored !== null);
      if (options.quiet && isEmpty) break;
      const { verbose: showIgnored, statistics } = options;
      const report = { findings, subjects, next, home: context.account.home, showIgnored, statistics };
      io.out(auditText(report, painter(io.colour)));
    }
  }
}

/** Paths are as the audited host has them; a file of ours (`--config`) is where it is. */
function fileOnDisk({ manifest }: Context, root: string | undefined): (path: string) => string {
  return (path) =>
    root === undefined || path === manifest?.path
      ? resolve(path)
      : `${resolve(root)}/${path}`.replace(/\/+/g, '/');
}
