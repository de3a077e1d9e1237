/**
 * unitpin as a library: what the commands are made of. Importing it does nothing; only the functions look at a host, and
 * each says what it changes. Times are in milliseconds where a name ends in `Ms`, else in seconds. What is expected to go
 * wrong is thrown as a `Failure`, with the place and what to do next; anything else that is thrown is a bug.
 * docs/library.md shows how a web interface uses it.
 */

// The host, and what is worked on: one app of one account.

export { loadApp } from './fleet/app.ts';
export { type Manifest, readManifest } from './fleet/manifest.ts';
export { EXIT, type ExitName, Failure, type FailureDetail } from './host/failure.ts';
export { type Host, openHost } from './host/host.ts';
export type { App } from './model/app.ts';
export type { Location } from './model/location.ts';
export { type Context, openContext, type Request } from './ops/context.ts';

// The language of messages: English until `speak` says otherwise, for the whole process.

export type { Language } from './model/language.ts';
export { speak } from './texts/tr.ts';

// Profiles, what should run, and where the gateway of one listens.

export type { Fleet } from './fleet/services.ts';
export type { Endpoint, PortProblem, Sourced } from './model/facts.ts';
export type { Sealed } from './model/sealed.ts';
export type { Service } from './model/service.ts';
export { fleetOf, type Selection } from './ops/fleet.ts';
export { homeOf, profilesOf, sourcesOf } from './ops/ports/profile-sources.ts';
export { type ApiKey, apiKeyOf } from './runtime/api-key.ts';
export { readEndpoint, type Sources } from './runtime/endpoint.ts';
export { type Upstream, type UpstreamOptions, upstreamOf } from './runtime/upstream.ts';

// Definitions, whom they run, and their audit. `audit` is the engine alone, for callers who bring their own facts.

export { type AuditInput, audit, type Rule } from './audit/engine.ts';
export { rules } from './audit/rules/index.ts';
export { en, type Texts } from './audit/texts/en/index.ts';
export { defaultStopTimeout } from './fleet/stop-timeout.ts';
export { identify } from './identity/identify.ts';
export { plainWords } from './identity/word.ts';
export type { Definition, LaunchdDefinition, SystemdDefinition } from './model/definition.ts';
export type { Finding } from './model/finding.ts';
export type { Identity, IdentityKind } from './model/identity.ts';
export type { Subject } from './model/subject.ts';
export type { Audited, AuditRequest } from './ops/audit/audit.ts';
export { runAudit } from './ops/audit/run-audit.ts';
export { subjectsOfFiles, subjectsOfHost } from './ops/audit/subjects.ts';
export type { Judged } from './ops/judge.ts';
export { surveyHost, surveyPaths } from './ops/survey.ts';

// Ports.

export type { ConfigEdit } from './model/config-edit.ts';
export type { Listener, Listeners } from './model/gateway.ts';
export type { GivenPort, PortConflict, PortIssue, PortUse } from './model/port-use.ts';
export { checkPorts } from './ops/ports/port-check.ts';
export { allocatePorts, listPorts, releasePorts } from './ops/ports/ports.ts';
export { type PortToWrite, planConfigPorts, publishConfigPorts } from './ops/ports/write-port.ts';
export { type ListenerOptions, readListeners } from './runtime/listeners.ts';

// What really runs.

export type {
  GatewayRecord,
  GatewayState,
  Health,
  HealthRequest,
  Liveness,
  LockState,
  RecordFile,
  StateFile,
} from './model/gateway.ts';
export type { Condition, Drift, ServiceStatus, Status, StatusEvent, Tick } from './model/status.ts';
export { readStatus } from './ops/status/status.ts';
export type { StatusRequest } from './ops/status/status-rows.ts';
export { type WatchRequest, watch } from './ops/status/watch.ts';
export { readLockFile, readPidFile, readStateFile } from './runtime/gateway-files.ts';
export { checkHealth, type HealthOptions } from './runtime/health.ts';
export { liveness, type ProfileHome } from './runtime/liveness.ts';
export { lockState } from './runtime/lock-state.ts';

// Changes to definitions, and to what runs.

export type { Change } from './model/change.ts';
export type { Step } from './model/plan.ts';
export type { ServiceResult } from './model/service-result.ts';
export { type ChangeOptions, computeChanges } from './ops/gen/changes.ts';
export type { Wanted } from './ops/services/owned.ts';
export { type ActOptions, restartServices, startServices } from './ops/services/start.ts';
export { stopServices } from './ops/services/stop.ts';
