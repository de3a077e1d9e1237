import type { Finding } from '../../model/finding.ts';
import { firstSection } from '../page.ts';
import { perRule } from '../statistics.ts';
import { markdown } from './markdown.ts';
import { type Html, html } from './markup.ts';
import { SEVERITIES } from './severity.ts';
import type { HtmlTexts } from './texts/en.ts';

/** What is said about a rule. */
export interface RuleText {
  title: string;
  /** Its page, in Markdown; empty where there is none. */
  page: string;
  /** What that is written in. */
  lang: string;
}

/** The rules that were broken, and how often; each opens on what it finds. */
export function ruleSummaries(
  findings: readonly Finding[],
  about: (rule: string) => RuleText,
  texts: HtmlTexts,
): Html[] {
  return Object.entries(perRule(findings)).map(([rule, counts]) => {
    const { title, page, lang } = about(rule);
    const words = { error: texts.errors, warning: texts.warnings, info: () => texts.infos };
    const told = SEVERITIES.filter((name) => counts[name] > 0).map(
      (name) => `${counts[name]} ${words[name](counts[name])}`,
    );
    if (counts.ignored > 0) told.push(`${counts.ignored} ${texts.ignored}`);
    return html`<details id="rule-${rule}"><summary><code>${rule}</code> <span>${title}</span> <span class="count">${told.join(texts.comma)}</span></summary>
<div lang="${lang}">${markdown(firstSection(page))}</div>
<p><code>unitpin explain ${rule}</code></p></details>
`;
  });
}
