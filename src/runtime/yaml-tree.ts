import { COLLECTION_STYLE, EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from 'js-yaml';

/** A value of a YAML text and where it stands. Offsets; `end` is behind it. */
export type YamlNode =
  | {
      kind: 'scalar';
      /** Between its quotes; both -1 where nothing is written. */
      start: number;
      end: number;
      style: 'plain' | 'quoted' | 'block';
    }
  | { kind: 'mapping'; start: number; isFlow: boolean; entries: YamlEntry[] }
  | { kind: 'sequence' }
  | { kind: 'alias' };

export interface YamlEntry {
  key: string;
  /** Of the key, between its quotes. */
  start: number;
  end: number;
  value: YamlNode;
}

/** The value of the first document; null when there is none. What is in sequences is left out. */
export function yamlTree(text: string, events: readonly Event[]): YamlNode | null {
  let root: YamlNode | null = null;
  /** The collections that are open: null for one that is of no interest. */
  const open: {
    mapping: Extract<YamlNode, { kind: 'mapping' }> | null;
    key: Omit<YamlEntry, 'value'> | null;
  }[] = [];
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) {
      if (root !== null) break;
      continue;
    }
    if (event.type === EVENT_ID.POP) {
      open.pop();
      continue;
    }
    const parent = open.at(-1);
    const isKey = parent?.mapping !== null && parent?.key === null;
    const node = nodeOf(event);
    if (parent === undefined) root ??= node;
    else if (isKey) {
      const scalar = event.type === EVENT_ID.SCALAR ? event : null;
      // Not a word: no key that anybody looks for.
      parent.key = { key: '', start: -1, end: -1 };
      if (scalar)
        parent.key = { key: getScalarValue(text, scalar), start: scalar.valueStart, end: scalar.valueEnd };
    } else if (parent.mapping !== null && parent.key !== null) {
      parent.mapping.entries.push({ ...parent.key, value: node });
      parent.key = null;
    }
    if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE)
      open.push({ mapping: node.kind === 'mapping' && !isKey ? node : null, key: null });
  }
  return root;
}

function nodeOf(event: Event): YamlNode {
  if (event.type === EVENT_ID.MAPPING)
    return {
      kind: 'mapping',
      start: event.start,
      isFlow: event.style === COLLECTION_STYLE.FLOW,
      entries: [],
    };
  if (event.type === EVENT_ID.ALIAS) return { kind: 'alias' };
  if (event.type !== EVENT_ID.SCALAR) return { kind: 'sequence' };
  const { PLAIN, SINGLE_QUOTED, DOUBLE_QUOTED } = SCALAR_STYLE;
  const isQuoted = event.style === SINGLE_QUOTED || event.style === DOUBLE_QUOTED;
  const style = isQuoted ? 'quoted' : event.style === PLAIN ? 'plain' : 'block';
  return { kind: 'scalar', start: event.valueStart, end: event.valueEnd, style };
}
