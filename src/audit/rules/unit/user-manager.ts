import type { SystemdDefinition } from '../../../model/definition.ts';
import { distinctUnits } from '../../distinct-units.ts';
import type { AuditInput } from '../../engine.ts';

/** Units that systemd.special(7) has for the system manager only. */
const SYSTEM_ONLY = new Set(
  [
    'multi-user graphical rescue emergency sysinit boot-complete first-boot-complete',
    'network network-online network-pre nss-lookup nss-user-lookup time-set time-sync rpcbind',
    'local-fs local-fs-pre remote-fs remote-fs-pre cryptsetup cryptsetup-pre veritysetup swap',
    'getty getty-pre machines system-update runlevel2 runlevel3 runlevel4 runlevel5',
    'halt poweroff reboot kexec sleep suspend hibernate hybrid-sleep umount final',
  ]
    .join(' ')
    .split(' ')
    .map((name) => `${name}.target`)
    .concat(
      'NetworkManager.service',
      'NetworkManager-wait-online.service',
      'systemd-networkd.service',
      'systemd-networkd-wait-online.service',
      'systemd-resolved.service',
      'systemd-timesyncd.service',
      'systemd-user-sessions.service',
    ),
);

/** Whether the user manager has no unit of that name: none of its own, and none that somebody made. */
export const isSystemOnly = (name: string, { unitNames }: SystemdDefinition): boolean =>
  SYSTEM_ONLY.has(name) && !unitNames.has(name);

export const userUnits = (input: AuditInput): ReturnType<typeof distinctUnits> =>
  distinctUnits(input).filter(({ definition }) => definition.scope === 'user');
