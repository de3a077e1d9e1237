/** Keys of one kind: what grammar their values have, and their names with the version that brought them. */
type Row = readonly [type: string, keys: string];

export interface KeyInfo {
  /** Alternatives between `|`, see `values.ts`; `any`: not judged. */
  type: string;
  /** The first version that knows it; null where that is older than anything still in use. */
  since: number | null;
  /** Every version in use knows it, and nothing has replaced it. */
  current: boolean;
}

const ACTION =
  'none|exit|exit-force|reboot|reboot-force|reboot-immediate|poweroff|poweroff-force|poweroff-immediate|' +
  'soft-reboot@254|soft-reboot-force@254|kexec@254|kexec-force@254|halt@254|halt-force@254|halt-immediate@254';

// Of `systemd --dump-configuration-items` (252), versions by its NEWS; newer keys by their manuals.
const UNIT: readonly Row[] = [
  ['text', 'Description RebootArgument@229 JobTimeoutRebootArgument'],
  ['urls', 'Documentation'],
  ['path', 'SourcePath'],
  [
    'units',
    `Requires Requisite Wants BindsTo BindTo Upholds@249 Conflicts Before After OnSuccess@249 OnFailure
    PropagatesReloadTo PropagateReloadTo ReloadPropagatedFrom PropagateReloadFrom PropagatesStopTo@249
    StopPropagatedFrom@249 PartOf JoinsNamespaceOf RequiresOverridable RequisiteOverridable`,
  ],
  ['paths', 'RequiresMountsFor WantsMountsFor@256'],
  [
    'boolean',
    `StopWhenUnneeded RefuseManualStart RefuseManualStop AllowIsolate DefaultDependencies
    OnFailureIsolate IgnoreOnIsolate SurviveFinalKillSignal@255`,
  ],
  [
    'fail|replace|replace-irreversibly|isolate|flush|ignore-dependencies|ignore-requirements|triggering|restart-dependencies@256|lenient@258',
    'OnSuccessJobMode OnFailureJobMode',
  ],
  ['time', 'JobTimeoutSec JobRunningTimeoutSec StartLimitIntervalSec@230 StartLimitInterval'],
  [ACTION, 'JobTimeoutAction StartLimitAction@229 FailureAction@236 SuccessAction@236'],
  ['count', 'StartLimitBurst@229'],
  ['0..255', 'FailureActionExitStatus@240 SuccessActionExitStatus@240'],
  ['inactive|inactive-or-failed', 'CollectMode@236'],
  [
    'condition-path',
    `ConditionPathExists ConditionPathExistsGlob ConditionPathIsDirectory ConditionPathIsSymbolicLink
    ConditionPathIsMountPoint ConditionPathIsReadWrite ConditionPathIsEncrypted@246
    ConditionDirectoryNotEmpty ConditionFileNotEmpty ConditionFileIsExecutable AssertPathExists
    AssertPathExistsGlob AssertPathIsDirectory AssertPathIsSymbolicLink AssertPathIsMountPoint
    AssertPathIsReadWrite AssertPathIsEncrypted@246 AssertDirectoryNotEmpty AssertFileNotEmpty
    AssertFileIsExecutable`,
  ],
  [
    'any',
    `ConditionNeedsUpdate ConditionFirstBoot ConditionArchitecture ConditionFirmware@249
    ConditionVirtualization ConditionHost ConditionKernelCommandLine ConditionKernelVersion@237
    ConditionCredential@252 ConditionSecurity ConditionCapability ConditionACPower ConditionMemory@242
    ConditionCPUFeature@248 ConditionCPUs@242 ConditionEnvironment@246 ConditionUser@234
    ConditionGroup@234 ConditionControlGroupController@237 ConditionOSRelease@249
    ConditionMemoryPressure@250 ConditionCPUPressure@250 ConditionIOPressure@250 AssertNeedsUpdate
    AssertFirstBoot AssertArchitecture AssertVirtualization AssertHost AssertKernelCommandLine
    AssertKernelVersion@237 AssertCredential@252 AssertSecurity AssertCapability AssertACPower
    AssertMemory@242 AssertCPUFeature@248 AssertCPUs@242 AssertEnvironment@246 AssertUser@234
    AssertGroup@234 AssertControlGroupController@237 AssertOSRelease@249 AssertMemoryPressure@250
    AssertCPUPressure@250 AssertIOPressure@250 ConditionVersion@258 AssertVersion@258
    ConditionKernelModuleLoaded@258 AssertKernelModuleLoaded@258 ConditionFraction@261
    AssertFraction@261 ConditionMachineTag@261 AssertMachineTag@261`,
  ],
];

const SERVICE: readonly Row[] = [
  [
    'boolean',
    `PermissionsStartOnly RootDirectoryStartOnly RemainAfterExit GuessMainPID NonBlocking
    CPUSchedulingResetOnFork RemoveIPC@232 TTYReset TTYVHangup TTYVTDisallocate SyslogLevelPrefix
    NoNewPrivileges MemoryDenyWriteExecute@231 RestrictRealtime@231 RestrictSUIDSGID@242
    LockPersonality@235 PrivateDevices ProtectKernelTunables@232 ProtectKernelModules@232
    ProtectKernelLogs@244 ProtectClock@245 PrivateNetwork PrivateMounts@239 PrivateIPC@248
    MountAPIVFS@233 IgnoreSIGPIPE CPUAccounting MemoryAccounting IOAccounting@230 BlockIOAccounting
    TasksAccounting@227 IPAccounting@235 SendSIGKILL SendSIGHUP DynamicUser@232`,
  ],
  ['boolean|disconnected@257', 'PrivateTmp'],
  ['boolean|self@257|identity@257|full@258|managed@260', 'PrivateUsers@232'],
  ['boolean|private@257|strict@257', 'ProtectControlGroups@232'],
  [
    'any',
    `ProtectHostname@242 PIDFile ExecCondition@243 ExecStartPre ExecStart ExecStartPost ExecReload
    ExecStop ExecStopPost RebootArgument Sockets RootImageOptions@247 RootHash@246 RootHashSignature@246
    ExtensionDirectories@251 ExtensionImages@248 MountImages@247 User Group SupplementaryGroups
    CoredumpFilter@246 CPUSchedulingPriority CPUAffinity NUMAPolicy@243 NUMAMask@243 Environment
    EnvironmentFile PassEnvironment@228 UnsetEnvironment@235 StandardInputText@236 StandardInputData@236
    SyslogIdentifier LogExtraFields@236 SecureBits CapabilityBoundingSet AmbientCapabilities@229
    SystemCallFilter SystemCallArchitectures SystemCallErrorNumber SystemCallLog@247
    RestrictNamespaces@233 RestrictAddressFamilies RestrictFileSystems@250 BindPaths@233
    BindReadOnlyPaths@233 TemporaryFileSystem@238 LogNamespace@245 Personality SetCredential@247
    SetCredentialEncrypted@250 LoadCredential@247 LoadCredentialEncrypted@250 PAMName UtmpIdentifier
    SELinuxContext AppArmorProfile SmackProcessLabel AllowedCPUs@244 StartupAllowedCPUs@250
    AllowedMemoryNodes@244 StartupAllowedMemoryNodes@250 DeviceAllow IODeviceWeight@230
    IOReadBandwidthMax@230 IOWriteBandwidthMax@230 IOReadIOPSMax@230 IOWriteIOPSMax@230
    IODeviceLatencyTargetSec@240 BlockIODeviceWeight BlockIOReadBandwidth BlockIOWriteBandwidth Delegate
    DisableControllers@240 IPAddressAllow@235 IPAddressDeny@235 IPIngressFilterPath@243
    IPEgressFilterPath@243 ManagedOOMMemoryPressureLimit@247 BPFProgram@249 SocketBindAllow@249
    SocketBindDeny@249 RestrictNetworkInterfaces@250 OpenFile@253 ExtensionImagePolicy@254
    ImportCredential@254 LogFilterPatterns@253 MemoryKSM@254 MountImagePolicy@254 RootEphemeral@254
    RootImagePolicy@254 SetLoginEnvironment@255 CoredumpReceive@255 DelegateSubgroup@254
    MemoryPressureWatch@254 NFTSet@255 MemoryZSwapWriteback@256 BindLogSockets@257 PrivatePIDs@257
    ManagedOOMMemoryPressureDurationSec@257 PrivateBPF@258 BPFDelegateCommands@258 BPFDelegateMaps@258
    BPFDelegatePrograms@258 BPFDelegateAttachments@258 DelegateNamespaces@258 StateDirectoryQuota@258
    StateDirectoryAccounting@258 CacheDirectoryQuota@258 CacheDirectoryAccounting@258
    LogsDirectoryQuota@258 LogsDirectoryAccounting@258 UserNamespacePath@259 RefreshOnReload@260
    BindNetworkInterface@260 MemoryTHP@260 RootMStack@260 CPUSetPartition@261
    RestrictFileSystemAccess@261`,
  ],
  [
    'time',
    `RestartSec TimeoutSec TimeoutStartSec TimeoutStopSec TimeoutAbortSec@243 RuntimeMaxSec@229
    RuntimeRandomizedExtraSec@250 WatchdogSec StartLimitInterval LogRateLimitIntervalSec@240
    TimeoutCleanSec@244 CPUQuotaPeriodSec@242 RestartMaxDelaySec@254 MemoryPressureThresholdSec@254`,
  ],
  ['nanoseconds', 'TimerSlackNSec'],
  [
    'count',
    `StartLimitBurst FileDescriptorStoreMax LogRateLimitBurst@240 RestartSteps@254 TTYRows@250
    TTYColumns@250`,
  ],
  [ACTION, 'StartLimitAction FailureAction'],
  ['terminate|abort|kill', 'TimeoutStartFailureMode@246 TimeoutStopFailureMode@246'],
  ['simple|exec@240|forking|oneshot|dbus|notify|notify-reload@253|idle', 'Type'],
  ['main|cgroup', 'ExitType@250'],
  ['no|on-success|on-failure|on-abnormal|on-watchdog|on-abort|always', 'Restart'],
  ['normal|direct|debug@257', 'RestartMode@254'],
  ['statuses', 'RestartPreventExitStatus RestartForceExitStatus SuccessExitStatus'],
  ['bus-name', 'BusName'],
  ['none|main|exec|all', 'NotifyAccess'],
  ['continue|stop|kill', 'OOMPolicy@243'],
  [
    'path',
    `RootDirectory RootImage@233 RootVerity@246 TTYPath USBFunctionDescriptors@227 USBFunctionStrings@227
    NetworkNamespacePath@242 IPCNamespacePath@248`,
  ],
  ['working-directory', 'WorkingDirectory'],
  ['-20..19', 'Nice'],
  ['-1000..1000', 'OOMScoreAdjust'],
  ['0..7', 'IOSchedulingPriority'],
  ['none|realtime|best-effort|idle|0..8', 'IOSchedulingClass'],
  ['other|batch|idle|fifo|rr|0..2147483647|ext@260', 'CPUSchedulingPolicy'],
  [
    'mode',
    `UMask RuntimeDirectoryMode StateDirectoryMode@235 CacheDirectoryMode@235 LogsDirectoryMode@235
    ConfigurationDirectoryMode@235`,
  ],
  ['input', 'StandardInput'],
  ['output', 'StandardOutput StandardError'],
  [
    'kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|authpriv|ftp|local0|local1|local2|local3|local4|local5|local6|local7|0..127',
    'SyslogFacility',
  ],
  ['emerg|alert|crit|err|warning|notice|info|debug|0..7', 'SyslogLevel LogLevelMax@236'],
  ['inherit|private|shared', 'KeyringMode@235'],
  ['noaccess|invisible|ptraceable|default', 'ProtectProc@247'],
  ['all|pid', 'ProcSubset@247'],
  ['boolean|strict|full', 'ProtectSystem'],
  ['boolean|read-only|tmpfs', 'ProtectHome'],
  ['shared|slave|private', 'MountFlags'],
  ['boolean|restart', 'RuntimeDirectoryPreserve@235'],
  ['boolean|restart|on-success@261', 'FileDescriptorStorePreserve@254'],
  ['folders', 'RuntimeDirectory StateDirectory@235 CacheDirectory@235 LogsDirectory@235'],
  ['unlinked-folders', 'ConfigurationDirectory@235'],
  ['init|login|user', 'UtmpMode@225'],
  ['slice', 'Slice'],
  ['1..10000', 'IOWeight@230 StartupIOWeight@230'],
  ['1..10000|idle', 'CPUWeight@232 StartupCPUWeight@232'],
  ['2..262144', 'CPUShares StartupCPUShares'],
  ['10..1000', 'BlockIOWeight StartupBlockIOWeight'],
  ['percent', 'CPUQuota'],
  ['memory', 'MemoryHigh@231 MemoryMax@231 MemoryLimit StartupMemoryHigh@254 StartupMemoryMax@254'],
  [
    'memory-or-none',
    `MemoryMin@240 DefaultMemoryMin@243 DefaultMemoryLow@243 MemoryLow@231 MemorySwapMax@232
    StartupMemoryLow@254 StartupMemorySwapMax@254 StartupMemoryZSwapMax@254 DefaultStartupMemoryLow@254
    MemoryZSwapMax@253`,
  ],
  ['tasks', 'TasksMax@227'],
  ['auto|closed|strict', 'DevicePolicy'],
  ['auto|kill', 'ManagedOOMSwap@247 ManagedOOMMemoryPressure@247'],
  ['none|avoid|omit', 'ManagedOOMPreference@248'],
  ['limit', 'LimitNOFILE LimitNPROC LimitLOCKS LimitSIGPENDING LimitRTPRIO'],
  ['size-limit', 'LimitFSIZE LimitDATA LimitSTACK LimitCORE LimitRSS LimitAS LimitMEMLOCK LimitMSGQUEUE'],
  ['time-limit', 'LimitCPU LimitRTTIME'],
  ['nice-limit', 'LimitNICE'],
  ['control-group|process|mixed|none', 'KillMode'],
  ['signal', 'KillSignal RestartKillSignal@244 FinalKillSignal@240 WatchdogSignal@240 ReloadSignal@253'],
  [
    'access-paths',
    `ReadWriteDirectories ReadOnlyDirectories InaccessibleDirectories ReadWritePaths@231
    ReadOnlyPaths@231 InaccessiblePaths@231 ExecPaths@248 NoExecPaths@248`,
  ],
  ['search-path', 'ExecSearchPath@250'],
];

const INSTALL: readonly Row[] = [['any', 'Alias WantedBy RequiredBy Also DefaultInstance UpheldBy@254']];

const ROWS: Readonly<Record<string, readonly Row[]>> = { Unit: UNIT, Service: SERVICE, Install: INSTALL };

export const SECTIONS = ['Unit', 'Service', 'Install'] as const;

/** Old names that systemd still takes, and the new ones, to which a value means the same. */
const RENAMED: Readonly<Record<string, string>> = {
  'Unit.BindTo': 'Unit.BindsTo',
  'Unit.PropagateReloadTo': 'Unit.PropagatesReloadTo',
  'Unit.PropagateReloadFrom': 'Unit.ReloadPropagatedFrom',
  'Unit.RequiresOverridable': 'Unit.Requires',
  'Unit.RequisiteOverridable': 'Unit.Requisite',
  'Unit.StartLimitInterval': 'Unit.StartLimitIntervalSec',
  'Service.StartLimitInterval': 'Unit.StartLimitIntervalSec',
  'Service.StartLimitBurst': 'Unit.StartLimitBurst',
  'Service.StartLimitAction': 'Unit.StartLimitAction',
  'Service.FailureAction': 'Unit.FailureAction',
  'Service.RebootArgument': 'Unit.RebootArgument',
  'Service.ReadWriteDirectories': 'Service.ReadWritePaths',
  'Service.ReadOnlyDirectories': 'Service.ReadOnlyPaths',
  'Service.InaccessibleDirectories': 'Service.InaccessiblePaths',
  'Service.MemoryLimit': 'Service.MemoryMax',
  'Service.BlockIOAccounting': 'Service.IOAccounting',
  'Service.BlockIOReadBandwidth': 'Service.IOReadBandwidthMax',
  'Service.BlockIOWriteBandwidth': 'Service.IOWriteBandwidthMax',
};

/** The same, where values are written otherwise. */
const REPLACED: Readonly<Record<string, string>> = {
  'Unit.OnFailureIsolate': 'Unit.OnFailureJobMode',
  'Service.CPUShares': 'Service.CPUWeight',
  'Service.StartupCPUShares': 'Service.StartupCPUWeight',
  'Service.BlockIOWeight': 'Service.IOWeight',
  'Service.StartupBlockIOWeight': 'Service.StartupIOWeight',
  'Service.BlockIODeviceWeight': 'Service.IODeviceWeight',
};

/** Keys whose support is gone: systemd says so and ignores them. */
const REMOVED = [
  'Unit.IgnoreOnSnapshot',
  'Service.BusPolicy',
  'Service.Capabilities',
  'Service.NetClass',
  'Service.SysVStartPriority',
];

/** What replaces a key of old. */
export interface Replacement {
  /** `Section.Key`; null: nothing does, the key has no effect any more. */
  by: string | null;
  /** A value means the same to the new key. */
  same: boolean;
}

const OBSOLETE: ReadonlyMap<string, Replacement> = new Map<string, Replacement>([
  ...Object.entries(RENAMED).map(([key, by]) => [key, { by, same: true }] as const),
  ...Object.entries(REPLACED).map(([key, by]) => [key, { by, same: false }] as const),
  ...REMOVED.map((key) => [key, { by: null, same: false }] as const),
]);

/** Null: the key is not of old. */
export const replacement = (section: string, key: string): Replacement | null =>
  OBSOLETE.get(`${section}.${key}`) ?? null;

const tables = new Map<string, ReadonlyMap<string, KeyInfo>>();
const names = new Map<string, readonly string[]>();

/** Their names, in one list for all who ask. */
export function keyNames(section: string): readonly string[] {
  const made = names.get(section) ?? [...(keysOf(section)?.keys() ?? [])];
  names.set(section, made);
  return made;
}

/** The keys of a section; null for one that is not in the table. Made when it is first asked for. */
export function keysOf(section: string): ReadonlyMap<string, KeyInfo> | null {
  const rows = Object.hasOwn(ROWS, section) ? ROWS[section] : undefined;
  if (!rows) return null;
  const made =
    tables.get(section) ??
    new Map(rows.flatMap(([type, keys]) => keys.split(/\s+/).map((key) => entry(section, type, key))));
  tables.set(section, made);
  return made;
}

function entry(section: string, type: string, written: string): [string, KeyInfo] {
  const [key = '', since] = written.split('@');
  const current = since === undefined && replacement(section, key) === null;
  return [key, { type, since: since === undefined ? null : Number(since), current }];
}
