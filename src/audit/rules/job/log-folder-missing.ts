import { dirname } from 'node:path';
import type { Place } from '../../../model/definition.ts';
import type { Subject } from '../../../model/subject.ts';
import type { AuditInput, Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { ofApp } from '../../select.ts';
import { factsOf, isGone, isOpen } from '../../values.ts';

/** Made at every boot, and no part of a backup. */
const ALWAYS_THERE = /^\/(dev|run|tmp|var\/tmp|private\/tmp|private\/var\/tmp)$/;

/** openclaw/openclaw #40207, #87199: exit 78. systemd.exec(5), "Process Exit Codes": 209/STDOUT, 222/STDERR. */
export const logFolderMissing: Rule = {
  id: 'log-folder-missing',
  severity: 'error',
  confidence: 'high',
  fix: null,
  check: once(function* (input) {
    const texts = input.texts['log-folder-missing'];
    for (const subject of ofApp(input)) {
      const { manager } = subject.definition;
      const told = new Set<string>();
      for (const { path, key, location } of logs(subject)) {
        const folder = dirname(path);
        // Both logs of a service in one folder are one problem.
        if (told.has(folder) || !isMissing(input, subject, folder)) continue;
        told.add(folder);
        const message = manager === 'launchd' ? texts.launchd({ folder }) : texts.systemd({ folder, key });
        yield { subject, message, location };
      }
    }
  }),
};

/** The logs whose folders nothing makes, as far as their paths are known. */
function logs({ definition }: Subject): Place[] {
  const found = definition.places.filter(({ what, path }) => what === 'log' && !isOpen(path));
  if (definition.manager === 'launchd') return found;
  const { settings, template } = definition;
  if (settings.some(({ key }) => key === 'LogsDirectory' || key === 'StateDirectory')) return [];
  // The path of a template may depend on its instance.
  return template && settings.some(({ key, value }) => /^Standard/.test(key) && value.includes('%'))
    ? []
    : found;
}

function isMissing(input: AuditInput, { identity: { home } }: Subject, folder: string): boolean {
  // A home that is not there is a finding of its own.
  const isInGoneHome = home !== null && folder.startsWith(`${home}/`) && isGone(input, home);
  const isNoFolder = ['file', 'other'].includes(factsOf(input, folder)?.kind ?? '');
  return !ALWAYS_THERE.test(folder) && !isInGoneHome && (isNoFolder || isGone(input, folder));
}
