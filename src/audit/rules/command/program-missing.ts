import type { AuditInput, Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { programsOf } from '../../programs.ts';
import { ofApp } from '../../select.ts';
import { factsOf, isGone } from '../../values.ts';

/** NousResearch/hermes-agent #2492, #101498: a virtual environment that was made anew under another name. */
export const programMissing: Rule = {
  id: 'program-missing',
  severity: 'error',
  confidence: 'high',
  fix: null,
  check: once(function* (input) {
    const texts = input.texts['program-missing'];
    for (const subject of ofApp(input)) {
      const { manager, resolved } = subject.definition;
      const { argv } = resolved;
      for (const { name, paths, at: location } of programsOf(subject)) {
        const [path, ...others] = paths;
        if (path === undefined) continue;
        // A script that another program is told to run need not be executable.
        const isExecuted = name === argv[0] || name === subject.identity.seen?.programs[0]?.path;
        const wrong = others.length > 0 ? isNowhere(input, paths) : whatIsWrong(input, path, isExecuted);
        if (wrong === null) continue;
        const where = name === argv[0] ? texts.nowhere : texts.notOnPath;
        yield { subject, message: (wrong === 'nowhere' ? where : texts[wrong])({ name, manager }), location };
        break;
      }
    }
  }),
};

/** Links between the folders of the list are usual: one that is there tells that the others can be looked into. */
const isNowhere = (input: AuditInput, paths: readonly string[]): 'nowhere' | null =>
  paths.every((path) => factsOf(input, path)?.kind === 'absent') && paths.some((path) => isGone(input, path))
    ? 'nowhere'
    : null;

function whatIsWrong(input: AuditInput, path: string, isExecuted: boolean) {
  if (isGone(input, path)) return 'absent';
  const { kind, mode = null } = factsOf(input, path) ?? {};
  if (kind === 'dir') return 'folder';
  return isExecuted && kind === 'file' && mode !== null && (mode & 0o111) === 0 ? 'noExecute' : null;
}
