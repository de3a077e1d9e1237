import { isUtf8 } from 'node:buffer';
import {
  boolYaml11Tag,
  constructFromEvents,
  defineScalarTag,
  EVENT_ID,
  type Event,
  floatYaml11Tag,
  intYaml11Tag,
  NOT_RESOLVED,
  parseEvents,
  YAML11_SCHEMA,
  YAMLException,
} from 'js-yaml';
import { tr } from '../texts/tr.ts';

/** A YAML file, read. */
export interface Yaml {
  /** Without its byte order mark. */
  text: string;
  /** Their offsets are those of `text`. */
  events: readonly Event[];
  /** What each document says. */
  data: readonly unknown[];
}

export type YamlResult = ({ state: 'read' } & Yaml) | { state: 'broken'; message: string; offset: number };

/** A tag whose plain words are fewer than YAML 1.1 has. */
const without = (tag: ReturnType<typeof defineScalarTag<unknown>>, words: RegExp) =>
  defineScalarTag<unknown>(tag.tagName, {
    implicit: true,
    implicitFirstChars: tag.implicitFirstChars,
    identify: tag.identify,
    resolve: (text, ...how) => (words.test(text) ? NOT_RESOLVED : tag.resolve(text, ...how)),
  });

/** To PyYAML `y`, `08:30` and `+.5` are text. */
const SCHEMA = YAML11_SCHEMA.withTags(
  without(boolYaml11Tag, /^.$/),
  without(intYaml11Tag, /^[-+]?0.*:/),
  without(floatYaml11Tag, /^[-+]\.\d/),
);

export const notUtf8 = (): string => tr('it is not UTF-8');

/** Reads YAML as PyYAML does: YAML 1.1, the last of equal keys counts. Never throws for what the text is. */
export function readYaml(bytes: Buffer): YamlResult {
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  if (!isUtf8(bytes))
    return { state: 'broken', message: notUtf8(), offset: Math.max(0, text.indexOf('\ufffd')) };
  const width = deepestIndent(text) + 1;
  const moved: number[] = [];
  for (;;) {
    const source = moveIn(text, moved, width);
    try {
      const events = parseEvents(source, {});
      const anchor = anchorTwice(source, events);
      if (anchor)
        YAMLException.throwAt(
          source,
          anchor.at,
          tr('the anchor {name} is there twice', { name: anchor.name }),
        );
      const data = constructFromEvents(events, { source, schema: SCHEMA, json: true, maxAliases: 1000 });
      return { state: 'read', text, events: moveBack(events, moved, width), data };
    } catch (error) {
      // Whatever else it throws is about the text, too: too deep to be read, say.
      if (!(error instanceof YAMLException)) return { state: 'broken', message: String(error), offset: 0 };
      const offset = offsetBefore(error.mark?.position ?? 0, moved, width);
      const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
      const isMovable = error.reason === 'deficient indentation' && !/^(---|\.\.\.)/.test(text.slice(start));
      if (!isMovable || moved.includes(start) || (moved.length + 1) * text.length > MOST_WORK)
        return { state: 'broken', message: error.reason, offset };
      moved.push(start);
      moved.sort((a, b) => a - b);
    }
  }
}

/** PyYAML refuses a document with two anchors of one name. */
function anchorTwice(source: string, events: readonly Event[]): { name: string; at: number } | null {
  const names = new Set<string>();
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) names.clear();
    if (event.type === EVENT_ID.ALIAS || !('anchorStart' in event) || event.anchorStart < 0) continue;
    const name = source.slice(event.anchorStart, event.anchorEnd);
    if (names.has(name)) return { name, at: event.anchorStart };
    names.add(name);
  }
  return null;
}

/**
 * Within brackets and quotes PyYAML does not mind how far in a line begins, where js-yaml wants it further in than what
 * holds it. There blanks at the start of a line mean nothing: such lines are moved in, one after the other.
 * Characters read in all attempts together: about half a second.
 */
const MOST_WORK = 8_000_000;

const deepestIndent = (text: string): number =>
  (text.match(/^ +/gm) ?? []).reduce((most, { length }) => Math.max(most, length), 0);

function moveIn(text: string, starts: readonly number[], width: number): string {
  const cuts = [0, ...starts, text.length];
  return cuts.slice(1).reduce((done, end, index) => {
    const part = text.slice(cuts[index], end);
    return index === 0 ? part : `${done}${' '.repeat(width)}${part}`;
  }, '');
}

/** Where an offset of the text with lines moved in was before. */
function offsetBefore(offset: number, starts: readonly number[], width: number): number {
  let before = offset;
  for (const start of starts) if (before > start) before = Math.max(start, before - width);
  return before;
}

function moveBack(events: readonly Event[], starts: readonly number[], width: number): readonly Event[] {
  if (starts.length === 0) return events;
  const isOffset = (name: string): boolean => /^start$|(Start|End)$/.test(name);
  return events.map((event) =>
    Object.fromEntries(
      Object.entries(event).map(([name, value]) => [
        name,
        isOffset(name) && typeof value === 'number' && value >= 0
          ? offsetBefore(value, starts, width)
          : value,
      ]),
    ),
  ) as unknown as Event[];
}
