import { overlay } from '../../host/overlay.ts';
import type { FileChange } from '../../model/fix.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { type Looked, type Objection, objections } from './fix-check.ts';
import type { Wanted } from './fix-edits.ts';
import { type Means, type Proposal, propose } from './fix-propose.ts';
import { newMessages } from './verify-rewrites.ts';

/** What every attempt starts from. Its context is of the files alone. */
export interface Start extends Means {
  /** The host as it is, that may be asked. */
  given: Context;
  before: Looked;
  /** The whole audit, every rule. */
  look(context: Context): Promise<Looked>;
}

export interface Attempt {
  proposals: readonly Proposal[];
  files: readonly FileChange[];
  wrong: readonly Objection[];
  /** Null where it did not come to files. */
  after: Looked | null;
}

/** The files that fixes would write, and what there is against them once they are there. */
export async function attempt(start: Start, wanted: readonly Wanted[]): Promise<Attempt> {
  const { given, context, before, look } = start;
  const { proposals, failures } = propose(start, wanted);
  const files = mergeFiles(proposals);
  const idle = proposals
    .filter((one) => one.files.length === 0)
    .map((one) => ({ wanted: one.wanted, findings: null, reason: tr('the fix changes nothing here') }));
  if (failures.length + idle.length > 0)
    return { proposals, files, wrong: [...failures, ...idle], after: null };
  const after = await look(withFiles(context, files));
  const found = objections(before, after, wanted, context.app.command.run);
  const wrong = found.length > 0 ? found : await refusedByManager(given, proposals);
  return { proposals, files, wrong, after };
}

/** Each path once: a template and its instances share files. */
function mergeFiles(proposals: readonly Proposal[]): FileChange[] {
  return [...new Map(proposals.flatMap(({ files }) => files).map((file) => [file.path, file])).values()];
}

const withFiles = (context: Context, files: readonly FileChange[]): Context => ({
  ...context,
  host: {
    ...context.host,
    files: overlay(context.host.files, new Map(files.map(({ path, after }) => [path, after]))),
  },
});

/** What the manager's own checker says about the new files and not about the old ones. */
async function refusedByManager(context: Context, proposals: readonly Proposal[]): Promise<Objection[]> {
  const rewrites = proposals.map(({ wanted: { subject }, files }) => {
    const { id, manager, name, scope, path, sources } = subject.definition;
    const after = new Map(files.map((file) => [file.path, file.after]));
    return { id, manager, name, scope, path, before: sources, after };
  });
  const messages = await newMessages(context, rewrites);
  return proposals.flatMap(({ wanted }) => {
    const said = messages.get(wanted.subject.definition.id);
    return said === undefined ? [] : [{ wanted, findings: null, reason: said.by + tr(': ') + said.message }];
  });
}
