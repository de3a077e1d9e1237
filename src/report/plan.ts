import { WRITES } from '../model/change.ts';
import { isIdle, type Step } from '../model/plan.ts';
import { tr } from '../texts/tr.ts';
import { changesJson } from './changes.ts';
import type { Paint } from './colour.ts';
import { display, shortPath } from './display.ts';
import { redactText, redactValue } from './redact.ts';

/** The plan for people: each step with its reason, and what it changes in meaning. */
export function planText(steps: readonly Step[], home: string, paint: Paint): string {
  return steps.map((step) => stepLines(step, home, paint).join('\n')).join('\n');
}

function stepLines(step: Step, home: string, paint: Paint): string[] {
  const { change, actions, reason } = step;
  const { service, kind, name } = change;
  const does = WRITES.has(kind) || kind === 'remove orphan';
  const what = [...(does ? [kind] : []), ...actions].map((one) => tr(one)).join(tr(', ')) || tr(kind);
  const style = kind === 'refuse' ? 'red' : isIdle(step) ? 'dim' : 'yellow';
  const lines = [`${paint(style, what)}  ${paint('bold', display(service.profile))}  ${display(name)}`];
  const tell = (text: string) => lines.push(`    ${paint('dim', text)}`);
  if (does) tell(`${shortPath(change.path, home)}${tr(': ')}${display(change.reason)}`);
  else tell(display(change.reason));
  const last = actions.at(-1);
  if (reason !== null) tell(`${last === undefined ? '' : tr(last)}${tr(': ')}${display(reason)}`);
  for (const { what: name, from, to } of WRITES.has(kind) && kind !== 'create' ? change.differences : []) {
    const value = (text: string) => display(redactText(redactValue(name.replace(/^Environment /, ''), text)));
    if (from !== null) lines.push(`    ${paint('red', `- ${name} ${value(from)}`)}`);
    if (to !== null) lines.push(`    ${paint('green', `+ ${name} ${value(to)}`)}`);
  }
  return lines;
}

/** The same for programs. */
export const planJson = (steps: readonly Step[]) =>
  steps.map(({ change, actions, reason }) => ({
    ...changesJson([change])[0],
    actions,
    actionReason: reason,
  }));
