/** What a key's value must be. `keys`: a dictionary with these keys only; `dict`: one with any keys. */
export type KeyType =
  | 'string'
  | 'integer'
  | 'boolean'
  | 'dictionary'
  | { words: readonly string[] }
  | { array: KeyType }
  | { dict: KeyType }
  | { keys: Readonly<Record<string, KeyType>> }
  | { oneOf: readonly KeyType[] };

const STRINGS: KeyType = { array: 'string' };
const STRING_OR_STRINGS: KeyType = { oneOf: ['string', STRINGS] };

const KEEP_ALIVE: KeyType = {
  keys: {
    SuccessfulExit: 'boolean',
    Crashed: 'boolean',
    NetworkState: 'boolean',
    AfterInitialDemand: 'boolean',
    PathState: { dict: 'boolean' },
    OtherJobEnabled: { dict: 'boolean' },
  },
};

const CALENDAR: KeyType = {
  keys: { Minute: 'integer', Hour: 'integer', Day: 'integer', Weekday: 'integer', Month: 'integer' },
};

const LIMITS: KeyType = {
  keys: {
    Core: 'integer',
    CPU: 'integer',
    Data: 'integer',
    FileSize: 'integer',
    MemoryLock: 'integer',
    NumberOfFiles: 'integer',
    NumberOfProcesses: 'integer',
    ResidentSetSize: 'integer',
    Stack: 'integer',
  },
};

const SESSION: KeyType = { words: ['Aqua', 'Background', 'LoginWindow', 'StandardIO', 'System'] };

/** Every key of launchd.plist(5), obsolete ones included, with the type of its value. */
export const LAUNCHD_KEYS: Readonly<Record<string, KeyType>> = {
  Label: 'string',
  Disabled: 'boolean',
  UserName: 'string',
  GroupName: 'string',
  InitGroups: 'boolean',
  inetdCompatibility: { keys: { Wait: 'boolean', Instances: 'integer' } },
  LimitLoadToHosts: STRINGS,
  LimitLoadFromHosts: STRINGS,
  LimitLoadToSessionType: { oneOf: [SESSION, { array: SESSION }] },
  LimitLoadToHardware: 'dictionary',
  LimitLoadFromHardware: 'dictionary',
  Program: 'string',
  ProgramArguments: STRINGS,
  BundleProgram: 'string',
  EnableGlobbing: 'boolean',
  EnableTransactions: 'boolean',
  EnablePressuredExit: 'boolean',
  OnDemand: 'boolean',
  KeepAlive: { oneOf: ['boolean', KEEP_ALIVE] },
  RunAtLoad: 'boolean',
  RootDirectory: 'string',
  WorkingDirectory: 'string',
  EnvironmentVariables: { dict: 'string' },
  // An integer is decimal, a string octal.
  Umask: { oneOf: ['integer', 'string'] },
  TimeOut: 'integer',
  ExitTimeOut: 'integer',
  ThrottleInterval: 'integer',
  WatchPaths: STRINGS,
  QueueDirectories: STRINGS,
  StartOnMount: 'boolean',
  StartInterval: 'integer',
  StartCalendarInterval: { oneOf: [CALENDAR, { array: CALENDAR }] },
  StandardInPath: 'string',
  StandardOutPath: 'string',
  StandardErrorPath: 'string',
  Debug: 'boolean',
  WaitForDebugger: 'boolean',
  SoftResourceLimits: LIMITS,
  HardResourceLimits: LIMITS,
  Nice: 'integer',
  ProcessType: { words: ['Background', 'Standard', 'Adaptive', 'Interactive'] },
  AbandonProcessGroup: 'boolean',
  LowPriorityIO: 'boolean',
  LowPriorityBackgroundIO: 'boolean',
  MaterializeDatalessFiles: 'boolean',
  POSIXSpawnType: 'string',
  LaunchOnlyOnce: 'boolean',
  MachServices: {
    dict: { oneOf: ['boolean', { keys: { ResetAtClose: 'boolean', HideUntilCheckIn: 'boolean' } }] },
  },
  LaunchEvents: 'dictionary',
  Sockets: 'dictionary',
  SessionCreate: 'boolean',
  ServiceIPC: 'boolean',
  AssociatedBundleIdentifiers: STRING_OR_STRINGS,
  LegacyTimers: 'boolean',
};
