import { Failure } from '../../host/failure.ts';
import { pinChanges } from '../../identity/edits.ts';
import { readWords } from '../../identity/identify.ts';
import { plainWords } from '../../identity/word.ts';
import { editPlist, type PlistEdit } from '../../launchd/edit.ts';
import type { LaunchdDefinition } from '../../model/definition.ts';
import type { Edit } from '../../model/finding.ts';
import type { FileChange } from '../../model/fix.ts';
import { tr } from '../../texts/tr.ts';
import { pinByEdit, wordEdits } from '../gen/pin-launchd.ts';
import { isIdentity } from './fix-edits.ts';
import { whyNotInPlace } from './fix-in-place.ts';
import type { FixInput } from './fix-unit.ts';

/** Edits exactly the keys of a property list that fixes name; every other byte stays. */
export function fixJob(input: FixInput & { subject: { definition: LaunchdDefinition } }): FileChange[] {
  const { context, subject, service, written, edits } = input;
  const { path } = subject.definition;
  const why = whyNotInPlace(context.host.files, path);
  if (why !== null) throw new Failure('host', why);
  const found = context.host.files.read(path);
  if (found.state !== 'there') throw new Failure('host', tr('{path} cannot be read', { path }));
  let after = found.bytes;
  if (edits.some(isIdentity)) {
    if (service === null) after = editPlist(after, path, replaceEdits(input));
    else {
      const proposal = pinByEdit({ context, service, existing: subject, written });
      if (proposal.kind !== 'edit keys' && proposal.kind !== 'none')
        throw new Failure('usage', proposal.reason);
      after = proposal.after ?? after;
    }
  }
  const keys = edits.filter((edit) => !isIdentity(edit)).map(keyEdit);
  // Of several items of a list the last first: so the indexes of those before it stay right.
  keys.sort((a, b) => Number(a.op === 'remove') - Number(b.op === 'remove') || indexOf(b) - indexOf(a));
  if (keys.length > 0) after = editPlist(after, path, keys);
  return after.equals(found.bytes) ? [] : [{ path, before: found.bytes, after, mode: 0o644, ours: false }];
}

const indexOf = ({ path }: PlistEdit): number =>
  Number(path.findLast((step) => typeof step === 'number') ?? 0);

function keyEdit(edit: Edit): PlistEdit {
  const at =
    edit.kind === 'key'
      ? edit.path
      : edit.kind === 'environment'
        ? ['EnvironmentVariables', edit.name]
        : null;
  if (at === null || !('value' in edit)) throw new Error(`no edit of a job: ${edit.kind}`);
  return edit.value === null ? { op: 'remove', path: at } : { op: 'set', path: at, value: edit.value };
}

/** The take-over flag out of the command, where there is no profile to pin it to. */
function replaceEdits({
  context,
  subject,
}: FixInput & { subject: { definition: LaunchdDefinition } }): PlistEdit[] {
  const { app } = context;
  const { definition } = subject;
  const { argv, environment } = definition.resolved;
  const reading = readWords(plainWords(argv), { environment, name: definition.name }, app);
  if (reading.state !== 'gateway')
    throw new Failure(
      'usage',
      tr('the command of {name} is hidden in a wrapper: change it there', { name: definition.name }),
    );
  return wordEdits(definition, pinChanges(argv, reading.command, null, app, true));
}
