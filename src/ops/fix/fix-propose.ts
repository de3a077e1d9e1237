import { Failure } from '../../host/failure.ts';
import { overlay } from '../../host/overlay.ts';
import { isLoneDropIn } from '../../model/definition.ts';
import type { Edit, Finding } from '../../model/finding.ts';
import type { FileChange } from '../../model/fix.ts';
import { DROP_IN_NAME } from '../../systemd/render.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import type { Judged } from '../judge.ts';
import type { Objection } from './fix-check.ts';
import { editsOf, isIdentity, pins, setsSomething, type Wanted } from './fix-edits.ts';
import { fixInPlace } from './fix-in-place.ts';
import { fixJob } from './fix-job.ts';
import { serviceOf } from './fix-service.ts';
import { dropInFolder, type FixInput, pinByOwnDropIn, settingsByDropIn } from './fix-unit.ts';

/** One definition with the files its fixes write. */
export interface Proposal {
  wanted: Wanted;
  edits: readonly Edit[];
  files: readonly FileChange[];
}

/** What the fixes of each definition are made from. */
export function inputs(
  context: Context,
  judged: readonly Judged[],
  written: ReadonlyMap<string, string>,
  named: boolean,
): (wanted: Wanted) => FixInput {
  const service = serviceOf(context, judged, named);
  return (wanted) => {
    const { subject, findings } = wanted;
    const edits = editsOf(wanted);
    // Who is meant to follow the sticky file (its finding is ignored, say) is not pinned on the way.
    const pin = pins(edits) || (edits.some(isIdentity) && subject.identity.kind === 'pinned');
    const target = pin ? service(subject) : null;
    if (pins(edits) && target === null)
      throw new Failure('usage', tr('nothing says which profile it is meant for'));
    const replace = edits.some(({ kind }) => kind === 'drop-replace');
    return {
      context,
      subject,
      edits,
      rules: [
        ...new Set(findings.filter((one) => target === null || setsSomething(one)).map(({ rule }) => rule)),
      ],
      service: target && replace ? { ...target, replace: { systemd: false, launchd: false } } : target,
      named,
      written,
    };
  };
}

/** What proposals are made with. */
export interface Means {
  context: Context;
  inPlace: boolean;
  /** Grows: what the user should know about how it is done. */
  notes: Set<string>;
  inputOf(wanted: Wanted): FixInput;
  /** All definitions that are meant, with other files than the host's. */
  survey(context: Context): readonly Judged[];
}

/** First what is set, then the pin, which is made from the command as it is then. */
export function propose(
  means: Means,
  all: readonly Wanted[],
): { proposals: Proposal[]; failures: Objection[] } {
  const { inPlace, notes, inputOf } = means;
  const begun: Begun[] = [];
  const failures: Objection[] = [];
  const begin = (wanted: Wanted): Begun => beginOne(wanted, inputOf(wanted), inPlace, notes);
  for (const wanted of all) {
    const failure = failureOf(() => begun.push(begin(wanted)));
    if (failure === null) continue;
    // One that cannot be made does not hold up the others of its definition.
    const alone = wanted.findings.flatMap((finding) => {
      const own = failureOf(() => begin({ ...wanted, findings: [finding] }));
      return own === null ? [] : [objection(wanted, [finding], own)];
    });
    failures.push(...(alone.length > 0 ? alone : [objection(wanted, null, failure)]));
  }
  if (failures.length > 0) return { proposals: [], failures };
  const pinned = begun.some(({ input }) => input?.service != null && input.edits.some(isIdentity));
  const theirs = pinned ? withoutPins(means, begun) : new Map<string, Judged>();
  const proposals = begun.map(({ wanted, input, files }): Proposal => {
    const edits = editsOf(wanted);
    const { definition } = wanted.subject;
    if (input === null || definition.manager === 'launchd') return { wanted, edits, files };
    const unit = { ...input, subject: { ...wanted.subject, definition } };
    let pin: FileChange[] = [];
    const failure = failureOf(() => {
      pin = pinByOwnDropIn(unit, theirs.get(definition.id) ?? wanted.subject);
    });
    const about = wanted.findings.filter(({ fix }) => fix?.edits.some(isIdentity));
    if (failure) failures.push(objection(wanted, about, failure));
    return { wanted, edits, files: [...files, ...pin] };
  });
  return { proposals, failures };
}

/** What is set for one definition; `input` is there where a drop-in may have to pin it, too. */
interface Begun {
  wanted: Wanted;
  input: FixInput | null;
  files: readonly FileChange[];
}

function beginOne(wanted: Wanted, input: FixInput, inPlace: boolean, notes: Set<string>): Begun {
  const { definition } = wanted.subject;
  if (definition.manager === 'launchd') {
    const files = fixJob({ ...input, subject: { ...wanted.subject, definition } });
    return { wanted, input: null, files };
  }
  const unit = { ...input, subject: { ...wanted.subject, definition } };
  // A drop-in that is judged by itself has no place beside it where another one would be seen.
  const edited =
    inPlace || (input.named && isLoneDropIn(definition)) ? inPlaceOrWhy(() => fixInPlace(unit)) : null;
  if (Array.isArray(edited)) return { wanted, input: null, files: edited };
  if (edited !== null) notes.add(tr('{edited}: fixed by a drop-in beside it', { edited }));
  return { wanted, input, files: settingsByDropIn(unit) };
}

function failureOf(work: () => void): Failure | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

const objection = (wanted: Wanted, findings: readonly Finding[] | null, failure: Failure): Objection => ({
  wanted,
  findings,
  reason: failure.next === undefined ? failure.message : `${failure.message} (${failure.next})`,
  byHost: failure.exit === 'host',
});

/** The files, or why these are not edited where they stand. */
function inPlaceOrWhy(make: () => FileChange[]): FileChange[] | string {
  try {
    return make();
  } catch (error) {
    if (error instanceof Failure && error.exit === 'host') return error.message;
    throw error;
  }
}

/** The definitions with what fixes set, and without our pins. One look for all. */
function withoutPins({ context, survey }: Means, begun: readonly Begun[]): Map<string, Judged> {
  const pins = begun.flatMap(({ input }) =>
    input && input.subject.definition.manager === 'systemd' ? [`${dropInFolder(input)}/${DROP_IN_NAME}`] : [],
  );
  const changed = new Map<string, Buffer | null>(pins.map((path) => [path, null]));
  for (const { path, after } of begun.flatMap(({ files }) => files)) changed.set(path, after);
  const files = overlay(context.host.files, changed);
  const judged = survey({ ...context, host: { ...context.host, files } });
  return new Map(judged.map((one) => [one.definition.id, one]));
}
