import type { Exec } from '../host/exec.ts';
import { Failure } from '../host/failure.ts';
import { tr } from '../texts/tr.ts';

/** One thing `systemd-analyze verify` says. */
export interface VerifyMessage {
  /** The file and line; null where it is about the unit as a whole. */
  at: { path: string; line: number } | null;
  /** The unit, an instance by its template's name; null where a file is named. */
  unit: string | null;
  message: string;
  /** The unit would not be loaded, or not be started. */
  fatal: boolean;
}

export interface VerifyRequest {
  scope: 'user' | 'system';
  /** Unit files. An instance may be named although only its template is there. */
  paths: readonly string[];
  /** Folder that stands for the home directory: `%h`, and where more units are. */
  home: string;
  /** A folder of our own: a user's manager needs one, and the real one is not to be touched. */
  runtime: string;
  /** `no` tells what is wrong with each unit; `yes` also what is wrong with all of them together. */
  recursive: 'no' | 'yes';
  /** PATH and XDG_CONFIG_HOME of the caller count, nothing else. */
  environment: Readonly<Record<string, string | undefined>>;
}

/** Thousands of units load in seconds. Milliseconds. */
const TIMEOUT = 120_000;
/** Well below the 2 MiB that Linux lets all arguments have. Characters. */
const ARGUMENTS = 512 * 1024;

/**
 * What systemd's own checker says about unit files, one process for all of them. Null: it is not installed.
 * @throws Failure (host) when it does not answer
 */
export async function verifyUnits(exec: Exec, request: VerifyRequest): Promise<VerifyMessage[] | null> {
  const said: VerifyMessage[] = [];
  for (const paths of batches(request.paths)) {
    const mode = `--recursive-errors=${request.recursive}`;
    const argv = ['systemd-analyze', `--${request.scope}`, '--man=no', mode, 'verify', '--', ...paths];
    const result = await exec(argv, { env: environmentOf(request), timeoutMs: TIMEOUT });
    if (result.state === 'missing') return null;
    if (result.state === 'timeout')
      throw new Failure(
        'host',
        tr('systemd-analyze verify did not answer in {timeout} s', { timeout: TIMEOUT / 1000 }),
      );
    said.push(...parseVerify(result.stderr, result.code !== 0));
  }
  return said;
}

function* batches(paths: readonly string[]): Generator<string[]> {
  let batch: string[] = [];
  let length = 0;
  for (const path of paths) {
    if (batch.length > 0 && length + path.length > ARGUMENTS) {
      yield batch;
      [batch, length] = [[], 0];
    }
    batch.push(path);
    length += path.length + 1;
  }
  if (batch.length > 0) yield batch;
}

/** No other locale, and not the real run-time folder. */
const environmentOf = ({ home, runtime, environment: { PATH, XDG_CONFIG_HOME } }: VerifyRequest) => ({
  PATH: `${PATH ? `${PATH}:` : ''}/usr/local/bin:/usr/bin:/bin`,
  ...(XDG_CONFIG_HOME && { XDG_CONFIG_HOME }),
  LC_ALL: 'C.UTF-8',
  HOME: home,
  XDG_RUNTIME_DIR: runtime,
  SYSTEMD_LOG_COLOR: '0',
  SYSTEMD_COLORS: '0',
  SYSTEMD_PAGER: '',
});

/** What follows from another message, which says why. */
const CONSEQUENCES =
  /has a bad unit file setting|configuration has fatal error|Found dependency on|Unable to break cycle|unfixable cyclic|Transaction order is cyclic/;
/** systemd goes on after these. */
const GOES_ON =
  /\bignoring\b|\bdeprecated\b|\bobsolete\b|below legacy directory|not safe|Proceeding anyway|please (?:update|consider)/i;

/** Reads what verify prints. `failed`: it ended with an error; else nothing of it keeps a unit from being loaded. */
export function parseVerify(output: string, failed: boolean): VerifyMessage[] {
  const found = output.split('\n').flatMap((line) => parseLine(line, failed) ?? []);
  const isConsequence = ({ message }: VerifyMessage): boolean => CONSEQUENCES.test(message);
  const explained = new Set(
    found.filter((one) => one.fatal && !isConsequence(one)).map((one) => one.unit ?? unitOf(one.at?.path)),
  );
  const known = new Set<string>();
  return found.filter((one) => {
    const key = `${one.at?.path}:${one.at?.line} ${one.unit} ${one.message}`;
    if (known.has(key) || (isConsequence(one) && (one.unit === null || explained.has(one.unit))))
      return false;
    known.add(key);
    return true;
  });
}

function parseLine(line: string, failed: boolean): VerifyMessage | null {
  const fatal = (message: string): boolean => failed && !GOES_ON.test(message);
  const [, path = '', number = '', text = ''] = /^(\/.*?):(\d+): (.+)$/.exec(line) ?? [];
  if (path !== '')
    return { at: { path, line: Number(number) }, unit: null, message: text, fatal: fatal(text) };
  const [, file = ''] =
    /^(?:Configuration file|Failed to prepare filename) (\/.*?)(?: is |: )/.exec(line) ?? [];
  if (file !== '') return { at: { path: file, line: 1 }, unit: null, message: line, fatal: fatal(line) };
  const [, unit = '', rest = ''] = /^(?:Unit )?([A-Za-z0-9:_.\\@-]+\.[a-z]+):? (.+)$/.exec(line) ?? [];
  if (unit === '') return null;
  const message = rest.replace(/^Failed to create \S+: /, '');
  return { at: null, unit: templateName(unit), message, fatal: fatal(message) };
}

/** verify makes up an instance where a template is named. */
const templateName = (unit: string): string => unit.replace(/@i\.(?=[a-z]+$)/, '@.');

/** The unit a file is of: its name, or that of its drop-in folder. */
function unitOf(path: string | undefined): string {
  const [folder = '', file = ''] = (path ?? '').split('/').slice(-2);
  return file.endsWith('.conf') ? folder.replace(/\.d$/, '') : file;
}
