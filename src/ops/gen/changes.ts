import { listProfiles } from '../../fleet/profiles.ts';
import type { Fleet } from '../../fleet/services.ts';
import type { Files } from '../../host/files.ts';
import { overlay } from '../../host/overlay.ts';
import { renderPlist } from '../../launchd/render.ts';
import type { App } from '../../model/app.ts';
import type { Change, ChangeKind } from '../../model/change.ts';
import type { Environment } from '../../model/definition.ts';
import type { Service } from '../../model/service.ts';
import { renderUnit } from '../../systemd/render.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { definitionsByProfile } from '../fleet.ts';
import type { Judged } from '../judge.ts';
import { definitionFolder, runsRight, whose } from '../proposal.ts';
import { surveyFiles } from '../survey.ts';
import { lookAhead } from './look-ahead.ts';
import { pinByEdit } from './pin-launchd.ts';
import { dropInPath, pinByDropIn } from './pin-systemd.ts';

export interface ChangeOptions {
  force: boolean;
  /** What was last written, by path: sha256. */
  written: ReadonlyMap<string, string>;
  managerEnvironment: Environment;
}

/** One change for each service of the fleet, in its order; what each would mean has been looked at. */
export function computeChanges(
  context: Context,
  fleet: Fleet,
  judged: readonly Judged[],
  options: ChangeOptions,
): Change[] {
  const byProfile = definitionsByProfile(context, judged);
  const theirs = withoutDropIns(context, judged, options.managerEnvironment);
  const canonical = canonicalNames(context, fleet);
  const unitOf = (profile: string): string =>
    byProfile.get(profile)?.[0]?.definition.name ?? canonical(profile);
  const changes = fleet.services.map((service) =>
    changeOf(context, unitOf, service, byProfile.get(service.profile) ?? [], theirs, options),
  );
  return lookAhead(context, changes, judged, options.managerEnvironment);
}

/** The definitions as their owners wrote them, by id: our drop-ins out of sight. One look for all. */
function withoutDropIns(
  context: Context,
  judged: readonly Judged[],
  managerEnvironment: Environment,
): ReadonlyMap<string, Judged> {
  const used = new Set(judged.flatMap(({ definition }) => definition.dropIns));
  const ours = judged
    .map(({ definition }) => dropInPath(context, definition.name))
    .filter((path) => used.has(path));
  if (ours.length === 0) return new Map();
  const files = overlay(context.host.files, new Map(ours.map((path) => [path, null])));
  return new Map(surveyFiles(context, files, managerEnvironment).map((one) => [one.definition.id, one]));
}

function changeOf(
  context: Context,
  unitOf: (profile: string) => string,
  service: Service,
  existing: readonly Judged[],
  theirs: ReadonlyMap<string, Judged>,
  options: ChangeOptions,
): Change {
  const { manager, host } = context;
  const canonical = canonicalName(context, service);
  const [first, ...others] = [...existing].sort(
    (a, b) => Number(b.definition.name === canonical) - Number(a.definition.name === canonical),
  );
  const name = first?.definition.name ?? canonical;
  const path =
    first?.definition.path ??
    `${definitionFolder(context)}/${canonical}${manager === 'launchd' ? '.plist' : ''}`;
  const found = host.files.read(path);
  const before = found.state === 'there' ? found.bytes : null;
  const base = {
    service,
    name,
    path,
    before,
    after: null,
    mode: 0o644,
    definition: first?.definition ?? null,
    differences: [],
  };
  const make = (kind: ChangeKind, reason: string, after: Buffer | null = null): Change => ({
    ...base,
    kind,
    reason,
    after,
  });

  const taken = manager === 'launchd' ? takenLabel(context, service) : null;
  if (taken !== null) return make('refuse', taken);
  if (others.length > 0) {
    const all = [first, ...others].map((one) => one?.definition.path).join(tr(' and '));
    return make(
      'refuse',
      tr('{all} are all for profile {profile}: remove all but one, say: unitpin remove {name} --force', {
        all,
        profile: service.profile,
        name: others[0]?.definition.name,
      }),
    );
  }
  // A job keeps its label: renaming one while it runs would make it two.
  const whole = (): Buffer =>
    Buffer.from(
      render(context, { ...service, label: first && manager === 'launchd' ? name : service.label }, unitOf),
    );
  const owner = whose(options.written, path, before);
  if (!first && service.strategy === 'dropin') {
    return make(
      'refuse',
      tr('there is no unit of profile {profile} a drop-in could be for: use --strategy auto', {
        profile: service.profile,
      }),
    );
  }
  if (!first && found.state === 'absent')
    return make('create', tr('profile {profile} has no definition', { profile: service.profile }), whole());
  if (!first && owner !== 'ours' && !(service.strategy === 'unit' && options.force)) {
    return make(
      'refuse',
      tr(
        "{path} is there and not unitpin's, and is not a gateway of the app: move it away, or replace it with --strategy unit --force (a backup is kept)",
        { path },
      ),
    );
  }
  if (owner === 'ours' || (service.strategy === 'unit' && options.force)) {
    const after = whole();
    const same = before?.equals(after) === true;
    if (same && !isHidden(context.app, first, service)) return make('none', tr('up to date'));
    const reason =
      owner === 'ours'
        ? tr('not what unitpin would write now')
        : tr('replaced whole (--force); a backup is kept');
    if (!same) return make('update', reason, after);
  }
  if (service.strategy === 'unit' && owner !== 'ours') {
    return make(
      'refuse',
      tr(
        "{path} is not unitpin's: replace it with --strategy unit --force (a backup is kept), or use --strategy auto",
        { path },
      ),
    );
  }
  if (!first) return make('refuse', tr('{path} cannot be read', { path }));
  const input = { context, service, existing: first, written: options.written };
  const proposal =
    manager === 'systemd' ? pinByDropIn(input, theirs.get(first.definition.id) ?? first) : pinByEdit(input);
  if (owner === 'edited' && proposal.kind === 'none') {
    return make('leave', tr('edited by hand since unitpin wrote it; it runs the right profile'), whole());
  }
  return { ...base, ...proposal };
}

/** Why the label of a service cannot be its own; null when it can. Files on macOS have one name in any case. */
function takenLabel({ app, root, host }: Context, { profile, label }: Service): string | null {
  const isSame = (other: string): boolean => other.toLowerCase() === label.toLowerCase();
  const isDefault = profile !== 'default' && isSame(app.naming.label);
  if (isDefault || app.naming.otherLabels.some(isSame))
    return tr('{label} is the label of {more}: under launchd no profile can be called {profile}', {
      label,
      more: isDefault
        ? tr("the default profile's gateway")
        : tr('something else of {title}', { title: app.title }),
      profile,
    });
  const twin = listProfiles(host.files, root, app).find(
    (one) => one !== profile && one.toLowerCase() === profile.toLowerCase(),
  );
  return twin === undefined
    ? null
    : tr('profiles {profile} and {twin} differ in case only: under launchd they would be one file', {
        profile,
        twin,
      });
}

/** Whether somebody's drop-in has the last word over a unit of ours: an old `20-replace.conf` does (#119467). */
const isHidden = (app: App, one: Judged | undefined, { profile }: Service): boolean =>
  one !== undefined && one.definition.dropIns.length > 0 && !runsRight(one, profile, app);

/** The text of a service's own definition. `unitOf`: the name of the unit that serves a profile. */
function render(
  { app, manager, scope }: Context,
  service: Service,
  unitOf: (profile: string) => string,
): string {
  if (manager === 'launchd') return renderPlist(app, service, scope);
  return renderUnit(app, service, scope, service.dependsOn.map(unitOf));
}

/** The names our own definitions have. Every profile that another depends on is in the fleet. */
const canonicalNames =
  (context: Context, fleet: Fleet) =>
  (profile: string): string =>
    fleet.services.flatMap((one) => (one.profile === profile ? canonicalName(context, one) : []))[0] ?? '';

/** Whole definitions of every service in a folder of the caller's choice, whatever the host has. */
export function wholeDefinitions(
  context: Context,
  fleet: Fleet,
  folder: string,
  files: Files,
  options: Omit<ChangeOptions, 'managerEnvironment'>,
): Change[] {
  return fleet.services.map((service) => {
    const name = canonicalName(context, service);
    const path = `${folder}/${name}${context.manager === 'launchd' ? '.plist' : ''}`;
    const found = files.read(path);
    const before = found.state === 'there' ? found.bytes : null;
    const after = Buffer.from(render(context, service, canonicalNames(context, fleet)));
    const base = { service, name, path, before, mode: 0o644, definition: null, differences: [] };
    const taken = context.manager === 'launchd' ? takenLabel(context, service) : null;
    if (taken !== null) return { ...base, kind: 'refuse', reason: taken, after: null };
    if (before === null) return { ...base, kind: 'create', reason: tr('not there yet'), after };
    if (before.equals(after)) return { ...base, kind: 'none', reason: tr('up to date'), after: null };
    if (options.force || whose(options.written, path, before) === 'ours') {
      return { ...base, kind: 'update', reason: tr('not what unitpin would write now'), after };
    }
    return {
      ...base,
      kind: 'refuse',
      reason: tr("{path} is not unitpin's: use --force to replace it (a backup is kept)", { path }),
      after: null,
    };
  });
}

const canonicalName = ({ manager }: Context, service: Service): string =>
  manager === 'systemd' ? `${service.unit}.service` : service.label;
