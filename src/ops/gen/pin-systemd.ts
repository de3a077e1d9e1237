import { pinChanges, type WordChanges } from '../../identity/edits.ts';
import { readWords } from '../../identity/identify.ts';
import { plainWords } from '../../identity/word.ts';
import type { App } from '../../model/app.ts';
import type { ExecStart, SystemdDefinition } from '../../model/definition.ts';
import { DROP_IN_NAME, renderDropIn } from '../../systemd/render.ts';
import { spliceExec } from '../../systemd/splice.ts';
import { tr } from '../../texts/tr.ts';
import type { Context } from '../context.ts';
import type { Judged } from '../judge.ts';
import {
  definitionFolder,
  hiddenCommand,
  type Proposal,
  type ProposalInput,
  reasonFor,
  runsRight,
  whose,
} from '../proposal.ts';

/** Our drop-in for a unit. In the folder new units go to: so read-only and linked units (Nix, /etc) can be pinned, too. */
export const dropInPath = (context: Context, unit: string): string =>
  `${definitionFolder(context)}/${unit}.d/${DROP_IN_NAME}`;

/**
 * A drop-in for somebody else's unit: their effective command with the pin in it, and the variables that are missing.
 * `theirs` is the unit without our drop-in.
 */
export function pinByDropIn(
  { context, service, existing, written }: ProposalInput,
  theirs: Judged,
  path = dropInPath(context, existing.definition.name),
): Proposal {
  const { app, host } = context;
  const { profile } = service;
  const found = host.files.read(path);
  const before = found.state === 'there' ? found.bytes : null;

  const fatal = theirs.definition.problems.find((problem) => problem.effect === 'fatal');
  if (fatal) {
    const { path: file, line } = fatal.location;
    return {
      kind: 'refuse',
      reason: tr(
        'systemd refuses {file}:{line} ({message}): mend it, or replace it with --strategy unit --force',
        { file, line, message: fatal.message },
      ),
    };
  }
  const needs = whatIsMissing(context, service, theirs);
  const [flag = ''] = app.command.profileFlags;
  if (needs === 'opaque')
    return hiddenCommand(existing.definition.name, theirs.definition.path, flag, profile);
  if (needs === null) return { kind: 'none', reason: tr('runs {profile} already', { profile }) };
  const { execStart, changes, environment } = needs;
  const command = changes.size > 0 ? spliceExec(execStart, changes) : null;
  const after = Buffer.from(renderDropIn(service, command, environment));
  if (before?.equals(after)) return { kind: 'none', reason: tr('pinned by its drop-in') };
  if (whose(written, path, before) === 'edited') {
    return runsRight(existing, profile, app)
      ? { kind: 'leave', reason: tr('{path} was edited by hand; it runs the right profile', { path }) }
      : {
          kind: 'refuse',
          reason: tr(
            '{path} was edited by hand and does not pin {profile}: mend it, or remove it and run this again',
            { path, profile },
          ),
        };
  }
  const reason =
    before === null ? reasonFor(theirs, profile, app) : tr('the unit below the drop-in has changed');
  return { kind: 'pin by drop-in', reason, path, before, after, mode: 0o644 };
}

interface Needs {
  /** Their command, and the words of it that have to change. */
  execStart: ExecStart;
  changes: WordChanges;
  environment: Record<string, string>;
}

/** A unit's command as the app reads it, and what `pinChanges()` would change in its words; null where it is hidden. */
export function readExecStart(
  app: App,
  { resolved: { environment }, name }: SystemdDefinition,
  { words, prefixes }: ExecStart,
) {
  // Under `@` the program stands before argv.
  const first = prefixes.includes('@') ? 1 : 0;
  const argv = words.slice(first).map(({ text }) => text);
  const reading = readWords(plainWords(argv), { environment, name }, app);
  if (reading.state !== 'gateway') return null;
  const { command } = reading;
  const changes = (profile: string | null, dropReplace: boolean): WordChanges => {
    const found = pinChanges(argv, command, profile, app, dropReplace);
    return new Map([...found].map(([index, wanted]) => [index + first, wanted]));
  };
  return { command, changes };
}

/** What their unit lacks; null when it lacks nothing. */
export function whatIsMissing(
  { app }: Pick<Context, 'app'>,
  service: ProposalInput['service'],
  theirs: Judged,
): Needs | null | 'opaque' {
  const { definition } = theirs;
  if (definition.manager !== 'systemd' || !definition.execStart) return 'opaque';
  const { execStart } = definition;
  const { environment } = definition.resolved;
  const reading = readExecStart(app, definition, execStart);
  if (reading === null) return 'opaque';

  const lacking = (wanted: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(wanted).filter(([key, value]) => environment.get(key)?.value !== value),
    );
  const { PATH: _theirs, ...own } = service.environment;
  const extra = lacking(own);
  const dropReplace = !service.replace.systemd && reading.command.replace.length > 0;
  const right = runsRight(theirs, service.profile, app) && !dropReplace;
  if (right && Object.keys(extra).length === 0) return null;
  return {
    execStart,
    changes: right ? new Map() : reading.changes(service.profile, dropReplace),
    environment: { ...extra, ...(right ? {} : lacking(service.pin)) },
  };
}
