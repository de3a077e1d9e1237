import { passing } from '../../../model/passing-path.ts';
import type { Subject } from '../../../model/subject.ts';
import type { Rule } from '../../engine.ts';
import { once } from '../../once.ts';
import { programsOf } from '../../programs.ts';
import { ofApp } from '../../select.ts';
import { isOpen } from '../../values.ts';

/** NousResearch/hermes-agent #7976, #9201, #9013 (the base interpreter); pm2 #1413, #5911 (versions of node). */
export const programUnstable: Rule = {
  id: 'program-unstable',
  severity: 'warning',
  confidence: 'medium',
  fix: null,
  check: once(function* (input) {
    const texts = input.texts['program-unstable'];
    for (const subject of ofApp(input)) {
      for (const { name, at } of programsOf(subject)) {
        const found = passing(name);
        const isHome = found?.kind === 'temporary' && isWithinAccount(subject, name);
        if (found && !isHome && subject.written !== 'ours') {
          const message =
            /python[\d.]*$/.test(name) && ['uv', 'pyenv'].includes(found.by) ? 'base' : found.kind;
          yield {
            subject,
            message: texts[message]({ name, by: found.by, stable: found.stable }),
            location: at,
          };
          break;
        }
        const venv = unusedVenv(subject, name);
        if (venv !== null) {
          yield { subject, message: texts.otherVenv({ name, venv }), location: at };
          break;
        }
      }
    }
  }),
};

const isWithinAccount = ({ definition: { accountHome } }: Subject, path: string): boolean =>
  accountHome !== null && path.startsWith(`${accountHome}/`);

/** The virtual environment that the definition names and its Python is not of: the variable alone changes nothing. */
function unusedVenv({ definition }: Subject, program: string): string | null {
  const { argv, environment } = definition.resolved;
  const venv = environment.get('VIRTUAL_ENV')?.value;
  if (!venv?.startsWith('/') || isOpen(venv) || isOpen(program) || environment.has('PYTHONPATH')) return null;
  // With `-m` the module is looked for in the interpreter's own environment, and nowhere else.
  const runsModule = argv[0] === program && /\/python[\d.]*$/.test(program) && argv.includes('-m');
  return runsModule && !program.startsWith(`${venv.replace(/\/+$/, '')}/`) ? venv : null;
}
