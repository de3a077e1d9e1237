import type { Setting } from '../model/definition.ts';
import type { Location, SyntaxProblem } from '../model/location.ts';
import { tr } from '../texts/tr.ts';
import { shown } from './encoding.ts';
import { type ExecCommand, type ExecValue, parseExec } from './exec.ts';
import type { Expand } from './specifiers.ts';
import type { Assignment, UnitFile } from './syntax.ts';
import { isFatalValue } from './values.ts';

/** The last assignment of a setting that takes one value; null when there is none or the last one is empty. */
export function lastValue<S extends Setting>(settings: readonly S[], section: string, key: string): S | null {
  const last = settings.findLast((one) => one.key === key && one.section === section);
  return last && last.value !== '' ? last : null;
}

/** The assignments of a setting that takes a list, from the last empty one on, which resets it. */
export function listValues<S extends Setting>(settings: readonly S[], section: string, key: string): S[] {
  let values: S[] = [];
  for (const one of settings) {
    if (one.key !== key || one.section !== section) continue;
    if (one.value === '') values = [];
    else values.push(one);
  }
  return values;
}

/** What systemd reads of a unit: its files in order, without what it drops at a refused command. */
export interface Effective {
  assignments: readonly Assignment[];
  /** The commands of `ExecStart=` after its resets, those that systemd refuses included. */
  commands: readonly EffectiveCommand[];
  /** The same of all other Exec settings, without what systemd refuses. */
  others: readonly EffectiveCommand[];
  problems: readonly SyntaxProblem[];
}

const EXEC_KEYS = new Set([
  'ExecCondition',
  'ExecStartPre',
  'ExecStart',
  'ExecStartPost',
  'ExecReload',
  'ExecStop',
  'ExecStopPost',
]);

/**
 * Puts fragment and drop-ins together. What is fatal in a drop-in costs the unit only the rest of that file:
 * systemd reads no further there, and goes on with the next. `expand` resolves all that can be resolved.
 */
export function mergeFiles(
  fragment: UnitFile | null,
  dropIns: readonly UnitFile[],
  expand: Expand,
): Effective {
  const assignments: Assignment[] = [];
  const problems: SyntaxProblem[] = [];
  const parsed = new Map<Assignment, ExecValue>();
  for (const unit of fragment ? [fragment, ...dropIns] : dropIns) {
    const isDropIn = unit !== fragment;
    const report = ({ effect, message, location }: SyntaxProblem): void => {
      const fatalHere = isDropIn && effect === 'fatal';
      problems.push({
        effect: fatalHere ? 'dropped' : effect,
        message: fatalHere ? tr('{message}. The rest of this drop-in is not read.', { message }) : message,
        location,
      });
    };
    unit.problems.forEach(report);
    for (const assignment of unit.assignments) {
      assignments.push(assignment);
      if (assignment.section !== 'Service') continue;
      if (isFatalValue(assignment.key, assignment.value, expand)) {
        const message = tr("{key}= does not take '{value}', and is not passed over", {
          key: assignment.key,
          value: shown(assignment.value),
        });
        report({ effect: 'fatal', message, location: assignment.location });
        if (isDropIn) break;
      }
      if (!EXEC_KEYS.has(assignment.key)) continue;
      const exec = parseExec(assignment.value, expand);
      parsed.set(assignment, exec);
      for (const { effect, message, at } of exec.problems)
        report({ effect, message, location: assignment.locate(at) });
      if (exec.fatal && isDropIn) break;
    }
  }
  const commandsOf = (key: string): EffectiveCommand[] =>
    listValues(assignments, 'Service', key).flatMap(
      (assignment) =>
        parsed.get(assignment)?.commands.map((command, index) => ({ command, assignment, index })) ?? [],
    );
  const others = [...new Set([...parsed.keys()].map(({ key }) => key))]
    .filter((key) => key !== 'ExecStart')
    .flatMap(commandsOf)
    .filter(({ command }) => !command.refused);
  return { assignments, commands: commandsOf('ExecStart'), others, problems };
}

/** One command of an effective Exec setting, and the assignment it stands in. */
export interface EffectiveCommand {
  command: ExecCommand;
  assignment: Assignment;
  /** Which of the commands of its assignment it is. */
  index: number;
}

const TYPES = /^(simple|exec|forking|oneshot|dbus|notify|notify-reload|idle)$/;

/** `Type=` as systemd takes it: words it does not know are ignored. */
export function serviceType(settings: readonly Setting[]): string {
  const explicit = settings.findLast(
    ({ section, key, value }) => key === 'Type' && section === 'Service' && TYPES.test(value),
  );
  if (explicit) return explicit.value;
  if (lastValue(settings, 'Service', 'BusName')) return 'dbus';
  return listValues(settings, 'Service', 'ExecStart').length > 0 ? 'simple' : 'oneshot';
}

export interface Refusal {
  message: string;
  /** Null: it is about the unit as a whole. */
  location: Location | null;
  /** There is more than one command, so there is no saying which one it is. */
  isAboutCount: boolean;
}

/** Why systemd refuses a service whose files are in order (`service_verify()`); null when it takes it. */
export function refusal(
  settings: readonly Assignment[],
  commands: readonly EffectiveCommand[],
): Refusal | null {
  const type = serviceType(settings);
  const [first, second] = commands.filter(({ command }) => !command.refused);
  const refuse = (message: string, location: Location | null = null): Refusal => ({
    message: `Service has ${message} Refusing.`,
    location,
    isAboutCount: second !== undefined && type !== 'oneshot',
  });
  if (!first) {
    const succeeds = !/^(none)?$/.test(lastValue(settings, 'Unit', 'SuccessAction')?.value ?? '');
    const stops = listValues(settings, 'Service', 'ExecStop').length > 0;
    if (!stops && !succeeds) return refuse('no ExecStart=, ExecStop=, or SuccessAction=.');
    if (type !== 'oneshot') {
      return refuse('no ExecStart= setting, which is only allowed for Type=oneshot services.');
    }
  }
  if (second && type !== 'oneshot') {
    return refuse(
      'more than one ExecStart= setting, which is only allowed for Type=oneshot services.',
      second.assignment.location,
    );
  }
  const restart = lastValue(settings, 'Service', 'Restart');
  if (type === 'oneshot' && /^(always|on-success)$/.test(restart?.value ?? '')) {
    return refuse(
      "Restart= set to either always or on-success, which isn't allowed for Type=oneshot services.",
      restart?.location,
    );
  }
  return null;
}
