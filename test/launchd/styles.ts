import { dictEntries, type PlistData } from '../../src/launchd/data.ts';
import { plistValue } from '../../src/launchd/emit.ts';
import fc from '../support/fast-check.ts';

/** A way in which people write property lists. */
export interface Written {
  step: string;
  eol: string;
  oneLine: boolean;
  /** Key and value on one line, with this between them; null for a line each. */
  between: string | null;
  /** Comments of their own line before, and on the line behind, every so many elements; 0 for none. */
  comments: number;
}

export const anyStyle: fc.Arbitrary<Written> = fc.record({
  step: fc.constantFrom('\t', '  ', '    ', ''),
  eol: fc.constantFrom('\n', '\n', '\r\n', '\r'),
  oneLine: fc.constantFrom(false, false, false, true),
  between: fc.constantFrom(null, null, '', ' ', '\t'),
  comments: fc.nat(3),
});

/** A document as somebody might have written it by hand. */
export function write(data: PlistData, style: Written): string {
  let count = 0;
  const end = style.oneLine ? '' : style.eol;
  const text = (value: PlistData, indent: string): string => {
    const entries = dictEntries(value);
    const inner = style.oneLine ? '' : indent + style.step;
    const children = entries
      ? entries.map(([key, item]) => {
          const name = plistValue(key).replaceAll('string>', 'key>');
          const gap = style.between ?? (style.oneLine ? '' : end + inner);
          return name + gap + text(item, inner);
        })
      : Array.isArray(value)
        ? value.map((item) => text(item, inner))
        : null;
    if (children === null) return plistValue(value);
    const kind = entries ? 'dict' : 'array';
    if (children.length === 0) return [`<${kind}/>`, `<${kind}></${kind}>`, `<${kind} />`][count++ % 3] ?? '';
    const lines = children.map((child) => {
      count++;
      if (style.comments === 0 || style.oneLine || count % (style.comments + 1) > 0)
        return inner + child + end;
      return `${inner}<!-- about ${count} -->${end}${inner}${child} <!-- behind ${count} -->${end}`;
    });
    return `<${kind}>${end}${lines.join('')}${style.oneLine ? '' : indent}</${kind}>`;
  };
  return `<?xml version="1.0" encoding="UTF-8"?>${end}<plist version="1.0">${end}${text(data, '')}${end}</plist>${end}`;
}
