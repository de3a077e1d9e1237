/** Everything the rules say, in English. Another language is another object of this type. */
export const en = {
  'profile-unpinned': {
    title: 'nothing in the definition pins the profile',
    sticky: (p: { file: string; profile: string }) =>
      `Nothing pins this service to a profile: it follows ${p.file}, and runs "${p.profile}" today. Whoever switches profiles there switches this service at its next start.`,
    noSticky: (p: { file: string }) =>
      `Nothing pins this service to a profile: it runs "default" only as long as ${p.file} does not exist. The first switch of profiles there switches this service at its next start.`,
    unclear: (p: { file: string }) =>
      `Nothing pins this service to a profile: it follows ${p.file}, which cannot be read or names no profile. Which one it runs nobody can tell.`,
    guarded: (p: { marker: string }) =>
      `Only ${p.marker} keeps this service on "default": newer versions of the app then leave the sticky file alone, older ones follow it.`,
    stickySays: (p: { profile: string }) => `the sticky file says "${p.profile}"`,
    fix: (p: { profile: string }) => `pin it to ${p.profile}`,
  },
  'identity-hidden': {
    title: 'a wrapper hides which profile runs',
    message: (p: { flag: string }) =>
      `The command is hidden in a wrapper: which profile it runs cannot be told from here. If the wrapper does not pass ${p.flag}, it follows the sticky file.`,
  },
  'profile-conflict': {
    title: 'flag, home or name disagree about the profile',
    home: (p: { profile: string; home: string }) =>
      `The flag says profile "${p.profile}", but the home in the environment is another profile's: ${p.home}. The flag wins at the start; tools that read the environment look at the wrong profile.`,
    name: (p: { named: string; profile: string }) =>
      `The name says profile "${p.named}", but the service runs "${p.profile}". Commands for "${p.named}" will start, stop and judge the wrong gateway.`,
    homeIsHere: 'the home is set here',
    fix: 'make the home follow the flag',
  },
  'profile-shared': {
    title: 'two definitions run one profile',
    fight: (p: { profile: string; names: readonly string[] }) =>
      `${list(p.names)} run profile "${p.profile}", each with --replace: one that starts sends SIGTERM to the one that runs, and the manager starts that one again, which sends SIGTERM back. They end each other for ever.`,
    oneReplaces: (p: { profile: string; names: readonly string[]; replacing: readonly string[] }) =>
      `${list(p.names)} run profile "${p.profile}": each start of ${list(p.replacing)} sends SIGTERM to the other, and a manager that starts it again makes this a loop.`,
    lock: (p: { profile: string; names: readonly string[] }) =>
      `${list(p.names)} run profile "${p.profile}": only one of them can hold its lock and its tokens, the other fails at every start.`,
    runsItToo: (p: { name: string; profile: string; by: string }) => `${p.name} runs "${p.profile}" ${p.by}`,
    fix: 'pin each one to the profile its name says',
  },
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
  'definition-drift': {
    title: 'the definition is not what unitpin would write',
    edited: (p: { what: string }) =>
      `Changed by hand since unitpin wrote it; writing it anew would change: ${p.what}.`,
    outdated: (p: { what: string }) => `Not up to date; writing it anew would change: ${p.what}.`,
    fix: 'write it anew',
  },
  'definition-missing': {
    title: 'an enabled profile has no definition',
    message: (p: { profile: string }) =>
      `unitpin.yaml enables profile "${p.profile}", but no definition runs it: nothing starts it at boot.`,
    fix: 'write its definition',
  },
  'definition-orphan': {
    title: 'a definition for a profile that is not there',
    noHome: (p: { profile: string; root: string }) =>
      `This service is for profile "${p.profile}", which does not exist below ${p.root}. It fails at every start, or brings a deleted profile back.`,
    notInManifest: (p: { profile: string }) =>
      `unitpin wrote this for profile "${p.profile}", which unitpin.yaml no longer names.`,
  },
  'profile-without-service': {
    title: 'a profile without a service',
    message: (p: { profile: string }) => `Profile "${p.profile}" has no definition: no manager starts it.`,
  },
  syntax: {
    title: 'the manager does not read this as it is meant',
    fatal: (p: { problem: string; manager: string }) => `${p.manager} refuses this definition: ${p.problem}`,
    dropped: (p: { problem: string; manager: string }) => `${p.manager} ignores this: ${p.problem}`,
  },
} as const;

const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

export type Texts = typeof en;
export type RuleId = keyof Texts;
