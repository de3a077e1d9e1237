/** What the comments of a first `unitpin.yaml` say, in English. Another language is another object of this type. */
export const en = {
  head: (p: { command: string }) =>
    `What should run on this host. Written by ${p.command}; it is yours now, and unitpin only reads it.`,
  app: 'the app whose gateways are meant',
  home: "the app's root home",
  manager: 'systemd, launchd or supervisor; where nothing is said, the one that is found',
  program: "the app's program, which was not found",
  states: [
    'A profile is',
    '  enabled   made to run',
    '  manual    kept right, but not started',
    '  disabled  stopped and disabled, but not removed',
  ],
  noneNamed: 'no profile yet: take a # away below, and these braces',
  noService: 'no service yet',
  notByItself: 'not started by its manager',
  port: (p: { port: number }) => `port ${p.port}`,
  more: 'What a profile may say beside its state; all but state and dependsOn also stand at the top, for all of them:',
  dependsOn: 'starts after it',
  path: 'folders that are put before the fixed ones of PATH',
  environment: 'everybody can read it: no place for secrets',
  readyTimeout: 'seconds until a start counts as failed',
  reason: 'started by hand',
  rest: 'Ports that no profile is given, and findings of the audit that are meant to be as they are:',
};

export type ManifestTexts = typeof en;
