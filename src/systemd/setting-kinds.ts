/** Dependencies add up, and no drop-in can take one back (systemd.unit(5), "Overriding vendor settings"). */
const DEPENDENCIES = new Set([
  'After',
  'Before',
  'Wants',
  'Requires',
  'BindsTo',
  'PartOf',
  'Conflicts',
  'Requisite',
  'Upholds',
  'OnFailure',
  'OnSuccess',
]);

/** Settings whose assignments add up until an empty one resets them (systemd.service(5), systemd.exec(5)). */
const RESETTABLE = new Set([
  'WantedBy',
  'RequiredBy',
  'Also',
  'Alias',
  'ExecStart',
  'ExecStartPre',
  'ExecStartPost',
  'ExecReload',
  'ExecStop',
  'ExecStopPost',
  'ExecCondition',
  'Environment',
  'EnvironmentFile',
  'PassEnvironment',
  'UnsetEnvironment',
  'SuccessExitStatus',
  'RestartForceExitStatus',
  'RestartPreventExitStatus',
  'Documentation',
]);

export const isDependency = (key: string): boolean => DEPENDENCIES.has(key);

/** Whether several assignments of a key all count. Of any other key the last one does. */
export const addsUp = (key: string): boolean => DEPENDENCIES.has(key) || RESETTABLE.has(key);

/**
 * Whether an empty assignment brings back the default. Numbers, times, booleans and most words of a fixed set do not
 * take one: systemd says that it cannot parse it and keeps the value before (measured on 252 for every key).
 */
export const takesEmpty = (key: string): boolean => !isDependency(key) && !KEEPS_VALUE.test(key);

const KEEPS_VALUE = new RegExp(
  `^(${[
    '.*Sec',
    'StartLimit.*',
    '.*Action',
    '.*JobMode',
    '.*OnIsolate',
    '.*FailureMode',
    'AllowIsolate',
    'BusName',
    'CPUSchedulingPriority',
    'CPUSchedulingResetOnFork',
    'CollectMode',
    'DefaultDependencies',
    'DynamicUser',
    'ExitType',
    'FileDescriptorStoreMax',
    'GuessMainPID',
    'NonBlocking',
    'NotifyAccess',
    'OOMPolicy',
    'OnFailureIsolate',
    'PermissionsStartOnly',
    'RefuseManual(Start|Stop)',
    'RemainAfterExit',
    'Restart',
    'RootDirectoryStartOnly',
    'StopWhenUnneeded',
    'Type',
    'UMask',
  ].join('|')})$`,
);

/** Keys that set this one, too: a later one of them wins. */
export const alsoSetBy = (key: string): readonly string[] =>
  /^Timeout(Start|Stop)Sec$/.test(key) ? ['TimeoutSec'] : (OLD_NAMES[key] ?? []);

const OLD_NAMES: Readonly<Record<string, readonly string[]>> = {
  StartLimitIntervalSec: ['StartLimitInterval'],
};
