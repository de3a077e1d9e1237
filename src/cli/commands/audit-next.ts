import type { Finding } from '../../model/finding.ts';
import { shellWord } from '../../model/shell-word.ts';
import type { Context } from '../../ops/context.ts';
import { again } from '../again.ts';
import type { AuditOptions } from './audit.ts';

/** Rules about what only `gen` and `apply` write. */
const WANTS_GEN = new Set(['definition-missing', 'definition-drift']);
/** Rules whose fix says the command itself, because no command of ours does it. */
const SAYS_ITSELF = new Set([
  'bus-unreachable',
  'ghost-unit',
  'linger-off',
  'process-outside',
  'unit-masked',
]);

/** What goes on from here: `apply` where it does the rest as well, else what mends the files; null: nothing of ours. */
export function nextStep(
  findings: readonly Finding[],
  options: AuditOptions,
  { host, manager }: Context,
): string | null {
  const open = findings.filter(
    ({ rule, severity, fix, ignored }) =>
      severity !== 'info' && fix !== null && ignored === null && !SAYS_ITSELF.has(rule),
  );
  if (open.length === 0) return null;
  const edits = open.flatMap(({ fix }) => fix?.edits ?? []);
  const named = options.paths.length > 0;
  const canApply = !named && host.live && options.root === undefined && manager === 'systemd';
  if (canApply && (edits.length === 0 || edits.some(({ kind }) => kind === 'pin')))
    return again('apply --dry-run', options);
  if (edits.length > 0) {
    const isSafe = open.some(({ fix }) => fix?.safety === 'safe' && fix.edits.length > 0);
    return auditAgain(isSafe ? '--fix --diff' : '--fix=all --diff', options);
  }
  const canGenerate = !named && open.some(({ rule }) => WANTS_GEN.has(rule));
  return canGenerate ? again('gen --diff', options) : null;
}

/** The same audit with other flags: the same rules of the same files. */
export function auditAgain(flags: string, options: AuditOptions): string {
  const listed = (['only', 'skip'] as const).flatMap((name) =>
    (options[name] ?? []).flatMap((rule) => [`--${name}`, shellWord(rule)]),
  );
  const systemd = options.systemd === undefined ? [] : ['--systemd', shellWord(options.systemd)];
  const rest = [...listed, ...systemd, ...options.paths.map(shellWord)];
  return [again(`audit ${flags}`, options), ...rest].join(' ');
}
