import { duration } from '../../duration.ts';

/** What the HTML reports say, in English. Another language is another object of this type. */
export const en = {
  lang: 'en',
  skip: 'Skip to the content',
  madeBy: (p: { version: string }) => `Made by unitpin ${p.version}.`,
  next: 'What to run next',
  summary: 'Summary',
  none: '–',
  colon: ': ',
  comma: ', ',
  bracketed: (text: string) => ` (${text})`,

  auditTitle: 'Audit of the gateway services',
  definitions: (n: number): string => (n === 1 ? 'definition' : 'definitions'),
  errors: (n: number): string => (n === 1 ? 'error' : 'errors'),
  warnings: (n: number): string => (n === 1 ? 'warning' : 'warnings'),
  infos: 'info',
  ignored: 'ignored',
  nothingThere: 'There is no definition of a gateway here.',
  eachItsOwn: 'No two services run one profile, and no two profiles want one port.',
  unclear: (n: number) =>
    n === 1
      ? 'Of 1 service nobody can tell which profile it runs.'
      : `Of ${n} services nobody can tell which profile they run.`,
  unpinned: (n: number) =>
    n === 1 ? '1 service is pinned to no profile.' : `${n} services are pinned to no profile.`,
  sharedProfile: (p: { names: readonly string[]; profile: string }) =>
    `${p.names.join(', ')} run one profile: ${p.profile}.`,
  sharedPort: (p: { profiles: readonly string[]; port: number }) =>
    `${p.profiles.join(', ')} want one port: ${p.port}.`,

  fleet: 'Who runs what',
  legend:
    'From left to right: the definition, the profile it really runs and what decides that, its home with its lock, the port of its API server. A dashed arrow: nothing in the definition pins the profile. A thick red box marked ⚠ with two arrows into it: two want what only one can have.',
  legendInShort: 'Scroll sideways to see all of it.',
  pictureOf: (p: { definitions: number; profiles: number; clashes: number }) =>
    `Picture of ${p.definitions} definitions and the ${p.profiles} profiles they run; ${p.clashes} are wanted by more than one. The table below says the same.`,
  asTable: 'The same as a table',
  tooMany: 'There are too many definitions for a picture; the table has them all.',
  columns: {
    service: 'Service',
    manager: 'Manager',
    profile: 'Profile',
    decided: 'Decided by',
    home: 'Home',
    lock: 'Lock',
    port: 'Port',
    note: 'Note',
  },
  by: {
    flag: 'flag',
    home: 'home',
    marker: 'marker',
    sticky: 'sticky file',
    hidden: 'hidden',
    nothing: 'nothing',
    unknown: 'unknown',
  },
  unknownProfile: 'profile unknown',
  template: 'template',
  meantFor: (p: { profile: string }) => `meant for ${p.profile}`,
  unpinnedShort: 'not pinned',
  servicesOnOne: (n: number) => `⚠ run by ${n} services`,
  profilesOnOne: (n: number) => `⚠ for ${n} profiles`,
  sharesProfile: 'shares its profile',
  sharesPort: 'shares its port',
  lockHeld: (p: { pid: number }) => `lock held by ${p.pid}`,
  lockFree: 'lock free',
  lockUnknown: 'lock: not known',
  lockFile: (p: { file: string }) => `lock: ${p.file}`,

  findings: 'Findings',
  noFindings: 'Nothing is wrong with what was looked at.',
  aboutAll: 'About no single profile',
  profile: (p: { profile: string }) => `Profile ${p.profile}`,
  severity: { error: 'error', warning: 'warning', info: 'info' },
  line: 'Line',
  at: 'at',
  fix: 'Fix',
  seeDiff: 'see the diff',
  reason: 'Ignored',
  proposed: 'What --fix would write',
  written: 'What was written',
  mends: 'mends',
  refused: 'Not fixed',
  unsafeFixes: 'Fixes marked unsafe want a look first: --fix=all --diff shows them.',
  rulesTitle: 'The rules that were broken',
  rule: 'Rule',

  filters: 'Show only',
  all: 'all',
  reset: 'Show everything',
  shown: '{shown} of {all} findings shown',
  shownServices: '{shown} of {all} services shown',

  timeline: 'What happened, by the logs',
  timelineOf: 'Restarts and stops, by service, oldest first',
  time: 'Time (UTC)',
  what: 'What',
  count: 'Times',
  often: (count: number, every: number | null): string =>
    every === null ? `${count}` : `${count}, about every ${duration(every)}`,
  timeUnknown: 'not known',

  statusTitle: 'State of the gateways',
  lookedAt: 'Looked at',
  profiles: (n: number): string => (n === 1 ? 'profile' : 'profiles'),
  unreachable: 'The service manager could not be asked',
  notLive: 'Only files were looked at: nothing is known of processes and managers.',
  services: 'Services',
  noServices: 'There is no profile and no service here.',
  details: 'In detail',
  filterBy: { severity: 'severity', rule: 'rule', profile: 'profile', condition: 'health' },
};

export type HtmlTexts = typeof en;
