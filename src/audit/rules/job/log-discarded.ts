import type { LaunchdDefinition, Setting, SystemdDefinition } from '../../../model/definition.ts';
import type { Edit } from '../../../model/finding.ts';
import type { Subject } from '../../../model/subject.ts';
import type { AuditInput, Hit, Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { jobs, keyOf, units } from '../../select.ts';

/** openclaw/openclaw #99209, #90711, #98199: crashes at the start that nobody could see for days. */
export const logDiscarded: Rule = {
  id: 'log-discarded',
  severity: 'warning',
  confidence: 'high',
  fix: 'unsafe',
  check: once((input) => [
    ...units(input).flatMap((subject) => inUnit(input, subject, subject.definition)),
    ...jobs(input).flatMap((subject) => inJob(input, subject, subject.definition)),
  ]),
};

const VOID = /^(null|(append|file|truncate):\/dev\/null)$/;

function inUnit(input: AuditInput, subject: Subject, { settings, resolved }: SystemdDefinition): Hit[] {
  if (redirects(resolved.argv)) return [];
  const last = (key: string): Setting | null => {
    const setting = settings.findLast((one) => one.section === 'Service' && one.key === key);
    return setting?.value ? setting : null;
  };
  const error = last('StandardError');
  // What is not said goes where standard output goes.
  const decides = error && error.value !== 'inherit' ? error : last('StandardOutput');
  if (!decides || !VOID.test(decides.value)) return [];
  const texts = input.texts['log-discarded'];
  const policy = input.app.systemd.service.find(({ key }) => key === 'StandardError')?.value ?? 'journal';
  const edit: Edit = { kind: 'setting', section: 'Service', key: 'StandardError', value: policy };
  return [
    {
      subject,
      message: decides === error ? texts.error() : texts.inherited(),
      location: decides.location,
      fix: { safety: 'safe', title: texts.fixUnit({ value: policy }), edits: [edit] },
    },
  ];
}

function inJob(input: AuditInput, subject: Subject, definition: LaunchdDefinition): Hit[] {
  if (definition.plist === null || redirects(definition.resolved.argv)) return [];
  const error = keyOf(definition, 'StandardErrorPath', 'string');
  if (error && error.value !== '/dev/null') return [];
  const texts = input.texts['log-discarded'];
  const { home, profile } = subject.identity;
  // As long as it runs another profile than it is meant for, its home is another one's.
  const isKnown = home?.startsWith('/') && (subject.meant === null || profile === subject.meant);
  const value = isKnown ? `${home}/${input.app.logs.error}` : null;
  return [
    {
      subject,
      severity: error ? 'warning' : 'info',
      message: error ? texts.error() : texts.missing(),
      location: error?.location ?? definition.plist.location,
      fix:
        value === null
          ? null
          : {
              // The job does not start any more where the folder is missing.
              safety: 'unsafe',
              title: texts.fixJob({ value }),
              edits: [{ kind: 'key', path: ['StandardErrorPath'], value }],
            },
    },
  ];
}

/** A shell in the command sends it somewhere itself. */
const redirects = (argv: readonly string[]): boolean => argv.some((word) => /(^|[\s;])(2>|&>|>&)/.test(word));
