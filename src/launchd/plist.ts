import type { PlistValue } from '../model/definition.ts';
import type { SyntaxProblem } from '../model/location.ts';
import { tr } from '../texts/tr.ts';
import { readBinary } from './binary.ts';
import { NOT_XML, Refusal } from './scan.ts';
import { decodeText, type Encoding, places } from './text.ts';
import { readXml, type Spans } from './xml.ts';

/** A property list as it was read, with all that an edit of its text needs. */
export interface Plist {
  /** The top-level value; null when there is a fatal problem. */
  value: PlistValue | null;
  format: 'xml' | 'binary';
  problems: SyntaxProblem[];
  /** The XML text without byte order mark; empty for a binary one. */
  text: string;
  encoding: Encoding;
  bom: boolean;
  /** Where each value and entry stands in `text`; empty for a binary one. */
  spans: Spans;
}

/**
 * Reads a property list as strictly as launchd: what it would refuse is one `fatal` problem with its place, and no
 * value; what it reads but not as written is a `dropped` one. Never throws, expands no custom entity.
 *
 * @param bytes the file's content
 * @param path only for locations. In a binary property list every location is line 1, column 1.
 */
export function readPlist(bytes: Buffer, path: string): Plist {
  const binary = bytes.subarray(0, 6).toString('latin1') === 'bplist';
  const { text, encoding, bom, refusal } = binary ? NO_TEXT : decodeText(bytes);
  const place = places(text, path);
  const plist: Plist = {
    value: null,
    format: binary ? 'binary' : 'xml',
    problems: [],
    text,
    encoding,
    bom,
    spans: new Map(),
  };
  const report = (message: string, offset: number): void => {
    plist.problems.push({ effect: 'dropped', message, location: place(offset) });
  };
  try {
    if (refusal) throw new Refusal(refusal.message, refusal.offset);
    if (binary) {
      if (bytes.subarray(6, 8).toString('latin1') !== '00')
        throw new Refusal(tr('this version of the binary format is not known'), 0);
      plist.value = readBinary(bytes, place(0), (message) => report(message, 0));
    } else {
      const control = NOT_XML.exec(text);
      if (control) judgeControl(control[0], control.index, report);
      plist.value = readXml({ text, at: 0, report, place, spans: plist.spans });
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    plist.problems.push({ effect: 'fatal', message: error.message, location: place(error.offset) });
  }
  return plist;
}

const NO_TEXT = { text: '', encoding: 'utf-8', bom: false, refusal: null } as const;

function judgeControl(
  character: string,
  offset: number,
  report: (message: string, offset: number) => void,
): void {
  if (character === '\0') throw new Refusal(tr('there is a NUL character here'), offset);
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  report(tr('U+{code} stands here, which XML does not allow; many tools refuse the file', { code }), offset);
}
