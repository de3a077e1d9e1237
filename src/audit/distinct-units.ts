import { isLoneDropIn, type SystemdDefinition } from '../model/definition.ts';
import type { AuditInput } from './engine.ts';
import { selection, units } from './select.ts';

type Unit = ReturnType<typeof units>[number];

/** The app's units; of a template and its instances only the template where they are the same files. */
export const distinctUnits = selection((subjects): Unit[] => {
  const all = units({ subjects });
  const files = ({ path, dropIns }: SystemdDefinition): string => [path, ...dropIns].join('\n');
  const templates = new Set(
    all.filter(({ definition }) => definition.template).map(({ definition }) => files(definition)),
  );
  return all.filter(({ definition }) => definition.instance === null || !templates.has(files(definition)));
});

/** Those whose main file is known. Of a drop-in by itself nobody can say what holds where it says nothing. */
export const wholeUnits = (input: AuditInput): Unit[] =>
  distinctUnits(input).filter(({ definition }) => !isLoneDropIn(definition));
