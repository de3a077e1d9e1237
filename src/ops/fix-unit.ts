import { basename, dirname } from 'node:path';
import { Failure } from '../host/failure.ts';
import type { Files } from '../host/files.ts';
import { readCommand } from '../identity/command.ts';
import { pinChanges, type WordChanges } from '../identity/edits.ts';
import { looksOurs } from '../identity/identify.ts';
import { plainWords } from '../identity/word.ts';
import type { App } from '../model/app.ts';
import type { SystemdDefinition } from '../model/definition.ts';
import type { Edit } from '../model/finding.ts';
import type { FileChange } from '../model/fix.ts';
import type { Service } from '../model/service.ts';
import { editUnit, type UnitEdit } from '../systemd/edit.ts';
import { DROP_IN_NAME } from '../systemd/render.ts';
import { spliceExec } from '../systemd/splice.ts';
import { parseUnit } from '../systemd/syntax.ts';
import type { Context } from './context.ts';
import { FIX_NAME, fixDropIn, refuseLink } from './fix-drop-in.ts';
import { isIdentity } from './fix-edits.ts';
import type { Judged } from './judge.ts';
import { pinByDropIn, whatIsMissing } from './pin-systemd.ts';
import { definitionFolder, hiddenCommand } from './proposal.ts';

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

type UnitInput = FixInput & { subject: { definition: SystemdDefinition } };

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
  return definition.path.endsWith('.conf') ? folder : `${folder}/${definition.name}.d`;
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

/** Edits the unit's own files, each where its value stands. */
export function fixInPlace(input: UnitInput): FileChange[] {
  const { context, subject, service } = input;
  const { definition } = subject;
  refuseBroken(definition);
  const edits = input.edits.filter((edit) => !isIdentity(edit)).map(unitEdit);
  if (input.edits.some(isIdentity)) {
    const { execStart } = definition;
    const needs =
      service === null
        ? execStart && { execStart, changes: replaceChanges(context.app, definition), environment: {} }
        : whatIsMissing(context, service, subject);
    if (needs === 'opaque' || (needs === null && execStart === null)) throw hidden(input);
    for (const [name, value] of Object.entries(needs?.environment ?? {}))
      edits.push({ kind: 'environment', name, value });
    if (needs) edits.push({ kind: 'command', execStart: needs.execStart, changes: needs.changes });
  }
  const { files } = context.host;
  const isDropIn = definition.path.endsWith('.conf');
  const paths = [...new Set([definition.path, ...definition.dropIns])];
  const units = paths.map((path) => {
    const found = files.read(path);
    if (found.state !== 'there') throw new Failure('host', `${path} cannot be read`);
    return parseUnit(found.bytes, path);
  });
  const bytes = new Map(units.map((unit) => [unit.path, unit.bytes]));
  return [...editUnit(units, edits)].map(([path, after]) => {
    const ours = basename(path) === FIX_NAME;
    const own = isDropIn || ours || isOwn(path, definition);
    const why = own ? whyNotInPlace(files, path) : `${path} is for other units, too`;
    if (why !== null) throw new Failure('host', why);
    return { path, before: bytes.get(path) ?? null, after, mode: 0o644, ours };
  });
}

/** Whether a file is about this unit alone: not the template of an instance, nor a drop-in for many. */
const isOwn = (path: string, { path: main, name, instance }: SystemdDefinition): boolean =>
  path === main ? instance === null : basename(dirname(path)) === `${name}.d`;

const READ_ONLY = /^\/(?:nix\/store|gnu\/store|usr\/(?:lib|share)|lib|run)\//;

/** Why a file of somebody else's is not edited where it stands; null when it can be. */
export function whyNotInPlace(files: Files, path: string): string | null {
  if (basename(path) === DROP_IN_NAME) return `${path} is unitpin's: it is written anew, not edited`;
  const real = files.realPath(path);
  if (files.readLink(path) !== null) return `${path} is a link${real === null ? '' : ` to ${real}`}`;
  if (READ_ONLY.test(real ?? path))
    return `${path} belongs to a package: its next update brings the old one back`;
  const { mode } = files.stat(path);
  return mode !== null && (mode & 0o222) === 0 ? `${path} is read-only` : null;
}

const unitEdit = (edit: Edit): UnitEdit => {
  if (edit.kind === 'setting' || edit.kind === 'environment') return edit;
  throw new Error(`no edit of a unit: ${edit.kind}`);
};

/** systemd reads no further than what it refuses: what is added may be lost, and what is seen may not be all. */
function refuseBroken({ problems }: SystemdDefinition): void {
  const fatal = problems.find(({ effect }) => effect === 'fatal');
  if (!fatal) return;
  const { path, line } = fatal.location;
  throw new Failure(
    'usage',
    `systemd refuses ${path}:${line} (${fatal.message}): that has to be mended first`,
  );
}

/** The words of the command without the take-over flag. */
function replaceChanges(app: App, { resolved, name, execStart }: SystemdDefinition): WordChanges {
  const argv = (execStart?.words ?? []).map(({ text }) => text);
  const { environment } = resolved;
  const invocation = { words: plainWords(argv), environment: new Map(environment) };
  const reading = readCommand(invocation, app, looksOurs({ environment, name }, app));
  return reading.state === 'gateway' ? pinChanges(argv, reading.command, null, app, true) : new Map();
}

function withoutReplace(app: App, definition: SystemdDefinition): Edit {
  const { execStart } = definition;
  const changes = replaceChanges(app, definition);
  if (!execStart || changes.size === 0) {
    throw new Failure('usage', `the command of ${definition.name} is hidden in a wrapper: change it there`);
  }
  return { kind: 'setting', section: 'Service', key: 'ExecStart', value: spliceExec(execStart, changes) };
}

function hidden({ context, subject, service }: UnitInput): Failure {
  const { name, path } = subject.definition;
  const [flag = ''] = context.app.command.profileFlags;
  return new Failure('usage', hiddenCommand(name, path, flag, service?.profile ?? 'NAME').reason);
}
