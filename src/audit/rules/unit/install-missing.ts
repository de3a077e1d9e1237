import type { SystemdDefinition } from '../../../model/definition.ts';
import { wholeUnits } from '../../distinct-units.ts';
import type { AuditInput, Rule } from '../../engine.ts';
import { wordsOf } from './words-of.ts';

/** systemctl(1), "enable": without [Install] there is nothing that it could do. */
export const installMissing: Rule = {
  id: 'install-missing',
  severity: 'warning',
  confidence: 'medium',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['install-missing'];
    const started = pulledIn(input);
    for (const subject of wholeUnits(input)) {
      const { definition } = subject;
      const { name, path, scope, template } = definition;
      // What starts an instance starts its template.
      if (isInstallable(definition) || started.has(template ? path : name) || isActivated(definition))
        continue;
      const target = scope === 'unknown' ? null : input.app.systemd.wantedBy[scope];
      yield {
        subject,
        message: texts.message(),
        location: { path, line: 1, column: 1 },
        fix:
          target === null
            ? null
            : {
                safety: 'safe',
                title: texts.fix({ target }),
                edits: [{ kind: 'setting', section: 'Install', key: 'WantedBy', value: target }],
              },
      };
    }
  },
};

const isInstallable = (definition: SystemdDefinition): boolean =>
  ['WantedBy', 'RequiredBy', 'UpheldBy', 'Alias', 'Also'].some(
    (key) => wordsOf(definition, 'Install', key, true).length > 0,
  );

/** A timer, socket or path unit of its name starts it. */
const isActivated = ({ name, unitNames }: SystemdDefinition): boolean =>
  ['timer', 'socket', 'path'].some((type) => unitNames.has(name.replace(/service$/, type)));

/** Names and main files of the units that a link or another unit of the audit pulls in. */
function pulledIn({ subjects }: AuditInput): Set<string> {
  const definitions = subjects.map(({ definition }) => definition).filter((one) => one.manager === 'systemd');
  const names = new Set(
    definitions.flatMap((one) =>
      ['Wants', 'Requires', 'BindsTo', 'Upholds'].flatMap((key) =>
        wordsOf(one, 'Unit', key, false).map(({ word }) => word),
      ),
    ),
  );
  for (const { name, wantedBy } of definitions) if (wantedBy.length > 0) names.add(name);
  return new Set([...names, ...definitions.filter(({ name }) => names.has(name)).map(({ path }) => path)]);
}
