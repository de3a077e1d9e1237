import type * as z from 'zod';
import type { App } from '../model/app.ts';
import type { APP } from './app-schema.ts';

/** What an `app.yaml` leaves out and the rest of it says: names after its id, the restart policy after its exit codes. */
export function complete(said: z.infer<typeof APP>): App {
  const { id, command, naming, program, pin, systemd, exitCodes, endpoint } = said;
  return {
    ...said,
    title: said.title ?? id,
    mentions: said.mentions ?? [id],
    command: {
      ...command,
      programs: command.programs ?? [{ file: id }],
      actions: [...new Set([...command.actions, command.run, ...command.delegates])],
    },
    pin: { ...pin, by: pin.by ?? (command.profileFlags.length > 0 ? 'flag' : 'home') },
    naming: { ...naming, unit: naming.unit ?? `${id}-gateway`, label: naming.label ?? `${id}.gateway` },
    program: {
      ...program,
      variable: program.variable ?? `${id.replaceAll('-', '_').toUpperCase()}_BIN`,
      name: program.name ?? command.programs?.find(({ file }) => file && !file.includes('/'))?.file ?? id,
    },
    systemd: { ...systemd, service: systemd.service ?? servicePolicy(exitCodes) },
    endpoint: endpoint
      ? { ...endpoint, serves: endpoint.key ? 'with key' : 'always', key: endpoint.key ?? NO_KEY }
      : NO_ENDPOINT,
  } as App;
}

const NO_KEY = { minLength: 0, placeholders: [] };

const NO_ENDPOINT: App['endpoint'] = {
  serves: 'never',
  // Nothing listens there; it is only that a number has to be one.
  default: { host: '127.0.0.1', port: 1 },
  variables: { port: '' },
  key: NO_KEY,
  config: [],
  ignored: [],
  derived: [],
  neighbours: [],
};

/** Always started again, but not after the exit code that no restart can mend. */
function servicePolicy({ restart, fatal }: App['exitCodes']): App['systemd']['service'] {
  return [
    { key: 'Restart', value: 'always' },
    { key: 'RestartSec', value: '5' },
    ...(restart === null
      ? []
      : [
          { key: 'RestartForceExitStatus', value: String(restart) },
          { key: 'SuccessExitStatus', value: String(restart) },
        ]),
    ...(fatal === null ? [] : [{ key: 'RestartPreventExitStatus', value: String(fatal) }]),
    { key: 'KillMode', value: 'mixed' },
    { key: 'KillSignal', value: 'SIGTERM' },
    { key: 'StandardOutput', value: 'journal' },
    { key: 'StandardError', value: 'journal' },
  ];
}
