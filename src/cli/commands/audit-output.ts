import { resolve } from 'node:path';
import { topics } from '../../audit/rules/index.ts';
import { en } from '../../audit/texts/en/index.ts';
import { packageVersion, rulePage } from '../../host/package.ts';
import type { FixPlan } from '../../model/fix.ts';
import type { Audited } from '../../ops/audit.ts';
import type { Context } from '../../ops/context.ts';
import { auditJson } from '../../report/audit-json.ts';
import { auditText } from '../../report/audit-text.ts';
import { painter } from '../../report/colour.ts';
import { toJson } from '../../report/display.ts';
import { fixesJson } from '../../report/fixes-json.ts';
import type { Io } from '../io.ts';

export type AuditFormat = 'text' | 'json' | 'sarif' | 'github';

interface Options {
  format: AuditFormat;
  root?: string | undefined;
  quiet: boolean;
  verbose: boolean;
  statistics: boolean;
}

interface Told extends Audited {
  next: string | null;
  /** What `--fix` did; only there when it was asked for. */
  fixes?: Pick<FixPlan, 'fixed' | 'refused'> & { receipt: string | null };
}

/** What an audit came to, in the format asked for. */
export async function printAudit(
  context: Context,
  { subjects, findings, live, next, fixes }: Told,
  options: Options,
  io: Io,
): Promise<void> {
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
      const about = { topics, texts: en, pageOf: rulePage, version: packageVersion() };
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
