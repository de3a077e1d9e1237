import { Failure } from '../../host/failure.ts';
import type { ConfigEdit } from '../../model/config-edit.ts';
import type { Receipt } from '../../model/receipt.ts';
import { readConfig } from '../../runtime/config.ts';
import { readEndpoint, unreadableOf } from '../../runtime/endpoint.ts';
import { isJson } from '../../runtime/json5.ts';
import { refuseUnread } from '../../runtime/refuse-unread.ts';
import { sourcesIn } from '../../runtime/sources.ts';
import { writePort } from '../../runtime/write-port.ts';
import { publish } from '../../store/store.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { storeOf } from '../publish.ts';

/** A profile and the port its configuration is to say. */
export interface PortToWrite {
  profile: string;
  /** Home of the profile. */
  home: string;
  port: number;
}

/**
 * What would be changed so that the configuration of each profile says its port; those that say it already are left out.
 * Writes nothing. The key and the origins that the API server takes are not looked at, and stay as they are.
 * @throws Failure (host) with file, line and column for the first one that cannot be changed in one place, or whose port
 * something else decides.
 */
export const planConfigPorts = (context: Context, ports: readonly PortToWrite[]): ConfigEdit[] =>
  ports.flatMap((one) => planOne(context, one) ?? []);

function planOne({ host, app }: Context, { profile, home, port }: PortToWrite): ConfigEdit | null {
  const { files } = host;
  const path = `${home}/${app.home.config}`;
  const next = tr('leave the port to the definition: unitpin gen --profile {profile}', { profile });
  if (isJson(path))
    throw new Failure('host', tr('{path} is JSON, which unitpin reads and does not write', { path }), {
      where: path,
      next,
    });
  const link = files.readLink(path);
  if (link !== null)
    throw new Failure('host', tr('{path} is a link to {link}; it is left as it is', { path, link }), {
      where: path,
      next,
    });
  const found = files.read(path);
  if (found.state === 'absent')
    throw new Failure('host', tr('profile {profile} has no {config}', { profile, config: app.home.config }), {
      where: path,
      next,
    });
  if (found.state === 'unreadable')
    throw new Failure('host', tr('cannot read {path}: {reason}', { path, reason: found.reason }), {
      where: path,
      next,
    });

  const [best = ''] = app.endpoint.config;
  const { bytes, edit } = writePort(found.bytes, path, `${best}.port`, port);
  // The definition follows by `gen`; what the profile's own `.env` says does not.
  const sources = sourcesIn(files, app, home, new Map(), []);
  refuseUnread(unreadableOf(sources));
  const config = readConfig(bytes, path, app.endpoint.config);
  const { value, at } = readEndpoint(app, { ...sources, config }).port;
  if (value !== port) {
    const { port: variable } = app.endpoint.variables;
    throw new Failure(
      'host',
      tr('{path} is not changed: {other} has {variable}, which counts before it', {
        path,
        other: at?.path,
        variable,
      }),
      {
        ...(at && { where: at }),
        why: tr('profile {profile} would go on listening on {value}', { profile, value }),
        next: tr('set {variable}={port} there, or take the line away and run this again', { variable, port }),
      },
    );
  }
  if (edit === null) return null;
  return { profile, path, ...edit, before: found.bytes, after: bytes, mode: found.mode };
}

/**
 * Writes what was planned: all of it or nothing, each file atomically, with its mode and owner, a backup and a receipt.
 * Null when there is nothing to write.
 * @throws Failure (host) when a file has changed since.
 */
export function publishConfigPorts(context: Context, edits: readonly ConfigEdit[]): Receipt | null {
  if (edits.length === 0) return null;
  const writings = edits.map(({ path, before, after, mode }) => ({
    path,
    bytes: after,
    mode,
    before,
    // The file stays its owner's: one line of it is not all of it.
    ours: false,
  }));
  return publish(storeOf(context), 'ports allocate --write-config', writings);
}
