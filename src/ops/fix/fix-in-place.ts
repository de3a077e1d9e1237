import { basename, dirname } from 'node:path';
import { Failure } from '../../host/failure.ts';
import type { Files } from '../../host/files.ts';
import { isLoneDropIn, type SystemdDefinition } from '../../model/definition.ts';
import type { Edit } from '../../model/finding.ts';
import type { FileChange } from '../../model/fix.ts';
import { editUnit, type UnitEdit } from '../../systemd/edit.ts';
import { DROP_IN_NAME } from '../../systemd/render.ts';
import { parseUnit } from '../../systemd/syntax.ts';
import { tr } from '../../texts/tr.ts';
import { whatIsMissing } from '../gen/pin-systemd.ts';
import { hiddenCommand } from '../proposal.ts';
import { FIX_NAME } from './fix-drop-in.ts';
import { isIdentity } from './fix-edits.ts';
import { refuseBroken, replaceChanges, type UnitInput } from './fix-unit.ts';

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
  const paths = [...new Set([definition.path, ...definition.dropIns])];
  const units = paths.map((path) => {
    const found = files.read(path);
    if (found.state !== 'there') throw new Failure('host', tr('{path} cannot be read', { path }));
    return parseUnit(found.bytes, path);
  });
  const bytes = new Map(units.map((unit) => [unit.path, unit.bytes]));
  return [...editUnit(units, edits)].map(([path, after]) => {
    const ours = basename(path) === FIX_NAME;
    const own = isLoneDropIn(definition) || ours || isOwn(path, definition);
    const why = own ? whyNotInPlace(files, path) : tr('{path} is for other units, too', { path });
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
  if (basename(path) === DROP_IN_NAME)
    return tr("{path} is unitpin's: it is written anew, not edited", { path });
  const real = files.realPath(path);
  if (files.readLink(path) !== null)
    return tr('{path} is a link{more}', { path, more: real === null ? '' : tr(' to {real}', { real }) });
  if (READ_ONLY.test(real ?? path))
    return tr('{path} belongs to a package: its next update brings the old one back', { path });
  const { mode } = files.stat(path);
  return mode !== null && (mode & 0o222) === 0 ? tr('{path} is read-only', { path }) : null;
}

const unitEdit = (edit: Edit): UnitEdit => {
  if (edit.kind === 'setting' || edit.kind === 'environment') return edit;
  throw new Error(`no edit of a unit: ${edit.kind}`);
};

function hidden({ context, subject, service }: UnitInput): Failure {
  const { name, path } = subject.definition;
  const [flag = ''] = context.app.command.profileFlags;
  return new Failure('usage', hiddenCommand(name, path, flag, service?.profile ?? 'NAME').reason);
}
