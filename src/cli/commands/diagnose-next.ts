import { resolve } from 'node:path';
import type { Diagnosis, Story } from '../../model/diagnosis.ts';
import { shellWord } from '../../model/shell-word.ts';
import type { Context } from '../../ops/context.ts';
import type { NextCommand } from '../../report/diagnose-text.ts';
import { again } from '../again.ts';
import type { DiagnoseOptions } from './diagnose.ts';

/** The one command to go on with; null where all is well. */
export function nextOfDiagnosis(
  found: Diagnosis,
  options: DiagnoseOptions,
  { host }: Context,
): NextCommand | null {
  const [story] = found.stories;
  const about = { ...options, profile: undefined };
  if (!story) return found.read.length > 0 ? null : here(again('status', about));
  const isMended = story.findings.some(({ fix }) => fix !== null && fix.edits.length > 0);
  const isHere = host.live && options.paths.length === 0;
  if (isMended && WITH_DEFINITIONS.has(story.next)) {
    if (isHere) return here(again('apply --dry-run', about));
    const places = options.paths.filter((path) => holdsOne(resolve(path), found));
    return here([again('audit --fix --diff', about), ...places.map(shellWord)].join(' '));
  }
  // Of saved logs nothing runs here.
  const command = commandFor(story, isHere ? about : {});
  return { command, there: !isHere };
}

const holdsOne = (place: string, { services }: Diagnosis): boolean =>
  services.some(({ path }) => path === place || path.startsWith(`${place}/`));

const here = (command: string): NextCommand => ({ command, there: false });

/** What new definitions mend: with what is restarted the old ones would only be read again. */
const WITH_DEFINITIONS = new Set<Story['next']>(['mend', 'restart', 'audit']);

function commandFor({ next, services, profiles }: Story, about: Partial<DiagnoseOptions>): string {
  const [name] = [...services, ...profiles];
  const [profile] = profiles;
  switch (next) {
    case 'ports':
      return again('ports check', about);
    case 'restart':
    case 'logs':
      return name === undefined ? again('status', about) : `${again(next, about)} ${shellWord(name)}`;
    case 'look':
      return again('status --verbose', { ...about, profile: profile === undefined ? undefined : [profile] });
    default:
      return again('audit', about);
  }
}
