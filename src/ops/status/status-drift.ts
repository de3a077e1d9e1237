import type { AuditInput, Rule } from '../../audit/engine.ts';
import { loadedDiffers } from '../../audit/rules/machine/loaded-differs.ts';
import { reloadNeeded } from '../../audit/rules/machine/reload-needed.ts';
import { runningDiffers } from '../../audit/rules/machine/running-differs.ts';
import { definitionDrift } from '../../audit/rules/together/definition-drift.ts';
import type { Texts } from '../../audit/texts/en/index.ts';
import type { App } from '../../model/app.ts';
import type { Endpoint } from '../../model/facts.ts';
import type { Listener } from '../../model/gateway.ts';
import type { Drift, DriftKind } from '../../model/status.ts';
import type { Subject } from '../../model/subject.ts';
import { type English, tr } from '../../texts/tr.ts';

/** The rules of the audit that compare two views: what `status` calls drift, `explain` has a page about. */
const COMPARE: readonly (readonly [DriftKind, Rule])[] = [
  ['definition', definitionDrift],
  ['loaded', reloadNeeded],
  ['loaded', loadedDiffers],
  ['running', runningDiffers],
];

/** Where disk, manager and process disagree, by the id of the definition. */
export function definitionDrifts(app: App, subjects: readonly Subject[], texts: Texts): Map<string, Drift[]> {
  const input: AuditInput = {
    app,
    subjects,
    texts,
    fleet: { profiles: [], root: '', hasRoot: true, enabled: null, named: null, supervised: new Set() },
    danglingLinks: [],
    host: null,
    stopTimeout: 0,
    systemd: null,
    ignores: [],
  };
  const result = new Map<string, Drift[]>();
  for (const [kind, rule] of COMPARE) {
    for (const { subject, message } of rule.check(input, { used: new Set(), judged: new Set() })) {
      const id = subject?.definition.id ?? '';
      result.set(id, [...(result.get(id) ?? []), { kind, message }]);
    }
  }
  return result;
}

/** Whether a gateway listens, and not where it is configured to. `own`: its listeners. */
export function portDrift(app: App, endpoint: Endpoint | null, own: readonly Listener[] | null): Drift[] {
  if (!endpoint?.serves || own === null) return [];
  const { value: port, from } = endpoint.port;
  // Webhooks, say, are another server of the same process.
  const others = new Set(app.endpoint.neighbours.map((one) => one.port));
  const ports = [...new Set(own.map((one) => one.port))].filter((one) => !others.has(one));
  if (ports.length === 0 || ports.includes(port)) return [];
  const actual = ports.sort((a, b) => a - b).join(tr(', '));
  return [
    {
      kind: 'port',
      message: tr('It listens on port {actual}; configured is {port} ({more}).', {
        actual,
        port,
        more: from === 'config' ? app.home.config : tr(WHERE[from]),
      }),
    },
  ];
}

const WHERE: Record<Endpoint['port']['from'], English> = {
  definition: 'the definition',
  dotenv: '.env',
  config: 'config.yaml',
  default: "the app's default",
};
