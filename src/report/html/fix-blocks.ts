import { shortPath } from '../display.ts';
import { diffBlock } from './diff.ts';
import type { FindingsInput, Group } from './findings.ts';
import { type Html, html } from './markup.ts';

/** The files that would mend a group of findings, as diffs, and what would not be mended and why. */
export function fixBlocks(
  { findings }: Group,
  names: ReadonlyMap<string, string>,
  input: FindingsInput,
): Html | null {
  const { texts, fixes, written } = input;
  const about = new Set(findings.map(({ definition }) => definition));
  const refused = fixes.refused.filter(({ definition }) => about.has(definition));
  const refusals = refused.map(
    ({ definition, rules, reason }) =>
      html`<li><bdi>${names.get(definition) ?? definition}</bdi>${texts.comma}${rules.join(texts.comma)}${texts.colon}${reason}</li>`,
  );
  const diffs = written ? [] : fixDiffs(input, (definition) => about.has(definition));
  return html`${
    diffs.length > 0 &&
    html`<h4>${texts.proposed}</h4>
${diffs}`
  }${
    refusals.length > 0 &&
    html`<h4>${texts.refused}</h4>
<ul>${refusals}</ul>
`
  }`;
}

/** What fixes write for some definitions, a diff for each file. */
export function fixDiffs(
  { texts, accountHome, fixes }: Pick<FindingsInput, 'texts' | 'accountHome' | 'fixes'>,
  isMeant: (definition: string) => boolean,
): Html[] {
  const fixed = fixes.fixed.filter(({ definition }) => isMeant(definition));
  return fixes.files.flatMap((file, index) => {
    const own = fixed.filter(({ path }) => path === file.path);
    if (own.length === 0) return [];
    const rules = [...new Set(own.map(({ rule }) => rule))];
    return [
      html`<details open id="${diffId(index)}"><summary><code>${shortPath(file.path, accountHome)}</code></summary>
<p>${texts.mends}${texts.colon}${rules.map((rule, place) => html`${place > 0 && texts.comma}<code>${rule}</code>`)}</p>
${diffBlock(file, shortPath(file.path, accountHome))}</details>
`,
    ];
  });
}

/** Where the diff of a file stands, by its place among them. */
export const diffId = (index: number): string => `diff-${index + 1}`;
