import type { Subject } from '../../../model/subject.ts';
import type { AuditInput, Rule } from '../../engine.ts';

/** NousResearch/hermes-agent #92178: the app's own commands go by the name, and by the file of a job. */
export const nameMisleading: Rule = {
  id: 'name-misleading',
  severity: 'warning',
  confidence: 'medium',
  fix: null,
  *check(input) {
    const texts = input.texts['name-misleading'];
    for (const subject of input.subjects) {
      const { definition, identity, ofApp, named } = subject;
      if (identity.kind !== 'foreign' || ofApp || definition.command.argv.length === 0) continue;
      const isFile = named === null && hasFileOfApp(subject, input);
      if (named === null && !isFile) continue;
      const { name, path } = definition;
      const title = input.app.title;
      yield {
        subject,
        // A helper beside the gateway may be called after it.
        severity: isFile || isTaken(subject, input) ? 'warning' : 'info',
        message: isFile ? texts.file({ path, name, title }) : texts.name({ name, title }),
      };
    }
  },
};

/** The name of a profile's own service, as far as that can be told from here. */
const isTaken = ({ definition, named }: Subject, { app, fleet }: AuditInput): boolean =>
  !app.naming.legacyUnits.includes(definition.name.replace(/\.service$/, '')) &&
  (named === 'default' || (named !== null && (fleet?.profiles.includes(named) ?? false)));

const hasFileOfApp = (
  { definition: { manager, path } }: Subject,
  { app: { naming } }: AuditInput,
): boolean => {
  const file = path.slice(path.lastIndexOf('/') + 1).replace(/\.plist$/, '');
  const { label, separator } = naming;
  return manager === 'launchd' && (file === label || file.startsWith(`${label}${separator}`));
};
