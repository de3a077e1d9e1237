import type { Exec, ExecResult } from '../host/exec.ts';
import type { UnitState } from '../model/unit-state.ts';
import { type Refusal, type Refused, refusalFailure, refusalOf } from './refusal.ts';

/** What a service manager is asked with. */
export interface Bus {
  exec: Exec;
  scope: 'user' | 'system';
  uid: number;
  /** Its name in the account database. */
  user: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since some moment before; for time-outs. */
  elapsed(): number;
  /** How long a question may take, where that is not the usual time. Milliseconds. */
  askTimeout?: number;
}

/** systemctl(1) answers in milliseconds; a bus that is stuck never does. Milliseconds. */
const ASK_TIMEOUT = 30_000;
/** Stopping waits for TimeoutStopSec; unitpin's own units have 70 s and more. Milliseconds. */
const ACT_TIMEOUT = 600_000;

const PROPERTIES = [
  'Id',
  'LoadState',
  'ActiveState',
  'SubState',
  'UnitFileState',
  'MainPID',
  'NRestarts',
  'ExecMainStartTimestamp',
  'Result',
  'ControlGroup',
  'NeedDaemonReload',
  'FragmentPath',
  'DropInPaths',
  'ExecStart',
];
/** Between the units of an answer: an empty line that one of the properties follows. A value may hold others. */
const BETWEEN_UNITS = new RegExp(`\\n\\n+(?=(?:${PROPERTIES.join('|')})=)`);
const PROPERTY = new RegExp(`^(${PROPERTIES.join('|')})=`);

/**
 * The state of all the units, in the order asked, with one call. Behind them those that the manager has loaded and whose
 * names match a pattern (`hermes-*.service`), by their own names.
 */
export async function showUnits(
  bus: Bus,
  names: readonly string[],
  patterns: readonly string[] = [],
): Promise<Map<string, UnitState>> {
  if (names.length + patterns.length === 0) return new Map();
  const output = await systemctl(
    bus,
    ['show', `--property=${PROPERTIES.join(',')}`, '--', ...names, ...patterns],
    bus.askTimeout ?? ASK_TIMEOUT,
  );
  const result = new Map<string, UnitState>();
  for (const [index, block] of output.trim().split(BETWEEN_UNITS).entries()) {
    if (block === '') continue;
    const state = unitState(block);
    // `show` answers in the order of the names, an alias with another Id; then comes what the patterns match.
    const name = names[index] ?? state.name;
    if (!result.has(name)) result.set(name, { ...state, name });
  }
  return result;
}

function unitState(block: string): UnitState {
  const values = new Map<string, string[]>();
  let last: string[] = [];
  for (const line of block.split('\n')) {
    const key = PROPERTY.exec(line)?.[1];
    if (key === undefined) {
      // A value may have line breaks in it.
      last.push(`${last.pop() ?? ''}\n${line}`);
      continue;
    }
    last = values.get(key) ?? [];
    last.push(line.slice(key.length + 1));
    values.set(key, last);
  }
  const get = (key: string): string => values.get(key)?.[0] ?? '';
  const list = (key: string): string[] => get(key).split(' ').filter(Boolean);
  const commands = values.get('ExecStart') ?? [];
  return {
    name: get('Id'),
    load: get('LoadState'),
    active: get('ActiveState'),
    sub: get('SubState'),
    enabled: get('UnitFileState'),
    mainPid: Number(get('MainPID')),
    restarts: Number(get('NRestarts')),
    since: readTimestamp(get('ExecMainStartTimestamp')),
    result: get('Result'),
    controlGroup: get('ControlGroup'),
    needsReload: get('NeedDaemonReload') === 'yes',
    fragment: get('FragmentPath') || null,
    dropIns: list('DropInPaths'),
    argv: commands.length === 1 ? argvOf(commands[0] ?? '') : null,
  };
}

/** `Fri 2026-11-20 22:05:50 UTC`, because systemctl is asked in that time zone. */
function readTimestamp(text: string): number | null {
  const [, day, time] = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/.exec(text) ?? [];
  return day === undefined ? null : Date.parse(`${day}T${time}Z`);
}

/** `{ path=… ; argv[]=… ; ignore_errors=no ; start_time=… }`; a word may hold anything of that, too. */
const argvOf = (command: string): string | null =>
  /^\{ path=.*? ; argv\[\]=(.*) ; ignore_errors=(?:yes|no) ; /s.exec(command)?.[1] ?? null;

/** The manager's own environment block, which a user manager's services inherit. */
export async function showEnvironment(bus: Bus): Promise<Map<string, string>> {
  const output = await systemctl(bus, ['show-environment'], bus.askTimeout ?? ASK_TIMEOUT);
  const entries = output.split('\n').filter((line) => line.includes('='));
  return new Map(
    entries.map((line) => [line.slice(0, line.indexOf('=')), unquote(line.slice(line.indexOf('=') + 1))]),
  );
}

/** systemctl writes values that need it in the shell's `$'…'` form. */
function unquote(value: string): string {
  const quoted = /^\$'(.*)'$/s.exec(value);
  if (!quoted) return value;
  const letters: Record<string, string> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };
  return (quoted[1] ?? '').replace(/\\(x[0-9a-f]{2}|[0-7]{3}|.)/gs, (_, code: string) => {
    if (/^x/.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if (/^[0-7]{3}$/.test(code)) return String.fromCharCode(Number.parseInt(code, 8));
    return letters[code] ?? code;
  });
}

export const daemonReload = (bus: Bus) => systemctl(bus, ['daemon-reload'], ASK_TIMEOUT);

export type UnitVerb = 'enable' | 'disable' | 'start' | 'stop' | 'restart' | 'reset-failed';

/**
 * One call for all the units. start and restart only queue their jobs: readiness is asked for afterwards; stop returns
 * when they are gone.
 */
export async function act(bus: Bus, verb: UnitVerb, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const queue = verb === 'start' || verb === 'restart' ? ['--no-block'] : [];
  const args = [verb, ...queue, '--', ...names];
  let refused = refusedIn(await ask(bus, args, ACT_TIMEOUT));
  if (refused && refusalOf(refused) === 'no-unit' && NEEDS_FILE.has(verb)) {
    // Written a moment ago, and the manager has not read it yet.
    await daemonReload(bus);
    refused = refusedIn(await ask(bus, args, ACT_TIMEOUT));
  }
  // What is not in memory neither runs nor has failed.
  const isGone = (verb === 'stop' || verb === 'reset-failed') && refused?.state === 'done';
  if (refused === null || (isGone && saysOnlyNotLoaded(refused))) return;
  throw refusalFailure(bus, commandOf(bus, args), names, refused);
}

const NEEDS_FILE = new Set<UnitVerb>(['enable', 'start', 'restart']);

/** Other units of the same call may have failed for another reason. */
const saysOnlyNotLoaded = (refused: Refused): boolean =>
  refused.state === 'done' &&
  refused.stderr.trim() !== '' &&
  refused.stderr
    .trim()
    .split('\n')
    .every((line) => refusalOf({ ...refused, stderr: line }) === 'not-loaded');

/** Nobody is there to page or to answer. */
const SILENT = ['--no-pager', '--no-ask-password'];

async function systemctl(bus: Bus, args: readonly string[], timeoutMs: number): Promise<string> {
  const result = await ask(bus, args, timeoutMs);
  if (result.state === 'done' && result.code === 0) return result.stdout;
  throw refusalFailure(bus, commandOf(bus, args), [], result as Refused);
}

const refusedIn = (result: ExecResult): Refused | null =>
  result.state === 'done' && result.code === 0 ? null : (result as Refused);

/**
 * Where the bus of a user cannot be reached directly, systemd itself may be able to (`--machine=USER@.host`), within the
 * same time. When it is not, what was said first tells more.
 */
async function ask(bus: Bus, args: readonly string[], timeoutMs: number): Promise<ExecResult> {
  const start = bus.elapsed();
  const env = busEnvironment(bus);
  const first = await bus.exec(['systemctl', `--${bus.scope}`, ...SILENT, ...args], { env, timeoutMs });
  const refused = refusedIn(first);
  const left = timeoutMs - (bus.elapsed() - start);
  // Who only wants to know, and quickly, takes the first answer.
  const onlyOnce = bus.scope === 'system' || bus.askTimeout !== undefined || left <= 0;
  if (refused === null || onlyOnce || refusalOf(refused) !== 'no-bus') return first;
  const machine = ['systemctl', '--user', `--machine=${bus.user}@.host`, ...SILENT, ...args];
  const second = await bus.exec(machine, { env, timeoutMs: left });
  const reached =
    second.state === 'done' && (second.code === 0 || !UNREACHED.has(refusalOf(second as Refused)));
  return reached ? second : first;
}

const UNREACHED = new Set<Refusal>(['no-bus', 'bus-denied', 'denied', 'not-booted']);

/** As somebody would type it. */
const commandOf = ({ scope }: Bus, args: readonly string[]): string =>
  ['systemctl', `--${scope}`, ...args.filter((word) => !word.startsWith('--property'))].join(' ');

/** Whether this is the run-time folder of another account, as after `su` and `sudo`. */
export const isForeignRuntimeDir = (folder: string, uid: number): boolean =>
  folder.startsWith('/run/user/') && folder !== `/run/user/${uid}`;

/** The C locale, UTC, and the bus of the right user: XDG_RUNTIME_DIR may be missing (cron, sudo) or somebody else's. */
export function busEnvironment({ scope, uid, environment }: Bus): Record<string, string | undefined> {
  const env = { ...environment, LC_ALL: 'C.UTF-8', TZ: 'UTC', SYSTEMD_COLORS: '0', SYSTEMD_PAGER: '' };
  if (scope === 'system') return env;
  const runtime = `/run/user/${uid}`;
  // A folder of our own choice is kept (tests, containers); another user's is not (NousResearch/hermes-agent #86558).
  if (environment.XDG_RUNTIME_DIR && !isForeignRuntimeDir(environment.XDG_RUNTIME_DIR, uid)) return env;
  return { ...env, XDG_RUNTIME_DIR: runtime, DBUS_SESSION_BUS_ADDRESS: `unix:path=${runtime}/bus` };
}
