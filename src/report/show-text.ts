import { basename } from 'node:path';
import type { Definition, EnvironmentValue } from '../model/definition.ts';
import type { Identity } from '../model/identity.ts';
import type { Location } from '../model/location.ts';
import { tr } from '../texts/tr.ts';
import type { Paint } from './colour.ts';
import { display, shortPath } from './display.ts';
import { identityKind } from './identity-kind.ts';
import { table, wrap } from './layout.ts';
import { redactValue, redactWords } from './redact.ts';
import { plistJson, type ShowReport, settingValue } from './show-json.ts';

interface View {
  definition: Definition;
  paint: Paint;
  home: string | null;
  /** A place, as short as it is clear. */
  at(location: Location | null | undefined): string;
}

/** One definition for people: each value with the place it comes from. `all` adds what is overridden. */
export function showText(
  { subject, inEffect, ignored }: ShowReport,
  options: { home: string | null; all: boolean },
  paint: Paint,
): string {
  const { definition, identity } = subject;
  const view: View = { definition, paint, home: options.home, at: placer(definition, options.home, paint) };
  const blocks = [
    head(view, identity),
    list(tr('argv'), words(view), view),
    list(tr('environment'), environment(view), view),
    definition.manager === 'systemd'
      ? list(tr('settings'), settings(view, { inEffect, ignored }, options.all), view)
      : list(tr('keys'), keys(view), view),
    list(tr('problems'), problems(view), view),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

/** The name of a file is enough where no other of them has it; of one file alone the line is. */
function placer({ path, dropIns }: Definition, home: string | null, paint: Paint): View['at'] {
  const files = [path, ...dropIns];
  const short = (file: string): string => {
    if (files.length === 1 && file === path) return '';
    const isClear = files.filter((one) => basename(one) === basename(file)).length === 1;
    return `${files.includes(file) && isClear ? display(basename(file)) : shortPath(file, home)}:`;
  };
  return (location) =>
    location ? paint('dim', `${short(location.path)}${location.line}:${location.column}`) : '';
}

function head({ definition, paint, home, at }: View, identity: Identity): string {
  const { name, manager, scope, path, dropIns } = definition;
  const by =
    identity.by === null || identity.kind === 'sticky' ? '' : tr(' by its {by}', { by: tr(identity.by) });
  const rows = [
    [tr('profile'), identity.profile === null ? '-' : display(identity.profile)],
    [
      tr('identity'),
      `${identityKind(identity)}${by}${identity.at ? tr(' ({text})', { text: at(identity.at) }) : ''}`,
    ],
    ...(identity.home === null ? [] : [[tr('home'), shortPath(identity.home, home)]]),
    ...(identity.replace ? [[tr('replace'), tr('yes')]] : []),
    ...[path, ...dropIns].map((file, index) => [index === 0 ? tr('files') : '', shortPath(file, home)]),
  ];
  return [
    paint('bold', `${display(name)}${tr(' ({text})', { text: [manager, scope].join(tr(', ')) })}`),
    ...indented(table(rows)),
  ].join('\n');
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

function list(title: string, lines: readonly string[], { paint }: View): string {
  return lines.length === 0 ? '' : [paint('bold', title), ...indented(lines)].join('\n');
}

const words = ({ definition, at }: View): string[] =>
  table(
    redactWords(definition.resolved.argv).map((word, index) => [at(definition.wordsAt[index]), quoted(word)]),
  );

const environment = ({ definition, at, paint }: View): string[] => {
  const origin = ({ origin: { kind, location } }: EnvironmentValue): string =>
    location || kind !== 'manager' ? at(location) : paint('dim', tr('the manager'));
  return table(
    [...definition.resolved.environment].map(([name, value]) => [
      origin(value),
      `${display(name)}=${quoted(redactValue(name, value.value))}`,
    ]),
  );
};

function settings(
  { definition, at, paint }: View,
  { inEffect, ignored }: Pick<ShowReport, 'inEffect' | 'ignored'>,
  all: boolean,
): string[] {
  if (definition.manager !== 'systemd') return [];
  const shown = definition.settings.filter((one) => all || inEffect.has(one) || ignored.has(one));
  const sections = [...new Set(shown.map(({ section }) => section))];
  return table(
    sections.flatMap((section) => [
      ['', paint('bold', `[${display(section)}]`)],
      ...shown
        .filter((setting) => setting.section === section)
        .map((setting) => {
          const text = `${display(setting.key)} = ${display(settingValue(setting))}`.trimEnd();
          if (inEffect.has(setting)) return [at(setting.location), text];
          const why = ignored.has(setting) ? tr('ignored by systemd') : tr('overridden');
          return [at(setting.location), paint('dim', text + tr(' ({text})', { text: why }))];
        }),
    ]),
  );
}

function keys({ definition, at }: View): string[] {
  if (definition.manager !== 'launchd') return [];
  return table(
    (definition.plist?.entries ?? []).map(({ key, value, keyLocation }) => [
      at(keyLocation),
      `${display(key)} = ${display(JSON.stringify(plistJson(key, value)))}`,
    ]),
  );
}

const problems = ({ definition, at }: View): string[] =>
  definition.problems.map(
    ({ effect, message, location }) =>
      `${at(location)}  ${tr(effect === 'fatal' ? 'refused' : 'ignored')}${tr(': ')}${wrap(display(message), 4)}`,
  );

/** A word that blanks or quotes would hide the ends of. */
const quoted = (word: string): string => display(/^[^\s"'\\]+$/.test(word) ? word : JSON.stringify(word));
