import type { Rule } from '../audit/engine.ts';
import type { topics as registry } from '../audit/rules/index.ts';
import type { Texts } from '../audit/texts/en/index.ts';
import { tr } from '../texts/tr.ts';
import type { Paint } from './colour.ts';
import { table, wrap } from './layout.ts';

/** By what the rules are about. */
type Topics = Readonly<Record<keyof typeof registry, readonly Rule[]>>;

/** The registry for people: a table, in groups of what the rules are about. */
export function rulesText(topics: Topics, texts: Texts, paint: Paint): string {
  const head = [tr('rule'), tr('severity'), tr('sure'), tr('fix'), ''];
  const rows = Object.values(topics).map((rules) =>
    rules.map(({ id, severity, confidence, fix }) => [id, severity, confidence, fix ?? '-', texts[id].title]),
  );
  // One table for all of them, so that the columns agree.
  const [first = '', ...lines] = table([head, ...rows.flat()]);
  const groups = (Object.keys(topics) as (keyof Topics)[]).flatMap((topic, index) => {
    const shown = lines.splice(0, rows[index]?.length ?? 0);
    return shown.length > 0 ? ['', paint('bold', tr(topic)), ...shown] : [];
  });
  return [paint('dim', first), ...groups, '', wrap(tr('unitpin explain RULE says more about one.'), 0)].join(
    '\n',
  );
}

/** One rule for programs. */
export const ruleJson = ({ id, severity, confidence, fix }: Rule, texts: Texts) => ({
  rule: id,
  severity,
  confidence,
  fix,
  title: texts[id].title,
});
