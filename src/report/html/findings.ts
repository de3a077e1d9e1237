import type { Finding, Severity } from '../../model/finding.ts';
import type { FixPlan } from '../../model/fix.ts';
import type { Subject } from '../../model/subject.ts';
import { sourceLines } from '../source-lines.ts';
import { findingArticle } from './finding.ts';
import { diffId, fixBlocks } from './fix-blocks.ts';
import { type Html, html } from './markup.ts';
import { SEVERITIES } from './severity.ts';
import type { HtmlTexts } from './texts/en.ts';

export interface FindingsInput {
  texts: HtmlTexts;
  accountHome: string | null;
  findings: readonly Finding[];
  subjects: readonly Subject[];
  /** What mends them; what is not in it has no diff. */
  fixes: Pick<FixPlan, 'files' | 'fixed' | 'refused'>;
  /** Whether that is written already. */
  written: boolean;
}

/** Findings that are about one profile, or about none. */
export interface Group {
  /** Null: about no single one. */
  profile: string | null;
  findings: readonly Finding[];
}

/** What the filter calls a group. */
export const groupKey = ({ profile }: Pick<Group, 'profile'>): string =>
  profile === null ? '-' : `p-${profile}`;

/** By profile; the worst first, then by name. */
export function groupFindings(findings: readonly Finding[], subjects: readonly Subject[]): Group[] {
  const profiles = new Map(
    subjects.map(({ definition, meant, identity }) => [definition.id, meant ?? identity.profile]),
  );
  const groups = new Map<string | null, Finding[]>();
  for (const finding of findings) {
    const own = finding.definition === null ? undefined : profiles.get(finding.definition);
    const profile = own ?? finding.profile;
    groups.set(profile, [...(groups.get(profile) ?? []), finding]);
  }
  const count = (group: Group, severity: Severity): number =>
    group.findings.filter((one) => one.severity === severity).length;
  const name = ({ profile }: Group): string => (profile === null ? '\uffff' : profile);
  return [...groups]
    .map(([profile, own]) => ({ profile, findings: own }))
    .sort((a, b) => {
      const bySeverity = SEVERITIES.map((one) => count(b, one) - count(a, one)).find((order) => order !== 0);
      return bySeverity ?? (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0);
    });
}

/** A section for each profile: what is wrong, and the diffs that mend it. */
export function findingSections(groups: readonly Group[], input: FindingsInput): Html[] {
  const { texts, accountHome, subjects, fixes } = input;
  const names = new Map(subjects.map(({ definition }) => [definition.id, definition.name]));
  const lineAt = sourceLines(subjects);
  const linkOf = ({ rule, definition }: Finding): string | null => {
    const done = fixes.fixed.find((one) => one.rule === rule && one.definition === definition);
    const index = fixes.files.findIndex(({ path }) => path === done?.path);
    return index < 0 || input.written ? null : diffId(index);
  };
  return groups.map((group, index) => {
    const title = group.profile === null ? texts.aboutAll : texts.profile({ profile: group.profile });
    const articles = group.findings.map((finding) => {
      const name = finding.definition === null ? null : (names.get(finding.definition) ?? null);
      const view = { texts, accountHome, name, lineAt, diffId: linkOf(finding), group: groupKey(group) };
      return findingArticle(finding, view);
    });
    return html`<section aria-labelledby="profile-${index + 1}" data-section>
<h3 id="profile-${index + 1}">${title}</h3>
${articles}${fixBlocks(group, names, input)}</section>
`;
  });
}
