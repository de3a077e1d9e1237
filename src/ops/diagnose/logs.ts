import { labelName, suffixOf, unitName } from '../../fleet/naming.ts';
import { profileHome } from '../../fleet/profiles.ts';
import { Failure } from '../../host/failure.ts';
import type { LogLine, Unread } from '../../model/log-line.ts';
import { type FileLine, lastLines, linesSince } from '../../runtime/log-file.ts';
import { logPath } from '../../supervisor/child.ts';
import { instancePlace } from '../../supervisor/instances.ts';
import { type JournalLine, type JournalRead, readJournal } from '../../systemd/journal.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import { busOf } from '../manager.ts';
import { chooseOwned, type Owned, type Wanted } from '../services/owned.ts';

export interface LogRequest {
  /** The last so many, of all services together. */
  lines: number;
  /** Only what is newer; milliseconds since 1970. */
  since: number | null;
}

export interface Logs {
  services: readonly Pick<Owned, 'profile' | 'name'>[];
  /** By time. */
  lines: readonly LogLine[];
  unread: readonly Unread[];
  /** What was written since the last call, by time. */
  next(): Promise<readonly LogLine[]>;
}

/** A service, or one that a profile had: what it wrote is there, though its definition was taken back. */
interface Writer extends Pick<Owned, 'profile' | 'home' | 'manager' | 'scope' | 'name'> {
  /** Where its manager writes what it says. */
  files: readonly string[];
}

async function chooseWriters(context: Context, wanted: Wanted): Promise<Writer[]> {
  const { chosen, gone } = await chooseOwned(context, wanted, true);
  const { app, root, nativeRoot, manager, scope } = context;
  const bare = gone.map((profile): Writer => {
    const home = profileHome(root, profile, app);
    const suffix = suffixOf(profile, home, root, nativeRoot);
    const name = manager === 'launchd' ? labelName(app, suffix) : `${unitName(app, suffix)}.service`;
    return { profile, home, manager, scope, name, files: [] };
  });
  return [...chosen.map((one) => ({ ...one, files: logFiles(one) })), ...bare];
}

const logFiles = ({ judged }: Owned): string[] => [
  ...new Set(
    judged.definition.places
      .filter(({ what, path }) => what === 'log' && path.startsWith('/'))
      .map(({ path }) => path),
  ),
];

/**
 * What services wrote: from the journal, from the files that their definitions name, and from the gateway's own log where
 * these have nothing. One process for all units of a scope.
 * @throws Failure (usage) for a name that is none
 */
export async function readLogs(context: Context, wanted: Wanted, request: LogRequest): Promise<Logs> {
  const writers = await chooseWriters(context, wanted);
  const journals = await openJournals(
    context,
    writers.filter(({ manager, files }) => manager === 'systemd' && files.length === 0),
    request,
  );
  const silent = journals.filter(({ found }) => found.length === 0);
  const named = writers.flatMap((one) => one.files.map((path) => ({ one, path })));
  // Without a path launchd throws away what a job writes.
  const discarded = writers.filter(({ manager, files }) => manager === 'launchd' && files.length === 0);
  const fallback = [...silent.map(({ one }) => one), ...discarded].map((one) => ({
    one,
    path: `${one.home}/${context.app.logs.out}`,
  }));
  const files = [...named, ...fallback].map((place) => openFile(context.host.files, place, request));
  const unread = [
    ...files.flatMap(({ unread }) => unread ?? []),
    // The gateway's own log says enough where there is one.
    ...silent.flatMap(({ one, reason }) =>
      reason !== null && !files.some((file) => file.one === one && file.lines.length > 0)
        ? [{ profile: one.profile, name: one.name, path: null, reason }]
        : [],
    ),
  ];
  const all = [...journals.flatMap(({ found }) => found), ...files.flatMap(({ lines }) => lines)];
  const since =
    request.since === null ? all : all.filter(({ at }) => at !== null && at >= Number(request.since));
  const nextJournal = followJournals(context, journals);
  return {
    services: writers,
    lines: byTime(since).slice(-request.lines),
    unread,
    next: async () => byTime([...(await nextJournal()), ...files.flatMap((file) => file.next())]),
  };
}

/**
 * The same of services that a supervisor runs, or has run.
 * @throws Failure (usage) for a name that is none
 */
export function readSupervisedLogs(
  { host, state, root }: Context,
  wanted: Wanted,
  request: LogRequest,
): Logs {
  const { folder } = instancePlace(host.files, state, root);
  const known = host.files
    .list(`${folder}/logs`)
    .flatMap(({ name }) => (name.endsWith('.log') ? [name.slice(0, -'.log'.length)] : []));
  const missing = wanted.names.find((name) => !known.includes(name));
  if (missing !== undefined) {
    throw new Failure('usage', tr('nothing was written for {missing}', { missing }), {
      where: `${folder}/logs`,
      ...(known.length > 0 && { why: tr('there is something for {known}', { known: known.join(tr(', ')) }) }),
      next: 'unitpin status',
    });
  }
  const services = (wanted.all ? known : wanted.names).map((profile) => ({ profile, name: profile }));
  const files = services.map((one) =>
    openFile(host.files, { one, path: logPath(folder, one.profile) }, request),
  );
  const lines = byTime(files.flatMap((file) => file.lines));
  const { since } = request;
  return {
    services,
    lines: lines.filter(({ at }) => since === null || (at !== null && at >= since)).slice(-request.lines),
    unread: files.flatMap(({ unread }) => unread ?? []),
    next: async () => byTime(files.flatMap((file) => file.next())),
  };
}

/** Those without a time stay behind the line they follow. */
function byTime(lines: readonly LogLine[]): LogLine[] {
  let last = 0;
  return lines
    .map((line) => {
      last = line.at ?? last;
      return { line, at: last };
    })
    .sort((a, b) => a.at - b.at)
    .map(({ line }) => line);
}

interface OpenJournal {
  one: Writer;
  found: readonly LogLine[];
  cursor: string | null;
  /** Why it cannot be read. */
  reason: string | null;
}

const SCOPES = ['user', 'system'] as const;

async function openJournals(
  context: Context,
  owned: readonly Writer[],
  { lines, since }: LogRequest,
): Promise<OpenJournal[]> {
  const all = await Promise.all(
    SCOPES.map(async (scope) => {
      const here = owned.filter((one) => one.scope === scope);
      const read = await ask(context, scope, here, { lines, since, cursor: null });
      return here.map((one) => ({
        one,
        found: read.state === 'there' ? linesOf(one, read.lines) : [],
        cursor: read.state === 'there' ? read.cursor : null,
        reason: read.state === 'there' ? null : read.reason,
      }));
    }),
  );
  return all.flat();
}

const ask = (
  context: Context,
  scope: 'user' | 'system',
  owned: readonly Writer[],
  what: { lines: number | null; since: number | null; cursor: string | null },
): Promise<JournalRead> =>
  readJournal(busOf({ ...context, scope }), { units: owned.map(({ name }) => name), ...what });

const linesOf = ({ profile, name }: Writer, lines: readonly JournalLine[]): LogLine[] =>
  lines.flatMap(({ unit, at, text }) => (unit === name ? [{ at, profile, name, path: null, text }] : []));

/** Goes on where the journals ended: behind their last entry, or from now on where they had none. */
function followJournals(context: Context, journals: readonly OpenJournal[]) {
  const now = context.host.clock.now();
  const readable = journals.filter(({ reason }) => reason === null);
  const cursors = new Map(readable.map(({ one: { scope }, cursor }) => [scope, cursor]));
  return async (): Promise<LogLine[]> => {
    const all = await Promise.all(
      [...cursors].map(async ([scope, cursor]) => {
        const here = readable.filter(({ one }) => one.scope === scope).map(({ one }) => one);
        const read = await ask(context, scope, here, { lines: null, since: now, cursor });
        if (read.state !== 'there') return [];
        cursors.set(scope, read.cursor);
        return here.flatMap((one) => linesOf(one, read.lines));
      }),
    );
    return all.flat();
  };
}

/** One file, and what is written to it later on. */
function openFile<T extends Pick<Owned, 'profile' | 'name'>>(
  files: Context['host']['files'],
  { one, path }: { one: T; path: string },
  { lines }: LogRequest,
) {
  const { profile, name } = one;
  const toLines = (found: readonly FileLine[]): LogLine[] =>
    found.map(({ at, text }) => ({ at, profile, name, path, text }));
  const first = lastLines(files, path, lines);
  let end = first.state === 'there' ? first.end : 0;
  return {
    one,
    lines: first.state === 'there' ? toLines(first.lines) : [],
    unread: first.state === 'unreadable' ? { profile, name, path, reason: first.reason } : null,
    next(): LogLine[] {
      const more = linesSince(files, path, end);
      if (more.state !== 'there') return [];
      end = more.end;
      return toLines(more.lines);
    },
  };
}
