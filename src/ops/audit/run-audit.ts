import { rules } from '../../audit/rules/index.ts';
import { ruleTexts } from '../../audit/texts/load.ts';
import { spokenLanguage } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { type Audited, type AuditRequest, auditDefinitions, managerFor } from './audit.ts';

const DEFAULTS: Omit<AuditRequest, 'texts'> = {
  paths: [],
  scope: undefined,
  rules,
  profiles: undefined,
  manager: undefined,
  live: true,
  systemd: null,
  ignores: true,
  verify: false,
};

/**
 * The audit as the command does it: every rule over the host's definitions, or over the files and folders in `paths`, with
 * what comments and `unitpin.yaml` ignore marked as such, in the language that was chosen. It changes nothing.
 * @throws Failure (usage) for a path or a profile that is not there; (host) for a folder that cannot be read.
 */
export async function runAudit(context: Context, request: Partial<AuditRequest> = {}): Promise<Audited> {
  const texts = request.texts ?? (await ruleTexts(spokenLanguage()));
  const full = { ...DEFAULTS, ...request, texts };
  return auditDefinitions(context, full, await managerFor(context, full));
}
