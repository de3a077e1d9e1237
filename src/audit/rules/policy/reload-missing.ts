import { wholeUnits } from '../../distinct-units.ts';
import type { Rule } from '../../engine.ts';
import { ownValue, toOwnValue } from './app-policy.ts';

/** systemd.service(5), ExecReload=; the signal that drains is the one in the app's own ExecReload=. */
export const reloadMissing: Rule = {
  id: 'reload-missing',
  severity: 'info',
  confidence: 'high',
  fix: 'safe',
  *check(input) {
    const texts = input.texts['reload-missing'];
    const own = signalOf(ownValue(input.app, 'Service', 'ExecReload') ?? '');
    if (own === null) return;
    const edits = toOwnValue(input.app, 'Service', 'ExecReload');
    for (const subject of wholeUnits(input)) {
      const { definition } = subject;
      // It has a signal of its own instead of a command.
      if (definition.policy.type === 'notify-reload') continue;
      const commands = definition.otherCommands.filter(({ key }) => key === 'ExecReload');
      const sent = commands.map(({ argv }) => signalOf(argv.join(' ')));
      const [signal] = sent;
      const at = commands[0]?.location;
      // What sends no signal that can be told may well ask for a drain in another way.
      if (sent.includes(own) || (commands.length > 0 && sent.includes(null))) continue;
      yield {
        subject,
        message: signal ? texts.other({ signal, own }) : texts.missing(),
        ...(at && { location: at }),
        fix: { safety: 'safe', title: texts.fix({ own }), edits },
      };
    }
  },
};

/** The signal a `kill` command sends; null when it is none, or does not say it by name. */
function signalOf(command: string): string | null {
  if (!/(^|[/\s])kill\s/.test(command)) return null;
  const [, option = 'TERM'] = /\s-(?:-signal[= ]|s ?)?([A-Z0-9]+)/.exec(command) ?? [];
  return /^\d+$/.test(option) ? null : `SIG${option.replace(/^SIG/, '')}`;
}
