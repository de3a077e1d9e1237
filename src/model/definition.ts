import type { Location, SyntaxProblem } from './location.ts';
import type { Remark } from './remark.ts';

/** A manager that goes by definitions. */
export type ManagerName = 'systemd' | 'launchd';
/** Our own runs services in the foreground, and has no definitions. */
export type AnyManager = ManagerName | 'supervisor';
export type Scope = 'user' | 'system' | 'unknown';

/** Where an environment variable's value comes from. */
export type EnvironmentOrigin =
  /** The manager's own environment block (environment.d, `set-environment`). */
  | { kind: 'manager'; location: Location | null }
  /** Written in the definition itself. */
  | { kind: 'definition'; location: Location }
  /** Read from a file the definition names (`EnvironmentFile=`). */
  | { kind: 'file'; location: Location };

export interface EnvironmentValue {
  value: string;
  origin: EnvironmentOrigin;
}

/** Variables by name, in the order in which the manager adds them. */
export type Environment = ReadonlyMap<string, EnvironmentValue>;

/** What the manager would execute. */
export interface Command {
  /** Words as the manager passes them: argv[0] included, Exec prefixes taken away, `$VAR` as written. */
  argv: readonly string[];
  environment: Environment;
}

/** One effective assignment of a unit: `section`, `key`, decoded `value`. */
export interface Setting {
  section: string;
  key: string;
  value: string;
  location: Location;
}

/** A path in a setting that the manager itself opens, whatever the program does. */
export interface Place {
  what: 'working-directory' | 'log' | 'environment-file';
  /** The setting or key that names it. */
  key: string;
  /** Specifiers resolved as far as they can be. `~` and `$` are as they stand: no manager resolves them. */
  path: string;
  /** Nothing happens when it is missing. */
  optional: boolean;
  location: Location;
}

/** Permission bits and owner of a file. */
export interface FileMode {
  mode: number;
  uid: number;
  gid: number;
}

interface DefinitionBase {
  /** `<manager>:<scope>:<path>[:<instance>]` */
  id: string;
  /** Unit name (`hermes-gateway.service`) or launchd label. */
  name: string;
  scope: Scope;
  /** The main file. Paths are as the host sees them below its root. */
  path: string;
  /** Paths of the drop-ins, in the order in which they are read. */
  dropIns: readonly string[];
  /** What is known without the account the service runs as (the contract's "offline"). */
  command: Command;
  /** The same with everything resolved that the account decides (`%h`, `%u`, …): what the service would run with. */
  resolved: Command;
  /** Where the command stands, and where each word of it starts. Empty when there is no command. */
  commandAt: Location | null;
  wordsAt: readonly Location[];
  /** Home directory of the account the service runs as, where it can be known. */
  accountHome: string | null;
  places: readonly Place[];
  problems: readonly SyntaxProblem[];
  /** The text of each file that makes up the definition, for showing lines. */
  sources: ReadonlyMap<string, string>;
  /** Of each file that makes up the definition and could be read; a link's is that of what it leads to. */
  modes: ReadonlyMap<string, FileMode>;
}

/** The effective ExecStart= as it is written: what a drop-in is derived from. */
export interface ExecStart {
  /** The logical value: continuation lines joined, specifiers and variables as written. */
  value: string;
  /** The words after the prefixes: unquoted, specifiers and variables as written; offsets into `value`, quotes included. */
  words: readonly { text: string; start: number; end: number }[];
  /** `-`, `@`, `:`, `+`, `!`, `!!` */
  prefixes: readonly string[];
  location: Location;
}

/** A command beside the main one, such as `ExecStop=`; words as in `Command`. */
export interface OtherCommand {
  key: string;
  argv: readonly string[];
  location: Location;
}

/** A value in effect, and where it stands; null where nothing says it and it is systemd's default. */
export interface InEffect<T> {
  value: T;
  at: Location | null;
}

/** What systemd does with the processes of a service, as systemd.service(5), systemd.kill(5) and systemd.unit(5) have it. */
export interface ServicePolicy {
  type: string;
  restart: InEffect<string>;
  /** A service that ended well counts as running from then on. */
  remainAfterExit: InEffect<boolean>;
  /** Seconds. */
  restartDelay: InEffect<number>;
  /** Exit codes (numbers) and signals (names like `SIGTERM`). */
  restartForce: InEffect<ReadonlySet<number | string>>;
  restartPrevent: InEffect<ReadonlySet<number | string>>;
  success: InEffect<ReadonlySet<number | string>>;
  /** More than `burst` starts in `interval` seconds leave the unit failed; no limit where either is 0. */
  startLimit: { interval: InEffect<number>; burst: InEffect<number> };
  /** Seconds from the stop to SIGKILL; Infinity for never. */
  stopTimeout: InEffect<number>;
  killMode: InEffect<string>;
  killSignal: InEffect<string>;
}

export interface SystemdDefinition extends DefinitionBase {
  /** The drop-ins as systemd names them once it has read them: it follows links to their folders, and only these. */
  dropInsAsRead: readonly string[];
  manager: 'systemd';
  /** Instance name of `foo@instance.service`; null for a plain unit and for a template itself. */
  instance: string | null;
  template: boolean;
  /** Null when there is no command, or systemd would refuse it. */
  execStart: ExecStart | null;
  /** What the key table says, beside `problems`. */
  remarks: readonly Remark[];
  /** Every assignment of fragment and drop-ins in reading order, resets included. */
  settings: readonly Setting[];
  policy: ServicePolicy;
  /** What else it would execute, in the order of the files. */
  otherCommands: readonly OtherCommand[];
  /** The argv that the main file alone would run; null when it has none, or systemd would refuse it. */
  ownArgv: readonly string[] | null;
  /** The units whose `.wants/`, `.requires/` or `.upholds/` folder pulls it in; what enabling it makes. */
  wantedBy: readonly string[];
  /** Names of all units, whatever their type, in the folders it was found with. */
  unitNames: ReadonlySet<string>;
}

/** A value in a property list, with the place where its element starts. */
export type PlistValue =
  | { type: 'string'; value: string; location: Location }
  | { type: 'integer' | 'real'; value: number; location: Location }
  | { type: 'boolean'; value: boolean; location: Location }
  | { type: 'date'; value: string; location: Location }
  | { type: 'data'; value: string; location: Location }
  | { type: 'array'; items: readonly PlistValue[]; location: Location }
  | { type: 'dict'; entries: readonly PlistEntry[]; location: Location };

export interface PlistEntry {
  key: string;
  keyLocation: Location;
  value: PlistValue;
}

export interface LaunchdDefinition extends DefinitionBase {
  manager: 'launchd';
  /** The top-level dictionary; null when the file is no readable property list. */
  plist: Extract<PlistValue, { type: 'dict' }> | null;
  format: 'xml' | 'binary';
}

/** What is on disk now for one service. */
export type Definition = SystemdDefinition | LaunchdDefinition;

/** A drop-in that is judged by itself: what it does not say, its unit may. */
export const isLoneDropIn = ({ path }: Pick<Definition, 'path'>): boolean => path.endsWith('.conf');
