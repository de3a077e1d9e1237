import { topics } from '../../audit/rules/index.ts';
import { ruleTexts } from '../../audit/texts/rule-texts.ts';
import { Failure } from '../../host/failure.ts';
import { rulePage } from '../../host/package.ts';
import type { Language } from '../../model/language.ts';
import { painter } from '../../report/colour.ts';
import { toJson } from '../../report/display.ts';
import { pageText } from '../../report/page.ts';
import { ruleJson, rulesText } from '../../report/rules.ts';
import { tr } from '../../texts/tr.ts';
import type { Outcome } from '../exit.ts';
import type { Io } from '../io.ts';
import { knownRule } from '../known-rule.ts';

interface Options {
  format: 'text' | 'json';
  lang: Language;
}

/** The registry. */
export async function listRules(options: Options, io: Io): Promise<Outcome> {
  const texts = await ruleTexts(options.lang);
  if (options.format === 'json') {
    const rules = Object.entries(topics).flatMap(([topic, list]) =>
      list.map((rule) => ({ ...ruleJson(rule, texts), topic })),
    );
    io.out(toJson({ schema: 1, command: 'rules', rules }));
  } else io.out(rulesText(topics, texts, painter(io.colour)));
  return { kind: 'ok' };
}

/** One rule's page. */
export async function explain(options: Options & { rule: string }, io: Io): Promise<Outcome> {
  const rule = knownRule(options.rule);
  const page = rulePage(rule.id, options.lang);
  if (page === '') throw new Failure('bug', tr('the package has no page for {id}', { id: rule.id }));
  if (options.format === 'json') {
    io.out(toJson({ schema: 1, command: 'explain', ...ruleJson(rule, await ruleTexts(options.lang)), page }));
  } else io.out(pageText(page, painter(io.colour)));
  return { kind: 'ok' };
}
