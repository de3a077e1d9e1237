import type { Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { units } from '../../select.ts';

const VARIABLES = ['XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS'];

/** NousResearch/hermes-agent #86558; file-hierarchy(7), /run/user/. */
export const runtimeDirFixed: Rule = {
  id: 'runtime-dir-fixed',
  severity: 'warning',
  confidence: 'high',
  fix: 'unsafe',
  check: once(function* (input) {
    const texts = input.texts['runtime-dir-fixed'];
    for (const subject of units(input)) {
      // As it is written: `%t` and `%U` are right on every machine.
      const { environment } = subject.definition.command;
      const found = VARIABLES.flatMap((name) => {
        const { value = '', origin } = environment.get(name) ?? {};
        const uid = /\/run\/user\/(\d+)/.exec(value)?.[1];
        return uid === undefined || !origin || origin.kind === 'manager' ? [] : [{ name, uid, origin }];
      });
      const [first] = found;
      if (!first) continue;
      const ofUser = subject.definition.scope === 'user';
      const own = ofUser && input.host ? input.host.account : null;
      const foreign = found.find(({ uid }) => own !== null && Number(uid) !== own.uid);
      const names = found.map(({ name }) => name);
      yield {
        subject,
        severity: foreign ? 'error' : 'warning',
        message: foreign
          ? texts.foreign({ names, uid: foreign.uid, own: own?.uid ?? 0, account: own?.name ?? '' })
          : texts.fixed({ names, uid: first.uid }),
        location: (foreign ?? first).origin.location,
        fix: ofUser
          ? {
              safety: 'unsafe',
              title: texts.fix,
              edits: names.map((name) => ({ kind: 'environment', name, value: null })),
            }
          : null,
      };
    }
  }),
};
