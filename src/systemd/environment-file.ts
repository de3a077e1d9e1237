import { isUtf8 } from 'node:buffer';
import type { Location } from '../model/location.ts';
import { isBlank, isClean } from './encoding.ts';

export interface FileAssignment {
  /** As written: whether it is a variable's name is for the reader to judge. */
  key: string;
  value: string;
  /** No character at all was read for a value; environment.d(5) takes that for a mistake. */
  isEmpty: boolean;
  /** Where the key stands. */
  location: Location;
}

type State = 'before key' | 'key' | 'before value' | 'value' | 'single' | 'double' | 'comment';

/** What a backslash takes its meaning from inside double quotes (SHELL_NEED_ESCAPE). */
const DOUBLE_ESCAPED = '"\\`$';

const isLineEnd = (c: string): boolean => c === '\n' || c === '\r';

/**
 * The assignments of an environment file, in order (systemd 252's `parse_env_file_internal()`; systemd.exec(5),
 * `EnvironmentFile=`; also environment.d(5)). Null: systemd refuses the whole file, for a NUL or what is no clean UTF-8.
 */
export function parseEnvironmentFile(bytes: Buffer, path: string): FileAssignment[] | null {
  const text = bytes.toString('utf8');
  if (text.includes('\0')) return null;
  const found: FileAssignment[] = [];
  let state: State = 'before key';
  let key = '';
  let value = '';
  /** Blanks at the end of an unquoted value are not part of it: its length without them. */
  let kept = -1;
  let location: Location = { path, line: 1, column: 1 };
  const place = placer(path, text);

  const push = (): void => {
    const chomped = state === 'value' && kept >= 0 ? value.slice(0, kept) : value;
    found.push({ key: key.replace(/[ \t\n\r]+$/, ''), value: chomped, isEmpty: value === '', location });
    key = '';
    value = '';
    kept = -1;
  };

  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    const next = text[i + 1] ?? '';
    switch (state) {
      case 'before key':
        if (c === '#' || c === ';') state = 'comment';
        else if (!isBlank(c.charCodeAt(0))) {
          state = 'key';
          key = c;
          location = place(i);
        }
        break;
      case 'key':
        if (isLineEnd(c)) state = 'before key';
        else if (c === '=') {
          state = 'before value';
          kept = -1;
        } else key += c;
        break;
      case 'before value':
      case 'value':
        if (isLineEnd(c)) {
          push();
          state = 'before key';
        } else if (c === '\\') {
          state = 'value';
          kept = -1;
          i++;
          // An escaped line end disappears.
          if (!isLineEnd(next)) value += next;
        } else if (state === 'before value' && c === "'") state = 'single';
        else if (state === 'before value' && c === '"') state = 'double';
        else if (state === 'value' || !isBlank(c.charCodeAt(0))) {
          state = 'value';
          if (!isBlank(c.charCodeAt(0))) kept = -1;
          else if (kept < 0) kept = value.length;
          value += c;
        }
        break;
      case 'single':
        if (c === "'") state = 'before value';
        else value += c;
        break;
      case 'double':
        if (c === '"') state = 'before value';
        else if (c !== '\\') value += c;
        else {
          i++;
          if (DOUBLE_ESCAPED.includes(next)) value += next;
          else if (next !== '\n') value += `\\${next}`;
        }
        break;
      case 'comment':
        // In 252 an escaped line end continues a comment; from 254 on it does not.
        if (c === '\\') i++;
        else if (isLineEnd(c)) state = 'before key';
    }
  }
  if (state !== 'before key' && state !== 'key' && state !== 'comment') push();
  const clean = isUtf8(bytes) && isClean(text);
  return clean || found.every(isCleanAssignment) ? found : null;
}

/** Comments may hold anything. Where the file is no UTF-8, U+FFFD stands for what could not be read. */
const isCleanAssignment = ({ key, value }: FileAssignment): boolean =>
  isClean(key + value) && !(key + value).includes('\ufffd');

/** Offsets, asked in rising order, to places. Columns count characters. */
function placer(path: string, text: string): (offset: number) => Location {
  let at = 0;
  let line = 1;
  let column = 1;
  return (offset) => {
    for (; at < offset; at++) {
      const code = text.charCodeAt(at);
      if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) {
        line++;
        column = 1;
      } else if (!(code >= 0xdc00 && code <= 0xdfff)) column++;
    }
    return { path, line, column };
  };
}
