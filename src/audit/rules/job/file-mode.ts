import { dirname } from 'node:path';
import type { FileMode } from '../../../model/definition.ts';
import type { Severity } from '../../../model/finding.ts';
import type { Subject } from '../../../model/subject.ts';
import type { AuditInput, Hit, Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { ofApp } from '../../select.ts';
import { factsOf } from '../../values.ts';

/** openclaw/openclaw #104228: EIO at bootstrap. systemd itself only warns of modes. */
export const fileMode: Rule = {
  id: 'file-mode',
  severity: 'error',
  confidence: 'high',
  fix: null,
  check: once((input) =>
    ofApp(input).flatMap((subject) => [...ofFiles(input, subject), ...ofFolders(input, subject)]),
  ),
};

function* ofFiles(input: AuditInput, subject: Subject): Generator<Hit> {
  for (const [path, found] of subject.definition.modes) {
    const judged = judge(input, subject, found);
    if (!judged) continue;
    const told = { path, mode: octal(found.mode), uid: found.uid };
    yield {
      subject,
      severity: judged.severity,
      message: input.texts['file-mode'][judged.what](told),
      location: { path, line: 1, column: 1 },
    };
  }
}

/** Folders that everybody may put a definition, or a drop-in for one, into. */
function* ofFolders(input: AuditInput, subject: Subject): Generator<Hit> {
  const { path, modes } = subject.definition;
  for (const folder of new Set([...modes.keys()].map((file) => dirname(file)))) {
    const mode = factsOf(input, folder)?.mode;
    if (mode == null || !(mode & 0o002)) continue;
    const message = input.texts['file-mode'].folder({ path: folder, mode: octal(mode) });
    yield { subject, message, location: { path, line: 1, column: 1 } };
  }
}

const octal = (mode: number): string => mode.toString(8).padStart(4, '0');

interface Judged {
  severity: Severity;
  what: 'written' | 'refused' | 'closed' | 'foreign' | 'executable';
}

function judge({ host }: AuditInput, { definition }: Subject, { mode, uid, gid }: FileMode): Judged | null {
  const { manager, scope } = definition;
  const isJob = manager === 'launchd';
  const written: Judged = { severity: 'error', what: isJob ? 'refused' : 'written' };
  if (mode & 0o002) return written;
  // In a checkout owner and modes are those of whoever made it.
  if (host !== null) {
    // Where each account has a group of its own, of the same number, nobody else is in it.
    if (mode & 0o020 && (uid !== gid || (isJob && uid === 0))) return written;
    if (isJob && scope === 'user' && !(mode & 0o004)) return { severity: 'error', what: 'closed' };
    const owners = scope === 'user' ? [0, host.account.uid] : [0];
    // Below another root the numbers are those of another machine.
    if (host.live && !owners.includes(uid)) return { severity: 'warning', what: 'foreign' };
  }
  return !isJob && mode & 0o111 ? { severity: 'info', what: 'executable' } : null;
}
