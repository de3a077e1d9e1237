import type { ExecResult } from '../host/exec.ts';
import { Failure } from '../host/failure.ts';
import { tr } from '../texts/tr.ts';

/** Why systemctl(1) did not do what it was told. */
export type Refusal =
  /** The program is missing; another init system runs here; it did not answer in time. */
  | 'not-installed'
  | 'not-booted'
  | 'timeout'
  /** Its bus cannot be reached; it can, and we may not; the manager does not allow what was asked. */
  | 'no-bus'
  | 'bus-denied'
  | 'denied'
  /** There is no such file (or the manager has not read it yet); it is not in memory. */
  | 'no-unit'
  | 'not-loaded'
  | 'masked'
  /** It has used up its tries. */
  | 'start-limit'
  | 'other';

/** A program that did not end well. */
export type Refused = Exclude<ExecResult, { state: 'done'; code: 0 }>;

const BUS = /Failed to connect to (?:\w+ scope )?bus|No medium found|Connection refused/i;
/** Texts of the C locale, the first that fits. */
const SAID: readonly [Refusal, RegExp][] = [
  ['not-booted', /not been booted with systemd/i],
  ['masked', /\bis masked\b/i],
  ['start-limit', /start-limit|start request repeated too quickly/i],
  ['no-unit', /Unit (?:file )?\S+ (?:does not exist|not found|could not be found)/i],
  ['not-loaded', /Unit \S+ not loaded/i],
  ['denied', /access denied|permission denied|authentication required|not permitted/i],
];

/** Names what happened; the exit codes of systemctl(1) overlap, its words in the C locale do not. */
export function refusalOf(result: Refused): Refusal {
  if (result.state === 'missing') return 'not-installed';
  if (result.state === 'timeout') return 'timeout';
  const { stderr } = result;
  if (BUS.test(stderr)) return /denied|not permitted/i.test(stderr) ? 'bus-denied' : 'no-bus';
  return SAID.find(([, pattern]) => pattern.test(stderr))?.[0] ?? 'other';
}

/** Whether a failure says that nobody could be asked: there is no bus, or none for us. */
export function isUnreachable({ cause }: Failure): boolean {
  if (typeof cause !== 'object' || cause === null || !('state' in cause)) return false;
  const refusal = refusalOf(cause as Refused);
  return ['not-booted', 'no-bus', 'bus-denied'].includes(refusal);
}

/** Whose manager was asked. */
interface Asked {
  scope: 'user' | 'system';
  uid: number;
}

/** `command`: as somebody would type it; `names`: the units it was about. */
export function refusalFailure(
  { scope, uid }: Asked,
  command: string,
  names: readonly string[],
  result: Refused,
): Failure {
  const refusal = refusalOf(result);
  const said = result.state === 'done' ? (result.stderr.trim().split('\n')[0] ?? '') : '';
  const fail = (message: string, next: string, why?: string): Failure =>
    new Failure('host', message, { next, ...(why && { why }), cause: result });
  const unreachable = tr('no {scope} service manager can be reached: {said}', { scope, said });
  const refused = tr('{command} failed (exit {more}): {said}', {
    command,
    more: result.state === 'done' ? result.code : '',
    said: said || tr('it said nothing'),
  });
  const control = `systemctl --${scope}`;
  const unit = /Unit (?:file )?(?:\S*\/)?([^\s/]+\.[a-z]+)/i.exec(said)?.[1] ?? names[0] ?? '';
  switch (refusal) {
    case 'not-installed':
      return fail(
        tr('systemctl is not installed: this host has no systemd'),
        tr('write the definitions with: unitpin gen --out DIR'),
      );
    case 'not-booted':
      return fail(
        unreachable,
        tr('write the definitions with: unitpin gen --out DIR'),
        tr(
          'something else is process 1 here: a container, or WSL2 without systemd=true below [boot] in /etc/wsl.conf',
        ),
      );
    case 'timeout':
      return fail(
        tr('the service manager did not answer: {command}', { command }),
        tr('see whether it lives: {control} status', { control }),
      );
    case 'no-bus':
      return scope === 'system'
        ? fail(unreachable, 'systemctl status')
        : fail(
            unreachable,
            `loginctl enable-linger ${uid}`,
            tr('looked for the bus of uid {uid}; it runs while the user is logged in, or lingers', { uid }),
          );
    case 'bus-denied':
      return fail(unreachable, tr('run it as uid {uid} itself, or as root with --as-user', { uid }));
    case 'denied':
      return fail(refused, scope === 'system' ? tr('run it as root') : `${control} status`);
    case 'masked':
      return fail(refused, `${control} unmask ${unit}`);
    case 'start-limit':
      return fail(refused, `${control} reset-failed ${unit}`);
    case 'no-unit':
    case 'not-loaded':
      return fail(refused, `${control} cat ${unit}`);
    case 'other':
      return fail(refused, `${control} status`);
  }
}
