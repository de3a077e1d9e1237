import { dirname } from 'node:path';
import { Failure } from '../../host/failure.ts';
import type { WordChanges } from '../../identity/edits.ts';
import type { App } from '../../model/app.ts';
import { isLoneDropIn, type SystemdDefinition } from '../../model/definition.ts';
import type { Edit } from '../../model/finding.ts';
import type { FileChange } from '../../model/fix.ts';
import type { Service } from '../../model/service.ts';
import { DROP_IN_NAME } from '../../systemd/render.ts';
import { spliceExec } from '../../systemd/splice.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { pinByDropIn, readExecStart } from '../gen/pin-systemd.ts';
import type { Judged } from '../judge.ts';
import { definitionFolder } from '../proposal.ts';
import { FIX_NAME, fixDropIn, refuseLink } from './fix-drop-in.ts';
import { isIdentity } from './fix-edits.ts';

/** What the fixes of one definition are made from. */
export interface FixInput {
  context: Context;
  subject: Judged;
  edits: readonly Edit[];
  /** Whose fixes set something. */
  rules: readonly string[];
  /** What to pin to; null where nothing is pinned. */
  service: Service | null;
  /** Files and folders were named: new drop-ins go beside the unit. */
  named: boolean;
  /** What was last written, by path: sha256. */
  written: ReadonlyMap<string, string>;
}

export type UnitInput = FixInput & { subject: { definition: SystemdDefinition } };

/** Where drop-ins for a unit go: for a host to the folder new definitions go to, else beside it. */
export function dropInFolder({
  context,
  subject,
  named,
}: Omit<FixInput, 'edits' | 'rules' | 'service'>): string {
  const { definition } = subject;
  if (!named) {
    const scope = definition.scope === 'system' ? 'system' : 'user';
    return `${definitionFolder({ ...context, manager: 'systemd', scope })}/${definition.name}.d`;
  }
  const folder = dirname(definition.path);
  // Of a unit of which there are only drop-ins, the first of them is the path.
  return isLoneDropIn(definition) ? folder : `${folder}/${definition.name}.d`;
}

/** Settings and variables go into a drop-in of their own. */
export function settingsByDropIn(input: UnitInput): FileChange[] {
  const { context, subject, rules } = input;
  const { definition } = subject;
  refuseBroken(definition);
  const settings = input.edits.filter((edit) => !isIdentity(edit));
  // Without a profile there is nothing to pin; the command alone is written anew.
  if (input.service === null && input.edits.some(isIdentity))
    settings.push(withoutReplace(context.app, definition));
  if (settings.length === 0) return [];
  const path = `${dropInFolder(input)}/${FIX_NAME}`;
  const change = fixDropIn(context.host.files, path, definition, settings, rules);
  return change ? [change] : [];
}

/** The pin goes where `gen` puts it. `theirs` is the unit without it, and with everything else that fixes set. */
export function pinByOwnDropIn(input: UnitInput, theirs: Judged): FileChange[] {
  const { context, subject, service, written } = input;
  if (service === null || !input.edits.some(isIdentity)) return [];
  const path = `${dropInFolder(input)}/${DROP_IN_NAME}`;
  refuseLink(context.host.files, path);
  const proposal = pinByDropIn({ context, service, existing: subject, written }, theirs, path);
  if (proposal.kind === 'none') return [];
  if (proposal.kind !== 'pin by drop-in' || !proposal.after) throw new Failure('usage', proposal.reason);
  return [{ path, before: proposal.before ?? null, after: proposal.after, mode: 0o644, ours: true }];
}

/** systemd reads no further than what it refuses: what is added may be lost, and what is seen may not be all. */
export function refuseBroken({ problems, dropIns, sources }: SystemdDefinition): void {
  const unread = dropIns.find((path) => !sources.has(path));
  if (unread !== undefined)
    throw new Failure(
      'host',
      tr('{unread} cannot be read: what it says about the unit is not known', { unread }),
    );
  const fatal = problems.find(({ effect }) => effect === 'fatal');
  if (!fatal) return;
  const { path, line } = fatal.location;
  throw new Failure(
    'usage',
    tr('systemd refuses {path}:{line} ({message}): that has to be mended first', {
      path,
      line,
      message: fatal.message,
    }),
  );
}

/** The words of the command without the take-over flag. */
export function replaceChanges(app: App, definition: SystemdDefinition): WordChanges {
  const reading = definition.execStart && readExecStart(app, definition, definition.execStart);
  return reading?.changes(null, true) ?? new Map();
}

function withoutReplace(app: App, definition: SystemdDefinition): Edit {
  const { execStart } = definition;
  const changes = replaceChanges(app, definition);
  if (!execStart || changes.size === 0) {
    throw new Failure(
      'usage',
      tr('the command of {name} is hidden in a wrapper: change it there', { name: definition.name }),
    );
  }
  return { kind: 'setting', section: 'Service', key: 'ExecStart', value: spliceExec(execStart, changes) };
}
