import type { FirstLook, FoundProfile } from '../../model/first-look.ts';
import type { ServiceState } from '../../model/service.ts';
import { tr } from '../../texts/tr.ts';
import { display, shortPath } from '../display.ts';
import { table } from '../layout.ts';
import type { ManifestTexts } from './en.ts';

/** What was said or chosen, beside what was found. */
export interface ManifestChoices {
  /** The app, where it is not the one that is always meant. */
  app: string | null;
  /** The manager, where it was named. */
  manager: string | null;
  /** Profiles without a service that are to get one. */
  wanted: ReadonlySet<string>;
  /** The path of the schema of `unitpin.yaml`, for editors. */
  schema: string;
}

/** What a first `unitpin.yaml` makes of a profile; null: it is mentioned in a comment. */
export function firstState(
  { profile, definition, startsByItself }: FoundProfile,
  wanted: ReadonlySet<string>,
): ServiceState | null {
  if (definition !== null && !wanted.has(profile)) return startsByItself ? 'enabled' : 'manual';
  return wanted.has(profile) ? 'enabled' : null;
}

/** A first `unitpin.yaml`: what there is, as it is, and what else could be said. The same for the same host. */
export function manifestText(look: FirstLook, choices: ManifestChoices, texts: ManifestTexts): string {
  const { wanted, schema } = choices;
  const states = look.profiles.map((one) => firstState(one, wanted));
  const isEmpty = states.every((state) => state === null);
  return [
    `# yaml-language-server: $schema=${schema}`,
    `# ${texts.head({ command: 'unitpin init' })}`,
    '',
    ...table(settings(look, choices, texts)),
    '',
    ...texts.states.map((line) => `# ${line}`),
    `profiles:${isEmpty ? ` {} # ${texts.noneNamed}` : ''}`,
    ...look.profiles.flatMap((one, index) => {
      const state = states[index];
      const line = `${key(one.profile)}: ${state ?? 'enabled'}`;
      return [`  # ${about(look, one, texts)}`, state === null ? `  # ${line}` : `  ${line}`];
    }),
    '',
    `# ${texts.more}`,
    ...table([
      ['#   code:'],
      ['#     state: enabled'],
      ['#     dependsOn: [default]', `# ${texts.dependsOn}`],
      ['#     path: [~/tools/bin]', `# ${texts.path}`],
      ['#     environment: { LOG_LEVEL: debug }', `# ${texts.environment}`],
      ['#     readyTimeout: 90', `# ${texts.readyTimeout}`],
    ]),
    '',
    `# ${texts.rest}`,
    '# ports: { reserved: [8700] }',
    '# ignore:',
    `#   - { rule: not-enabled, profile: code, reason: ${texts.reason} }`,
    '',
  ].join('\n');
}

/** What was said stands there; what is found anyway is a comment. */
function settings(look: FirstLook, choices: ManifestChoices, texts: ManifestTexts): string[][] {
  const { root, accountHome, isNative, manager } = look;
  const home = root.startsWith(`${accountHome}/`) ? `~${root.slice(accountHome.length)}` : root;
  const line = (said: boolean, setting: string, comment: string): string[] => [
    said ? setting : `# ${setting}`,
    `# ${comment}`,
  ];
  return [
    line(choices.app !== null, `app: ${scalar(choices.app ?? look.app)}`, texts.app),
    line(!isNative, `home: ${scalar(home)}`, texts.home),
    line(choices.manager !== null, `manager: ${choices.manager ?? manager}`, texts.manager),
    ...(look.program ? [] : [line(false, `program: /path/to/${look.app}`, texts.program)]),
  ];
}

function about({ accountHome }: FirstLook, one: FoundProfile, texts: ManifestTexts): string {
  const { definition, startsByItself, port } = one;
  return [
    definition === null ? texts.noService : shortPath(definition, accountHome),
    ...(definition === null || startsByItself ? [] : [texts.notByItself]),
    ...(port === null ? [] : [texts.port({ port })]),
  ].join(tr('; '));
}

/** YAML takes some words for other things than text, and profiles are called what they are called. */
const key = (name: string): string =>
  /^[a-z][a-z0-9_-]*$/.test(name) && !/^(y|n|yes|no|on|off|true|false|null)$/.test(name)
    ? name
    : JSON.stringify(name);

const scalar = (text: string): string =>
  /^[A-Za-z~/][\w./~-]*$/.test(text) ? text : JSON.stringify(display(text));
