export const command = {
  'replace-under-launchd': {
    title: '--replace in a launchd job',
    message: () =>
      '--replace ends whatever gateway runs, and launchd starts again what was ended: old and new process end each other in turn. launchd alone makes sure that one runs.',
    fix: 'take --replace out',
  },
  'replace-in-unit': {
    title: '--replace in a systemd unit',
    unique: () =>
      'The unit starts with --replace. As the only definition of its profile it does no harm, but a gateway started by hand is ended without a question.',
    shared: () =>
      'The unit starts with --replace while another definition runs the same profile: each start ends the other one.',
    fix: 'take --replace out',
  },
  'start-not-run': {
    title: 'the command asks the manager instead of running the gateway',
    message: (p: { action: string; gateway: string; run: string }) =>
      `"${p.gateway} ${p.action}" asks the service manager to start a gateway and exits. Under the manager nothing is supervised then: the service ends at once, and is started again for nothing. The command under a manager is "${p.gateway} ${p.run}".`,
    fix: (p: { gateway: string; run: string }) => `use "${p.gateway} ${p.run}"`,
  },
};
