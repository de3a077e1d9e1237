import type { App } from '../model/app.ts';
import type { PlistValue, Setting } from '../model/definition.ts';
import type { Subject } from '../model/subject.ts';
import { definitionJson } from './audit-json.ts';
import { redactText, redactValue, redactWords } from './redact.ts';

export interface ShowReport {
  subject: Pick<Subject, 'definition' | 'identity'>;
  /** The assignments of a unit that count in the end. */
  inEffect: ReadonlySet<Setting>;
  /** Those that its manager does not know, or not with this value. */
  ignored: ReadonlySet<Setting>;
}

/** One definition for programs: the shape that `docs/schema/show.json` describes. */
export function showJson(app: App, { subject, inEffect, ignored }: ShowReport) {
  const { definition } = subject;
  const { argv } = definition.resolved;
  const words = redactWords(argv);
  return {
    schema: 1,
    command: 'show',
    definition: definitionJson(app, subject, true),
    files: [definition.path, ...definition.dropIns],
    words: words.map((word, index) => ({ word, location: definition.wordsAt[index] ?? null })),
    settings:
      definition.manager === 'launchd'
        ? null
        : definition.settings.map((setting) => ({
            section: setting.section,
            key: redactText(setting.key),
            value: settingValue(setting),
            inEffect: inEffect.has(setting),
            ignored: ignored.has(setting),
            location: setting.location,
          })),
    keys:
      definition.manager === 'systemd'
        ? null
        : (definition.plist?.entries ?? []).map(({ key, value, keyLocation }) => ({
            key: redactText(key),
            value: plistJson(key, value),
            location: keyLocation,
          })),
    problems: definition.problems.map(({ effect, message, location }) => ({
      effect,
      message: redactText(message),
      location,
    })),
  };
}

export const settingValue = ({ key, value }: Setting): string => redactText(redactValue(key, value));

export type Json = string | number | boolean | Json[] | { [key: string]: Json };

/** A value of a property list as JSON; dates and data are strings, as they are written. */
export function plistJson(key: string, value: PlistValue): Json {
  if (value.type === 'dict') {
    return Object.fromEntries(
      value.entries.map(({ key: name, value: one }) => [redactText(name), plistJson(name, one)]),
    );
  }
  if (value.type !== 'array') {
    return typeof value.value === 'string' ? redactValue(key, value.value) : value.value;
  }
  const words = value.items.map((item) => (item.type === 'string' ? item.value : null));
  // Options and their values are told apart only in a whole command.
  return words.every((word) => word !== null)
    ? redactWords(words).map((word) => redactValue(key, word))
    : value.items.map((item) => plistJson(key, item));
}
