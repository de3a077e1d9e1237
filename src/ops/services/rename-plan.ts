import { overlay } from '../../host/overlay.ts';
import { editPlist } from '../../launchd/edit.ts';
import type { Change } from '../../model/change.ts';
import type { Environment } from '../../model/definition.ts';
import type { Renaming } from '../../model/renaming.ts';
import type { Service } from '../../model/service.ts';
import { lastWritten, sha256, type Writing } from '../../store/store.ts';
import { DROP_IN_NAME } from '../../systemd/render.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { fleetOf } from '../fleet.ts';
import { computeChanges } from '../gen/changes.ts';
import { whyNotWritable } from '../gen/writable.ts';
import { definitionFolder } from '../proposal.ts';
import { surveyFiles } from '../survey.ts';
import type { Choice, Owned } from './owned.ts';

/** A definition that gets the name the app's own commands know. */
export interface Rename extends Renaming {
  one: Owned;
  /** What should run; null where it is refused. */
  service: Service | null;
  /** The files that go, and those that come. */
  gone: readonly Writing[];
  made: readonly Writing[];
}

/**
 * The definitions of other names than the app's own, and what renaming them would write: the same text under the new name,
 * pinned as `apply` would pin it there. Nothing of what their owners wrote is lost.
 */
export function planRenames(
  context: Context,
  { chosen, owned }: Choice,
  managerEnvironment: Environment,
): Rename[] {
  const here = chosen.filter((one) => one.scope === context.scope);
  const services = fleetOf(
    context,
    owned.map(({ judged }) => judged),
    { profile: here.map(({ profile }) => profile) },
  ).services;
  const canonical = ({ profile }: Owned): string => {
    const service = services.find((one) => one.profile === profile);
    if (!service) return '';
    return context.manager === 'systemd' ? `${service.unit}.service` : service.label;
  };
  const moves = here
    .filter((one) => one.name !== canonical(one))
    .map((one) => moveOf(context, one, canonical(one), owned));
  return withPins(context, moves, managerEnvironment);
}

function moveOf(context: Context, one: Owned, to: string, owned: readonly Owned[]): Rename {
  const { host, account, scope } = context;
  const folder = definitionFolder(context);
  const target = `${folder}/${to}${one.manager === 'launchd' ? '.plist' : ''}`;
  const base = { one, profile: one.profile, from: one.name, to, path: target, service: null };
  const refused = (reason: string, next: string | null = null): Rename => ({
    ...base,
    gone: [],
    made: [],
    refused: { reason, next },
  });
  const others = owned.filter((other) => other !== one && other.profile === one.profile);
  if (others.length > 0) {
    const all = [one, ...others].map(({ path }) => path).join(tr(' and '));
    return refused(
      tr('{all} are all for profile {profile}', { all, profile: one.profile }),
      `unitpin remove ${one.name} --force`,
    );
  }
  if (host.files.stat(target).kind !== 'absent')
    return refused(tr('{target} is there, and is something else', { target }));
  if (one.manager === 'systemd' && !one.path.endsWith(`/${one.name}`))
    return refused(
      tr('{name} is made from {path}, which may serve others, too', { name: one.name, path: one.path }),
    );
  const dropIns = one.judged.definition.dropIns.filter((path) => path.startsWith(`${folder}/${one.name}.d/`));
  const writer = scope === 'system' ? { ...account, uid: 0, gid: 0 } : account;
  for (const path of [one.path, ...dropIns, target]) {
    const why = whyNotWritable(host.files, writer, path);
    if (why !== null) return refused(why);
  }
  const written = lastWritten(host.files, context.state);
  const gone: Writing[] = [];
  const made: Writing[] = [];
  for (const path of [one.path, ...dropIns]) {
    const found = host.files.read(path);
    if (found.state !== 'there') return refused(tr('{path} cannot be read', { path }));
    const { bytes, mode, uid, gid } = found;
    gone.push({ path, bytes: null, mode, ours: false, before: bytes });
    // Our own drop-in is made anew, for the new name.
    if (path.endsWith(`/${DROP_IN_NAME}`)) continue;
    made.push({
      path: path === one.path ? target : path.replace(`/${one.name}.d/`, `/${to}.d/`),
      bytes:
        one.manager === 'launchd'
          ? editPlist(bytes, path, [{ op: 'set', path: ['Label'], value: to }])
          : bytes,
      mode,
      exact: { mode, uid, gid },
      ours: written.get(path) === sha256(bytes),
      before: null,
    });
  }
  return { ...base, gone, made, refused: null };
}

/** What `apply` would do to the definitions if they had their new names already. */
function withPins(context: Context, moves: readonly Rename[], managerEnvironment: Environment): Rename[] {
  const going = moves.filter(({ refused }) => refused === null);
  if (going.length === 0) return [...moves];
  const { host } = context;
  const writings = going.flatMap(({ gone, made }) => [...gone, ...made]);
  const files = overlay(host.files, new Map(writings.map(({ path, bytes }) => [path, bytes])));
  const there: Context = { ...context, host: { ...host, files } };
  const judged = surveyFiles(there, files, managerEnvironment);
  const written = new Map([
    ...lastWritten(host.files, context.state),
    ...writings.flatMap(({ path, bytes, ours }): [string, string][] =>
      ours && bytes ? [[path, sha256(bytes)]] : [],
    ),
  ]);
  const fleet = fleetOf(there, judged, { profile: going.map(({ profile }) => profile) });
  const changes = computeChanges(there, fleet, judged, { force: false, written, managerEnvironment });
  return moves.map((move) => {
    const change = changes.find(({ service, name }) => service.profile === move.profile && name === move.to);
    if (move.refused !== null || !change) return move;
    if (change.kind === 'refuse') return { ...move, refused: { reason: change.reason, next: null } };
    return { ...move, service: change.service, made: pinned(move.made, change) };
  });
}

/** The moved files, the one that the change writes as it writes it. */
function pinned(made: readonly Writing[], { path, after, mode, kind }: Change): Writing[] {
  if (after === null || kind === 'leave' || kind === 'none') return [...made];
  const ours = kind !== 'edit keys';
  const known = made.find((one) => one.path === path);
  if (known) return made.map((one) => (one === known ? { ...one, bytes: after, ours } : one));
  return [...made, { path, bytes: after, mode, ours, before: null }];
}
