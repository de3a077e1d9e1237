import type { Rule } from '../../engine.ts';
import { gateways } from '../../select.ts';

/** The app cannot tell that launchd supervises it (NousResearch/hermes-agent #92276, PR #96427). */
export const supervisorUnannounced: Rule = {
  id: 'supervisor-unannounced',
  severity: 'info',
  confidence: 'medium',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['supervisor-unannounced'];
    const { markers, command, launchd } = input.app;
    const written = Object.entries(launchd.environment);
    const names = [...markers.map(({ name }) => name), ...written.map(([name]) => name)];
    if (names.length === 0) return;
    for (const subject of gateways(input)) {
      const { definition } = subject;
      if (definition.manager !== 'launchd') continue;
      const { argv, environment } = definition.resolved;
      const announces = (text: string): boolean =>
        [...command.supervisorFlags, ...names.map((name) => `${name}=`)].some((one) => text.includes(one));
      if (names.some((name) => environment.has(name)) || argv.some(announces)) continue;
      const edits = written.map(([name, value]) => ({ kind: 'environment', name, value }) as const);
      yield {
        subject,
        message: texts.message({
          flag: command.supervisorFlags[0] ?? null,
          name: written[0]?.[0] ?? names[0] ?? '',
        }),
        fix:
          edits.length > 0
            ? { safety: 'safe', title: texts.fix({ names: edits.map(({ name }) => name) }), edits }
            : null,
      };
    }
  },
};
