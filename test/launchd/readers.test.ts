import { expect, it } from 'vitest';
import { normalData, type PlistData, plainData } from '../../src/launchd/data.ts';
import { buildPlist } from '../../src/launchd/emit.ts';
import { type Plist, readPlist } from '../../src/launchd/plist.ts';
import fc from '../support/fast-check.ts';
import { requireOrSkip } from '../support/requirements.ts';
import { anyData } from './arbitrary.ts';
import { mutants } from './mutants.ts';
import { type Answer, convertWithPlistutil, otherReaders, readWithPlistlib, tagged } from './readers.ts';

/** What we refuse and plistlib takes: each refused by Apple's published parser, or by launchd itself (`<true></true>`). */
const STRICTER = [
  /^there is text here, between the elements$/,
  /^CDATA can only stand inside/,
  /^<\w+> must be written/,
  /is not an element of a property list$/,
  /^this is not a property list$/,
  /stands inside <\w+>, which holds text only$/,
  /^<plist> holds (a second|no) value/,
  /^a comment cannot stand inside/,
  /^<(integer|real|date)> does not hold/,
  /^<data\/> holds no value$/,
  // With an external DTD, expat passes over entities it does not know.
  /; is not known: only lt, gt/,
  // An attribute with ">" in its value.
  /^this is not a well-formed tag$/,
  // plistlib takes an empty key for none.
  /^the key "" has no value$/,
  // Python knows "UTF--8" for UTF-8.
  /^the encoding is declared as/,
];

/** A DOCTYPE other than the usual one: Apple's parser ends it at the first ">" or "[", and takes more than one. */
const oddDoctype = (text: string): boolean => text.replace(DOCTYPE, '').includes('<!DOCTYPE');
const DOCTYPE =
  '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">';

/** What plistlib refuses and we take, each because Apple's published parser takes it; the first ones we report. */
const LOOSER: ((text: string, ours: Plist) => boolean)[] = [
  (_, ours) => ours.problems.length > 0,
  // plistlib wants the file to begin with one of these.
  (text) => !/^(<\?xml|<plist)/.test(text),
  (text) => /<!--(?:(?!-->)[\s\S])*?--(?!>)/.test(text),
  (text) => /\]\]>/.test(text.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>/g, '')),
  // Processing instructions, whose content (also the XML declaration's) nobody needs.
  (text) => /<\?(?!xml version="1.0" encoding="UTF-8"\?>)/.test(text),
  // Attributes, which mean nothing here: the same one twice, references in a value, odd names.
  (text) => /<\w+[ \t\r\n]+(?!version="1.0">)/.test(text),
  // The DOCTYPE, which nobody needs either.
  (text) => oddDoctype(text),
  // Dates of the year 0.
  (text) => /<date>0000-/.test(text),
  // Blanks after the sign.
  (text) => /<integer>\s*[-+]\s/.test(text),
];

const fatal = (plist: Plist): string =>
  plist.problems.find(({ effect }) => effect === 'fatal')?.message ?? '';

/** What sets our answer and plistlib's apart; null when nothing does, or something that is known. */
function difference(document: Buffer, ours: Plist, theirs: Answer): string | null {
  if (ours.value === null) {
    const known = oddDoctype(document.toString()) || STRICTER.some((message) => message.test(fatal(ours)));
    return theirs.value === undefined || known ? null : `we: ${fatal(ours)}`;
  }
  const text = document.toString();
  if (theirs.value === undefined)
    return LOOSER.some((known) => known(text, ours)) ? null : `plistlib: ${theirs.error}`;
  const value = tagged(plainData(ours.value));
  const same = JSON.stringify(value) === JSON.stringify(theirs.value);
  // plistlib keeps the place of the first of two equal keys and takes what it can of damaged base64.
  return same || ours.problems.length > 0
    ? null
    : `we: ${JSON.stringify(value)}\nplistlib: ${JSON.stringify(theirs.value)}`;
}

requireOrSkip(otherReaders, 'other readers', () => {
  it('CPython reads what we write as we do, and we read the binary it makes of it', () => {
    const data = fc.sample(anyData, 2500);
    const documents = data.map((item) => Buffer.from(buildPlist(item)));
    const answers = readWithPlistlib(documents);
    for (const [index, item] of data.entries()) {
      const expected = tagged(normalData(item));
      expect(answers[index]?.value, documents[index]?.toString()).toEqual(expected);
      expect(read(documents[index]!)).toEqual(expected);
      expect(read(Buffer.from(answers[index]?.binary ?? '', 'base64'))).toEqual(expected);
    }
  });

  it('libplist reads what we write as we do', () => {
    // All of them in one array: one process. It loses what is written as a character reference (a carriage return)
    // and, between the years 1 and 999, the date's leading zeros.
    const data = fc.sample(anyData, 2500).map(withoutReturns);
    const binary = convertWithPlistutil(Buffer.from(buildPlist(data)));
    const answer = readPlist(binary, 'libplist').value;
    const items = answer?.type === 'array' ? answer.items : [];
    expect(items.length).toBe(data.length);
    for (const [index, item] of data.entries()) {
      expect(tagged(plainData(items[index]!))).toEqual(tagged(normalData(item)));
    }
  });

  it('CPython differs on damaged documents only where it is known to', () => {
    const documents = mutants(1500);
    const answers = readWithPlistlib(documents);
    let refused = 0;
    const found = documents.flatMap((document, index) => {
      const ours = readPlist(document, 'mutant');
      if (ours.value === null) refused++;
      const what = difference(document, ours, answers[index]!);
      return what === null ? [] : [`${document}\n${what}`];
    });
    expect(found.slice(0, 3)).toEqual([]);
    // The mutations must neither all break the documents nor all leave them be.
    expect(refused).toBeGreaterThan(documents.length / 5);
    expect(refused).toBeLessThan((documents.length * 4) / 5);
  });
});

function read(bytes: Buffer) {
  const { value, problems } = readPlist(bytes, 'test');
  expect(problems).toEqual([]);
  return tagged(plainData(value!));
}

function withoutReturns(data: PlistData): PlistData {
  if (typeof data === 'string') return data.replaceAll('\r', '');
  if (Array.isArray(data)) return data.map(withoutReturns);
  if (data instanceof Map)
    return new Map([...data].map(([key, value]) => [key.replaceAll('\r', ''), withoutReturns(value)]));
  return data;
}
