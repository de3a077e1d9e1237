import { list } from './list.ts';
import { valuesOf } from './value-types.ts';

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/** Of a list only the words that are no such thing are passed over. */
const isList = ({ value, type }: { value: string; type: string }): boolean =>
  /\s/.test(value) && /^(urls|units|paths|access-paths|statuses|folders)$/.test(type);

export const unit = {
  'install-missing': {
    title: 'nothing starts the unit, and it cannot be enabled',
    message: () =>
      'The unit has no [Install] section and nothing pulls it in: "systemctl enable" does nothing, and the service is not started at login or boot.',
    fix: (p: { target: string }) => `start it with ${p.target}`,
  },
  'install-target-unreachable': {
    title: 'enabled for a target that the user manager does not have',
    message: (p: { targets: readonly string[] }) =>
      `The unit is wanted only by ${list(p.targets)}, which only the system manager has: enabling it makes a link that nothing follows, and the service is never started at login or boot.`,
    fix: (p: { target: string }) => `start it with ${p.target}`,
  },
  'key-obsolete': {
    title: 'a key under its old name, or without effect',
    replaced: (p: { key: string; section: string | null; by: string; same: boolean }) =>
      `${p.key}= is an old name for ${p.by}=${p.section === null ? '' : ` in [${p.section}]`}${p.same ? '' : ', whose values are written differently'}. systemd still takes it; newer versions may not.`,
    removed: (p: { key: string }) => `systemd no longer supports ${p.key}=: the line has no effect.`,
    fix: (p: { section: string; by: string }) => `use ${p.by}= in [${p.section}]`,
  },
  'key-too-new': {
    title: 'a key that this systemd does not know yet',
    message: (p: { key: string; since: number; systemd: number }) =>
      `${p.key}= came with systemd ${p.since}; systemd ${p.systemd} ignores it.`,
  },
  'ordering-cycle': {
    title: 'units wait for each other',
    message: (p: { names: readonly string[] }) =>
      `The units wait for each other: ${p.names.join(' after ')}. When they are started together, systemd breaks the circle by not starting one of them.`,
    edge: (p: { name: string; first: string; key: string }) =>
      `${p.name} starts after ${p.first} (${p.key}=)`,
  },
  syntax: {
    title: 'the manager does not read this as it is meant',
    more: (p: { left: number }) => `The same goes for ${p.left} more lines of this definition.`,
    fatal: (p: { problem: string; manager: string }) =>
      `${p.manager} refuses this definition: ${p.problem.replace(/\.$/, '')}.`,
    dropped: (p: { problem: string; manager: string }) =>
      `${p.manager} ignores this: ${p.problem.replace(/\.$/, '')}.`,
  },
  'system-dependency-in-user-unit': {
    title: 'a user unit depends on what only the system manager has',
    soft: (p: { units: readonly string[] }) =>
      `The user manager has no ${list(p.units)}: the service neither waits for it nor pulls it in. It may start before the network is up.`,
    hard: (p: { key: string; unit: string }) =>
      `${p.key}=${p.unit} cannot be met: the user manager has no such unit, so every start fails.`,
  },
  'unknown-key': {
    title: 'a key that systemd does not know',
    elsewhere: (p: { section: string; key: string; elsewhere: string }) =>
      `${p.key}= does not belong in [${p.section}] but in [${p.elsewhere}]: systemd ignores it here.`,
    message: (p: { section: string; key: string; meant: string | null }) =>
      `systemd knows no ${short(p.key)}= in [${p.section}] and ignores it.${p.meant === null ? '' : ` Probably ${p.meant}= is meant.`}`,
    move: (p: { key: string; elsewhere: string }) => `move ${p.key}= to [${p.elsewhere}]`,
    rename: (p: { key: string; meant: string }) => `change ${p.key}= to ${p.meant}=`,
  },
  'unknown-section': {
    title: 'a section that systemd does not know',
    message: (p: { name: string; meant: string | null }) =>
      `systemd knows no section [${short(p.name)}] in such a unit, and skips all that stands below it.${p.meant === null ? '' : ` Probably [${p.meant}] is meant.`}`,
  },
  'user-in-user-unit': {
    title: 'a user unit asks for another user or group',
    message: (p: { keys: readonly string[] }) =>
      `${list(p.keys.map((key) => `${key}=`))} in a user unit: a user's manager may not switch users or groups, and the start fails with 216/GROUP.`,
    fix: (p: { keys: readonly string[] }) => `take ${list(p.keys.map((key) => `${key}=`))} out`,
  },
  'value-dropped': {
    title: 'a value that systemd cannot read',
    message: (p: { key: string; value: string; type: string }) =>
      [
        `systemd ignores ${isList(p) ? 'a part of ' : ''}"${p.key}=${short(p.value)}": it takes ${valuesOf(p.type)}.`,
        isList(p) ? '' : ' What was set before holds, or the default.',
        /\s[#;]/.test(p.value) ? ' A comment stands on a line of its own.' : '',
      ].join(''),
    tooNew: (p: { key: string; value: string; since: number; systemd: number }) =>
      `${p.key}=${short(p.value)} came with systemd ${p.since}; systemd ${p.systemd} ignores it.`,
  },
  verify: {
    title: "the service manager's own checker has something to say",
    message: (p: { by: string; said: string }) => `${p.by} says: ${p.said.replace(/\.$/, '')}.`,
    fatal: (p: { by: string; said: string }) =>
      `${p.by} says: ${p.said.replace(/\.$/, '')}. The manager would not run it.`,
  },
  'requirement-missing': {
    title: 'a unit that it requires is not there',
    message: (p: { key: string; unit: string }) =>
      `${p.key}= wants ${p.unit}, and no folder of this manager has such a unit: every start is refused ("Unit ${p.unit} not found"), and nothing tries again.`,
  },
};
