import { pinChanges, type WordChanges } from '../../identity/edits.ts';
import { readWords } from '../../identity/identify.ts';
import { plainWords } from '../../identity/word.ts';
import { editPlist, type PlistEdit } from '../../launchd/edit.ts';
import type { LaunchdDefinition } from '../../model/definition.ts';
import { tr } from '../../texts/tr.ts';
import { hiddenCommand, type Proposal, type ProposalInput, reasonFor, runsRight } from '../proposal.ts';

/** Edits exactly the keys that concern the profile in somebody else's property list; every other byte stays. */
export function pinByEdit({ context, service, existing }: ProposalInput): Proposal {
  const { app, host } = context;
  const { profile } = service;
  const { path, name, resolved } = existing.definition;
  const found = host.files.read(path);
  if (existing.definition.manager !== 'launchd' || found.state !== 'there')
    return { kind: 'refuse', reason: tr('{path} cannot be read', { path }) };

  const { argv, environment } = resolved;
  const reading = readWords(plainWords(argv), { environment, name }, app);
  const [flag = ''] = app.command.profileFlags;
  if (reading.state !== 'gateway') return hiddenCommand(name, path, flag, profile);

  const lacking = (wanted: Readonly<Record<string, string>>): string[] =>
    Object.keys(wanted).filter((key) => environment.get(key)?.value !== wanted[key]);
  const { PATH: _theirs, ...own } = service.environment;
  const dropReplace = !service.replace.launchd && reading.command.replace.length > 0;
  const right = runsRight(existing, profile, app) && !dropReplace;
  const wanted = right ? own : { ...own, ...service.pin };
  const missing = lacking(wanted);
  if (right && missing.length === 0)
    return { kind: 'none', reason: tr('runs {profile} already', { profile }) };

  const changes = right ? new Map() : pinChanges(argv, reading.command, profile, app, dropReplace);
  const edits: PlistEdit[] = [
    ...wordEdits(existing.definition, changes),
    ...missing.map(
      (key): PlistEdit => ({ op: 'set', path: ['EnvironmentVariables', key], value: wanted[key] ?? '' }),
    ),
  ];
  const after = editPlist(found.bytes, path, edits);
  const reason = dropReplace
    ? tr('{name} starts with {replaceFlag} under launchd', { name, replaceFlag: app.command.replaceFlag })
    : reasonFor(existing, profile, app);
  return { kind: 'edit keys', reason, path, before: found.bytes, after, mode: found.mode };
}

/**
 * Edits of single words, the last first, so that the indexes of those before it stay right. launchd executes `Program`
 * where it is given: word 0 then lives there. Without ProgramArguments there is no list to edit: it is written whole.
 */
export function wordEdits(definition: LaunchdDefinition, changes: WordChanges): PlistEdit[] {
  const { argv } = definition.resolved;
  const has = (key: string): boolean => definition.plist?.entries.some((entry) => entry.key === key) ?? false;
  if (changes.size === 0) return [];
  if (!has('ProgramArguments')) {
    const value = argv.flatMap((word, index) => changes.get(index) ?? [word]);
    return [{ op: 'set', path: ['ProgramArguments'], value }];
  }
  return [...changes]
    .sort(([a], [b]) => b - a)
    .flatMap(([index, words]): PlistEdit[] => {
      const path = index === 0 && has('Program') ? ['Program'] : ['ProgramArguments', index];
      const [first, ...rest] = words;
      if (first === undefined) return [{ op: 'remove', path }];
      const set: PlistEdit[] = first === argv[index] ? [] : [{ op: 'set', path, value: first }];
      const insert: PlistEdit[] =
        rest.length === 0 ? [] : [{ op: 'insert', path: ['ProgramArguments'], after: index, values: rest }];
      return [...set, ...insert];
    });
}
