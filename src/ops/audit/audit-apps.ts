import { sortFindings } from '../../audit/engine.ts';
import { loadApp } from '../../fleet/app.ts';
import { builtInApps } from '../../host/package.ts';
import type { App } from '../../model/app.ts';
import type { Context } from '../context.ts';
import { type Audited, type AuditRequest, auditDefinitions } from './audit.ts';

/**
 * An audit of files that are named, each judged by the built-in app whose gateway it is; what is none of theirs, by the
 * context's. `audited` is what that one's rules say of all of them.
 */
export async function auditByOwnApps(
  context: Context,
  request: AuditRequest,
  audited: Audited,
): Promise<Audited> {
  let result = audited;
  for (const id of builtInApps().filter((one) => one !== context.app.id)) {
    const app = await loadApp(id);
    if (!result.subjects.some((subject) => !subject.ofApp && isMentionedIn(subject, app))) continue;
    const other = await auditDefinitions({ ...context, app }, { ...request, profiles: undefined }, null);
    result = merged(result, other, id);
  }
  return result;
}

const isMentionedIn = ({ definition }: Audited['subjects'][number], { mentions }: App): boolean => {
  const texts = [definition.name, ...definition.sources.values()];
  return mentions.some((word) => texts.some((text) => text.includes(word)));
};

/** What is nobody's in one audit and an app's in the other is taken from that one. */
function merged(audited: Audited, other: Audited, app: string): Audited {
  const foreign = new Set(
    audited.subjects.filter(({ ofApp }) => !ofApp).map(({ definition }) => definition.id),
  );
  const own = new Map(
    other.subjects
      // A name of the app's with something else behind it is the app's business, too.
      .filter(({ ofApp, named, definition }) => (ofApp || named !== null) && foreign.has(definition.id))
      .map((subject) => [subject.definition.id, { ...subject, app }]),
  );
  const files = new Set(
    [...own.values()].flatMap(({ definition }) => [definition.path, ...definition.dropIns]),
  );
  const isOf = ({ definition, location }: Audited['findings'][number]): boolean =>
    definition === null ? files.has(location?.path ?? '') : own.has(definition);
  return {
    ...audited,
    subjects: audited.subjects.map((subject) => own.get(subject.definition.id) ?? subject),
    findings: sortFindings([
      ...audited.findings.filter((finding) => !isOf(finding)),
      ...other.findings.filter(isOf),
    ]),
  };
}
