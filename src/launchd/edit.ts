import { isDeepStrictEqual } from 'node:util';
import { Failure } from '../host/failure.ts';
import type { PlistValue } from '../model/definition.ts';
import { tr } from '../texts/tr.ts';
import { normalData, type PlistData, plainData } from './data.ts';
import { buildPlist } from './emit.ts';
import { styleOf } from './layout.ts';
import { type Plist, readPlist } from './plist.ts';
import { addKey, insertItems, removeChild, replaceValue, type Splice } from './splice.ts';
import { encodeText } from './text.ts';

/** Keys of dictionaries and indexes of arrays, from the top: `['ProgramArguments', 2]`. */
export type PlistPath = readonly (string | number)[];

export type PlistEdit =
  /** Replaces a value, or adds the key (with the dictionaries above it) at the end of its dictionary. */
  | { op: 'set'; path: PlistPath; value: PlistData }
  /** Puts strings into an array after the item at `after`; -1 is before the first. */
  | { op: 'insert'; path: PlistPath; after: number; values: readonly string[] }
  /** Removes a key, which may be missing, or an item, which may not. */
  | { op: 'remove'; path: PlistPath };

/**
 * Edits a property list in its text: what an edit does not name keeps every byte (comments, indentation, line ends,
 * encoding, order). The edits are made one after the other; each index means the list as the ones before left it.
 * A binary property list has no layout to keep and comes back as XML, which launchd takes as well.
 *
 * The result is read again; should its value not be the expected one, that is a bug of ours and nothing is returned.
 *
 * @throws Failure `host` when the file cannot be read or has no such place, `usage` when XML cannot hold a value
 */
export function editPlist(bytes: Buffer, path: string, edits: readonly PlistEdit[]): Buffer {
  let plist = readPlist(bytes, path);
  if (plist.value === null) {
    const problem = plist.problems.find(({ effect }) => effect === 'fatal');
    throw new Failure('host', tr('{path} cannot be edited: {message}', { path, message: problem?.message }), {
      where: problem?.location ?? path,
    });
  }
  const expected = edits.reduce((data, edit) => edited(data, edit, path), plainData(plist.value));
  if (plist.format === 'binary') return Buffer.from(buildPlist(expected));
  let result = bytes;
  for (const edit of edits) {
    // An ignored earlier one of a key given twice would count once the last one is gone: go on until none is left.
    for (
      let splice = spliceFor(plist, edit);
      splice !== null;
      splice = edit.op === 'remove' ? spliceFor(plist, edit) : null
    ) {
      result = spliced(plist, splice);
      plist = readPlist(result, path);
      if (typeof edit.path.at(-1) === 'number') break;
    }
  }
  if (plist.value === null || !isDeepStrictEqual(plainData(plist.value), expected)) {
    throw new Error(`editing ${path} did not give the expected property list`);
  }
  return result;
}

function spliced({ text, encoding, bom }: Plist, { start, end, text: added }: Splice): Buffer {
  const put =
    encoding === 'ascii' ? added.replaceAll(/[^\0-\x7f]/gu, (c) => `&#${c.codePointAt(0)};`) : added;
  return encodeText(text.slice(0, start) + put + text.slice(end), encoding, bom);
}

/** The change of the text for one edit; null when there is nothing to change. */
function spliceFor(plist: Plist, edit: PlistEdit): Splice | null {
  const style = styleOf(plist);
  const depth = edit.op === 'remove' ? edit.path.length - 1 : edit.path.length;
  let value = plist.value;
  if (value === null) return null;
  for (const [level, step] of edit.path.slice(0, depth).entries()) {
    const child = childOf(value, step);
    if (child === undefined) {
      if (edit.op !== 'set') return null;
      const above = edit.path.slice(level + 1);
      const data = above.reduceRight<PlistData>((inner, key) => new Map([[String(key), inner]]), edit.value);
      return addKey(plist, style, value, String(step), data, nameOf(edit.path.slice(0, level + 1)));
    }
    value = child;
  }
  if (edit.op === 'set') return replaceValue(plist, style, value, edit.value, nameOf(edit.path));
  if (edit.op === 'insert')
    return edit.values.length > 0 ? insertItems(plist, style, value, edit.after, edit.values) : null;
  const last = edit.path.at(-1);
  const index = value.type === 'dict' ? value.entries.findIndex((entry) => entry.key === last) : Number(last);
  return index < 0 ? null : removeChild(plist, value, index);
}

function childOf(value: PlistValue, step: string | number): PlistValue | undefined {
  if (value.type === 'array') return typeof step === 'number' ? value.items[step] : undefined;
  return value.type === 'dict' ? value.entries.find((entry) => entry.key === step)?.value : undefined;
}

/** The same edit on plain data: what the result must be. */
function edited(data: PlistData, edit: PlistEdit, file: string, level = 0): PlistData {
  const step = edit.path[level];
  const nowhere = (wanted: string): Failure =>
    new Failure(
      'host',
      tr('{file} cannot be edited: {path} is not {wanted}', {
        file,
        path: nameOf(edit.path.slice(0, level)) || tr('the top level'),
        wanted,
      }),
      {
        where: file,
      },
    );
  if (step === undefined) {
    if (edit.op === 'set') return normalData(edit.value);
    if (edit.op === 'remove') throw nowhere(tr('to be removed'));
    if (!Array.isArray(data) || edit.after < -1 || edit.after >= Math.max(data.length, 1)) {
      throw nowhere(tr('an array with an item {index}', { index: edit.after }));
    }
    return data.toSpliced(edit.after + 1, 0, ...edit.values);
  }
  const last = level === edit.path.length - 1;
  if (typeof step === 'number') {
    const item = Array.isArray(data) ? data[step] : undefined;
    if (!Array.isArray(data) || item === undefined)
      throw nowhere(tr('an array with an item {index}', { index: step }));
    return edit.op === 'remove' && last
      ? data.toSpliced(step, 1)
      : data.with(step, edited(item, edit, file, level + 1));
  }
  if (!(data instanceof Map)) throw nowhere(tr('a dictionary'));
  const map = new Map<string, PlistData>(data);
  const value = map.get(step);
  if (edit.op === 'remove' && (last || value === undefined)) map.delete(step);
  else if (value === undefined && edit.op === 'insert')
    throw nowhere(tr('a dictionary with the key {key}', { key: step }));
  else map.set(step, edited(value ?? new Map(), edit, file, level + 1));
  return map;
}

/** `['KeepAlive', 'Crashed']` as people write it: `KeepAlive.Crashed`; indexes in brackets. */
const nameOf = (path: PlistPath): string =>
  path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : index > 0 ? `.${step}` : step))
    .join('');
