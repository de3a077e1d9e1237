import { CORE_SCHEMA, load, parseEvents, YAMLException } from 'js-yaml';
import { Failure } from '../host/failure.ts';
import { tr } from '../texts/tr.ts';

/** Reads YAML of ours (YAML 1.2 core). A mistake is an error with file, line and column. */
export function readYaml(text: string, path: string): unknown {
  if (text.replace(/#.*/g, '').trim() === '') return {};
  try {
    return load(text, { schema: CORE_SCHEMA, filename: path });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line = 0, column = 0 } = error.mark ?? {};
    throw new Failure('usage', tr('{path} is not valid YAML: {reason}', { path, reason: error.reason }), {
      where: { path, line: line + 1, column: column + 1 },
    });
  }
}

/** Where the value at a key path stands: of its key in a mapping, else of the value. The nearest parent when it is absent. */
export function locateYaml(text: string, keys: readonly PropertyKey[]): { line: number; column: number } {
  let found = 0;
  try {
    found = walk(text, keys);
  } catch {
    // Not reached after a successful load; the start of the file is still an honest answer.
  }
  const before = text.slice(0, found);
  return { line: before.split('\n').length, column: found - before.lastIndexOf('\n') };
}

interface Frame {
  kind: 'document' | 'mapping' | 'sequence';
  /** The path this collection has, when it is on the way to what is looked for; null when it is not. */
  depth: number | null;
  /** In a mapping: the key whose value comes next; null when a key comes next. */
  key: string | null;
  index: number;
}

let last: { text: string; events: ReturnType<typeof parseEvents> } | null = null;

/** Of one file many places may be asked for; parsing is what costs. */
function eventsOf(text: string): ReturnType<typeof parseEvents> {
  if (last?.text !== text) last = { text, events: parseEvents(text, {}) };
  return last.events;
}

function walk(text: string, keys: readonly PropertyKey[]): number {
  let best = 0;
  let bestDepth = -1;
  const frames: Frame[] = [];
  const note = (depth: number, offset: number) => {
    if (depth > bestDepth) [bestDepth, best] = [depth, offset];
  };
  /** Called for each value: tells how deep on the path it lies, or null. */
  const enter = (offset: number): number | null => {
    const parent = frames.at(-1);
    if (!parent || parent.kind === 'document') return parent ? 0 : null;
    const step = parent.kind === 'mapping' ? parent.key : parent.index++;
    const depth =
      parent.depth !== null && String(keys[parent.depth]) === String(step) ? parent.depth + 1 : null;
    if (depth !== null && parent.kind === 'sequence') note(depth, offset);
    parent.key = null;
    return depth;
  };
  for (const event of eventsOf(text)) {
    if (event.type === 1) frames.push({ kind: 'document', depth: 0, key: null, index: 0 });
    else if (event.type === 6) frames.pop();
    else if (event.type === 2 || event.type === 3) {
      const kind = event.type === 3 ? 'mapping' : 'sequence';
      frames.push({ kind, depth: enter(event.start), key: null, index: 0 });
    } else if (event.type === 4) {
      const parent = frames.at(-1);
      if (parent?.kind === 'mapping' && parent.key === null) {
        parent.key = text.slice(event.valueStart, event.valueEnd);
        if (parent.depth !== null && String(keys[parent.depth]) === parent.key)
          note(parent.depth + 1, event.valueStart);
      } else enter(event.valueStart);
    } else enter(0);
  }
  return best;
}
