import { Failure } from '../host/failure.ts';
import { tr } from '../texts/tr.ts';
import { locationOf } from './config.ts';
import { readPortValue } from './port.ts';
import { portEdit, valueAt } from './port-edit.ts';
import { differsBeside } from './same-beside.ts';
import { readYaml } from './yaml.ts';

/** A configuration with a port written into it. */
export interface WrittenPort {
  bytes: Buffer;
  /** The line that changed, or the first that was put in (from 1), and how many were; null when nothing had to be done. */
  edit: { line: number; inserted: number } | null;
}

/**
 * Puts a port at a key path (`platforms.api_server.extra.port`) of the YAML file `path`: one line changes, or as few as
 * can be are put in; every other byte stays. What cannot be done so is refused: the result is read again, and has to say
 * the port there and what was said before everywhere else.
 * @throws Failure (host) with the place.
 */
export function writePort(bytes: Buffer, path: string, keyPath: string, port: number): WrittenPort {
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  const refuse = (why: string, offset: number): never => {
    throw new Failure('host', tr('{path} is not changed: {why}', { path, why }), {
      where: locationOf(text, path, offset),
      next: tr('set {keyPath}: {port} by hand, or leave the port to the definition (unitpin gen)', {
        keyPath,
        port,
      }),
    });
  };
  const before = readYaml(bytes);
  if (before.state === 'broken')
    return refuse(tr('it cannot be read: {message}', { message: before.message }), before.offset);
  if (before.data.length > 1) return refuse(tr('it holds more than one document'), 0);
  // Some readers take these for line ends: what is a comment to one of them is a setting to another.
  const odd = text.search(/[\u0085\u2028\u2029]/);
  if (odd >= 0) return refuse(tr('it holds a line break that not every reader takes for one'), odd);

  const keys = keyPath.split('.');
  const edit = portEdit({ ...before, keys, port, refuse });
  if (edit === null) return { bytes, edit: null };
  const changed = text.slice(0, edit.at) + edit.insert + text.slice(edit.end);
  const result = Buffer.concat([
    bytes.subarray(0, bytes.length - Buffer.byteLength(text)),
    Buffer.from(changed),
  ]);

  const after = readYaml(result);
  if (after.state === 'broken' || after.data.length !== 1)
    return refuse(tr('its layout leaves no place for the port'), edit.at);
  const differs = differsBeside(before.data[0], after.data[0], keys);
  if (differs !== null)
    return refuse(tr('{differs} would change as well', { differs: differs || tr('all of it') }), edit.at);
  if (readPortValue(valueAt(after.data[0], keys), null).port !== port)
    return refuse(tr('the port would not be read from there'), edit.at);
  const first = edit.at + (/^[\r\n]+/.exec(edit.insert)?.[0].length ?? 0);
  return {
    bytes: result,
    edit: {
      line: locationOf(changed, path, first).line,
      inserted: locationOf(changed, path, changed.length).line - locationOf(text, path, text.length).line,
    },
  };
}
