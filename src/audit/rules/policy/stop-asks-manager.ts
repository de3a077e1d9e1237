import type { App } from '../../../model/app.ts';
import { distinctUnits } from '../../distinct-units.ts';
import type { Rule } from '../../engine.ts';

/** systemd.service(5), ExecStop=: units that Hermes wrote in March 2026 (V1). */
export const stopAsksManager: Rule = {
  id: 'stop-asks-manager',
  severity: 'warning',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['stop-asks-manager'];
    const { gateway, stop } = input.app.command;
    for (const subject of distinctUnits(input)) {
      for (const { key, argv, location } of subject.definition.otherCommands) {
        if (key !== 'ExecStop' || !asksToStop(input.app, argv)) continue;
        yield {
          subject,
          message: texts.message({ command: `${gateway} ${stop}` }),
          location,
          fix: {
            safety: 'safe',
            title: texts.fix,
            edits: [{ kind: 'setting', section: 'Service', key: 'ExecStop', value: null }],
          },
        };
        break;
      }
    }
  },
};

/** Whether the app's stop action is in it, also inside a `sh -c`. */
function asksToStop({ mentions, command }: App, argv: readonly string[]): boolean {
  const words = argv.join(' ').split(/[\s"']+/);
  const isOfApp = words.some((word) => mentions.some((one) => word.toLowerCase().includes(one)));
  const action = words.slice(words.indexOf(command.gateway) + 1).find((word) => !word.startsWith('-'));
  return isOfApp && words.includes(command.gateway) && action === command.stop;
}
