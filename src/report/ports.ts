import type { GivenPort, PortConflict, PortIssue, PortListener, PortUse } from '../model/port-use.ts';
import { type English, tr } from '../texts/tr.ts';
import type { Paint } from './colour.ts';
import { display, shortPath } from './display.ts';
import { cut } from './fit.ts';
import { table } from './layout.ts';
import { redactText } from './redact.ts';

/** One line a port: who has it, who says so, and who listens there. */
export function portsText(uses: readonly PortUse[], home: string): string {
  if (uses.length === 0) return tr('No profile has a port.');
  const rows = uses.map((use) => [
    String(use.port ?? tr('unknown')),
    display(use.profile),
    stateOf(use),
    listenerText(use),
    sourceText(use, home),
  ]);
  const lines = table([[tr('PORT'), tr('PROFILE'), tr('LEDGER'), tr('LISTENS'), tr('SAID BY')], ...rows]);
  const notes = uses.flatMap(({ profile, problem }) =>
    problem ? [display(profile) + tr(': ') + display(problem.message) + placeText(problem, home)] : [],
  );
  return [...lines, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}

/** A message about a file as a whole names it. */
const placeText = ({ message, at }: PortIssue, home: string): string =>
  at === null || message.includes(at.path)
    ? ''
    : tr(' ({text})', { text: `${shortPath(at.path, home)}:${at.line}` });

function stateOf({ allocated, pending, port }: PortUse): string {
  if (allocated === null) return '-';
  const state = tr(pending ? 'reserved' : 'allocated');
  return allocated === port ? state : `${state} ${allocated}`;
}

function listenerText({ listener, serves, from }: PortUse): string {
  if (listener === 'unknown') return tr('unknown');
  if (listener === null) return serves || from === 'ledger' ? tr('nobody') : tr('nobody (no API server)');
  return listener.own
    ? tr('its gateway ({pid})', { pid: listener.pid })
    : tr('another: {listener}', { listener: processText(listener) });
}

/** A command may be long, and hold anything. */
function processText({ pid, command }: PortListener): string {
  if (pid === null) return tr('a process that cannot be seen');
  const words = display(command ?? '');
  return tr('process {pid}{more}', { pid, more: words === '' ? '' : tr(', ') + cut(words, 60) });
}

const FROM: Record<Exclude<PortUse['from'], 'ledger'>, English> = {
  definition: 'its definition',
  dotenv: 'its .env',
  config: 'its configuration',
  default: 'nothing: the default',
};

function sourceText(use: Pick<PortUse, 'from' | 'at' | 'port' | 'home'>, home: string): string {
  const { from, at, port } = use;
  if (port === null) return '-';
  // A supervisor gives a port that no file says.
  if (at === null && from === 'definition') return tr('the manager');
  // Of another root home, or another app: its profile's name alone would be taken for one of these.
  if (from === 'ledger') return tr('the ledger, for {home}', { home: shortPath(use.home, home) });
  return at === null ? tr(FROM[from]) : `${shortPath(at.path, home)}:${at.line}`;
}

/** What was given, for a script: profile and port, a line each. */
export const givenText = (given: readonly GivenPort[]): string =>
  table(given.map(({ profile, port }) => [display(profile), String(port)])).join('\n');

/** What is wrong, and what to do. */
export function conflictsText(
  conflicts: readonly PortConflict[],
  { home, variable }: { home: string; variable: string },
  paint: Paint,
): string {
  return conflicts
    .map((conflict) => {
      const where = conflict.at ? `\n    ${shortPath(conflict.at.path, home)}:${conflict.at.line}` : '';
      const { message, next } = conflictWords(conflict, variable);
      return `${paint('red', tr('conflict'))}  ${message}${where}\n${tr('    next: {next}', { next })}`;
    })
    .join('\n');
}

function conflictWords(conflict: PortConflict, variable: string): { message: string; next: string } {
  const { profile, port } = conflict;
  const name = display(profile);
  const byHand = tr('give {name} another port where this one is said ({variable})', { name, variable });
  switch (conflict.kind) {
    case 'shared':
      return {
        message: tr('{name} and {with} have one port, {port}', {
          name,
          with: conflict.with.map((one) => display(one)).join(tr(', ')),
          port,
        }),
        next: conflict.movable ? 'unitpin apply' : byHand,
      };
    case 'reserved':
      return {
        message: tr('{name} has port {port}, {more}', {
          name,
          port,
          more: conflict.of ? tr('that of {of}', { of: conflict.of }) : tr('which unitpin.yaml reserves'),
        }),
        next: conflict.movable ? 'unitpin apply' : byHand,
      };
    case 'foreign-listener':
      return {
        message: tr('{name} has port {port}, and somebody else listens on it: {listener}', {
          name,
          port,
          listener: processText(conflict.listener),
        }),
        next: tr('end that process, or {byHand}', { byHand }),
      };
    case 'unreadable':
      return {
        message: tr('the settings of {name} do not say its port: {message}', {
          name,
          message: display(conflict.message),
        }),
        next: tr('mend it there'),
      };
    case 'not-carried':
      return {
        message: tr('{name} was given port {allocated}, and its definition makes it listen on {port}', {
          name,
          allocated: conflict.allocated,
          port,
        }),
        next: 'unitpin apply',
      };
  }
}

const listenerJson = (listener: PortUse['listener']) =>
  listener === null || listener === 'unknown'
    ? listener
    : { ...listener, command: listener.command === null ? null : redactText(listener.command) };

/** The same for programs. */
export const portsJson = (uses: readonly PortUse[]) => ({
  schema: 1,
  command: 'ports',
  action: 'list',
  ports: uses.map((use) => ({ ...use, listener: listenerJson(use.listener) })),
});

export const givenJson = (action: 'allocate' | 'release', given: readonly GivenPort[]) => ({
  schema: 1,
  command: 'ports',
  action,
  ports: given,
});

export const conflictsJson = (conflicts: readonly PortConflict[], variable: string) => ({
  schema: 1,
  command: 'ports',
  action: 'check',
  conflicts: conflicts.map((conflict) => {
    const { kind, profile, port, at } = conflict;
    const { message, next } = conflictWords(conflict, variable);
    const listener = conflict.kind === 'foreign-listener' ? listenerJson(conflict.listener) : null;
    return { kind, profile, port, message, next, at, listener };
  }),
});
