import type { FileChange } from '../../model/fix.ts';
import { fileDiff } from '../changes.ts';
import { type Html, html } from './markup.ts';

const CLASSES: readonly [start: RegExp, kind: string][] = [
  [/^(---|\+\+\+) /, 'file'],
  [/^\+/, 'add'],
  [/^-/, 'del'],
  [/^@@/, 'hunk'],
];

/** What is written to one file, as a unified diff; `+` and `-` say it, colours too. `label` names it for those who hear it. */
export function diffBlock(file: Pick<FileChange, 'path' | 'before' | 'after'>, label: string): Html {
  const lines = fileDiff(file, (_, text) => text)
    .trimEnd()
    .split('\n')
    .map((line) => {
      const kind = CLASSES.find(([start]) => start.test(line))?.[1];
      return kind === undefined ? html`${line}\n` : html`<span class="${kind}">${line}</span>\n`;
    });
  return html`<pre class="diff" role="region" aria-label="${label}" tabindex="0"><code>${lines}</code></pre>`;
}
