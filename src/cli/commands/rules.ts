import { topics } from '../../audit/rules/index.ts';
import { en } from '../../audit/texts/en/index.ts';
import { Failure } from '../../host/failure.ts';
import { rulePage } from '../../host/package.ts';
import { painter } from '../../report/colour.ts';
import { toJson } from '../../report/display.ts';
import { pageText } from '../../report/page.ts';
import { ruleJson, rulesText } from '../../report/rules.ts';
import type { Outcome } from '../exit.ts';
import type { Io } from '../io.ts';
import { knownRule } from '../known-rule.ts';

type Format = 'text' | 'json';

/** The registry. */
export async function listRules(options: { format: Format }, io: Io): Promise<Outcome> {
  if (options.format === 'json') {
    const rules = Object.entries(topics).flatMap(([topic, list]) =>
      list.map((rule) => ({ ...ruleJson(rule, en), topic })),
    );
    io.out(toJson({ schema: 1, command: 'rules', rules }));
  } else io.out(rulesText(topics, en, painter(io.colour)));
  return { kind: 'ok' };
}

/** One rule's page. */
export async function explain(options: { rule: string; format: Format }, io: Io): Promise<Outcome> {
  const rule = knownRule(options.rule);
  const page = rulePage(rule.id);
  if (page === '') throw new Failure('bug', `the package has no page for ${rule.id}`);
  if (options.format === 'json') {
    io.out(toJson({ schema: 1, command: 'explain', ...ruleJson(rule, en), page }));
  } else io.out(pageText(page, painter(io.colour)));
  return { kind: 'ok' };
}
