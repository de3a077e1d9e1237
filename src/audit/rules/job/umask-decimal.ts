import type { Rule } from '../../engine.ts';
import { entryOf, jobs } from '../../select.ts';

/** launchd.plist(5), Umask: an integer is decimal, a string octal (openclaw/openclaw #57967, #133823). */
export const umaskDecimal: Rule = {
  id: 'umask-decimal',
  severity: 'warning',
  confidence: 'medium',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['umask-decimal'];
    for (const subject of jobs(input)) {
      const umask = entryOf(subject.definition, 'Umask')?.value;
      const meant = umask?.type === 'integer' ? octalMeant(umask.value) : null;
      if (umask?.type !== 'integer' || meant === null) continue;
      const digits = String(umask.value);
      yield {
        subject,
        message: texts.message({ digits, octal: umask.value.toString(8).padStart(3, '0'), decimal: meant }),
        location: umask.location,
        fix: {
          safety: 'safe',
          title: texts.fix({ digits, decimal: meant }),
          edits: [{ kind: 'key', path: ['Umask'], value: meant }],
        },
      };
    }
  },
};

/** The mask that the digits of a number are as octal ones, where only that makes sense; else null. */
export function octalMeant(value: number): number | null {
  const digits = String(value);
  if (!/^[0-7]{1,4}$/.test(digits) || isSensible(value)) return null;
  const meant = Number.parseInt(digits, 8);
  return isSensible(meant) || meant === 0o777 ? meant : null;
}

/** Takes nothing from the owner but at most execution, and no less from others than from the group. */
const isSensible = (mask: number): boolean => /^(1?(22|27|77)|[027])$/.test(mask.toString(8));
