import type { SystemdDefinition } from '../../../model/definition.ts';
import type { Location } from '../../../model/location.ts';
import type { Rule } from '../../engine.ts';
import { isAtRest, systemctl } from '../../live.ts';
import { units } from '../../select.ts';

/** UnitFileState of what nothing pulls in, though it says who should (systemctl(1), is-enabled). */
const OFF = new Set(['disabled', 'linked', 'linked-runtime']);
const INSTALL = new Set(['WantedBy', 'RequiredBy', 'UpheldBy']);

/** systemd.unit(5), [Install]; openclaw #95823; hermes-agent #43748. */
export const notEnabled: Rule = {
  id: 'not-enabled',
  severity: 'warning',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['not-enabled'];
    if (!input.host) return;
    for (const subject of units(input)) {
      const { definition, live } = subject;
      const at = installedBy(definition);
      if (definition.template || at === null || isAtRest(input, subject)) continue;
      const { name, scope, wantedBy } = definition;
      const state = live?.manager === 'systemd' ? live.state.enabled : '';
      const untilReboot = state === 'enabled-runtime';
      // Without an answer links have to do, and a link that [Install] does not name counts as well.
      const isOff = wantedBy.length === 0 && (state === '' || OFF.has(state));
      if (!untilReboot && !isOff) continue;
      yield {
        subject,
        message: untilReboot ? texts.untilReboot({ name }) : texts.message({ name, when: texts.when[scope] }),
        location: at,
        fix: { safety: 'safe', title: systemctl(scope, `enable ${name}`), edits: [] },
      };
    }
  },
};

/** Where it says what pulls it in; null when it is not there to be enabled. */
const installedBy = ({ settings }: SystemdDefinition): Location | null =>
  settings.findLast(({ section, key, value }) => section === 'Install' && INSTALL.has(key) && value !== '')
    ?.location ?? null;
