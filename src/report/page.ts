import type { Paint } from './colour.ts';
import { wrap } from './layout.ts';

/** What stands below the first heading of a rule's page: what the rule finds. */
export const firstSection = (page: string): string => page.split(/^## .*$/m, 2)[1]?.trim() ?? '';

/** Markdown without what only a browser needs. */
const plain = (text: string): string =>
  text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\*\*([^*]+)\*\*/g, '$1');

/** A page for a terminal: headings stand out, paragraphs are wrapped, code and tables are as they are. */
export function pageText(page: string, paint: Paint): string {
  const result: string[] = [];
  let paragraph: string[] = [];
  let inCode = false;
  const flush = (): void => {
    if (paragraph.length === 0) return;
    const [first = ''] = paragraph;
    const indent = /^(?:- |\d+\. )?/.exec(first)?.[0].length ?? 0;
    result.push(wrap(plain(paragraph.join(' ')), indent));
    paragraph = [];
  };
  for (const line of page.trimEnd().split('\n')) {
    const fence = line.startsWith('```');
    if (fence || inCode || /^( {4}|\||#|\s*$)/.test(line)) flush();
    if (fence) inCode = !inCode;
    else if (inCode) result.push(`    ${line}`.trimEnd());
    else if (line.startsWith('#')) result.push(paint('bold', line.replace(/^#+ /, '')));
    else if (/^( {4}|\||\s*$)/.test(line)) result.push(line.trimEnd());
    else {
      if (/^(- |\d+\. )/.test(line)) flush();
      paragraph.push(line.trim());
    }
  }
  flush();
  return result.join('\n');
}
