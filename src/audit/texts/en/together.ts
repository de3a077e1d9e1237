import { list } from './list.ts';

export const together = {
  'definition-drift': {
    title: 'the definition is not what unitpin would write',
    edited: (p: { what: readonly string[] }) =>
      `Changed by hand since unitpin wrote it; writing it anew would change: ${p.what.join(', ')}.`,
    outdated: (p: { what: readonly string[] }) =>
      `Not up to date; writing it anew would change: ${p.what.join(', ')}.`,
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
    message: (p: { profile: string }) =>
      `Profile "${p.profile}" has no definition: no manager starts it. gen and apply write one with --profile ${p.profile}.`,
  },
  'token-shared': {
    title: 'two profiles use one bot token',
    message: (p: { variable: string; profiles: readonly string[] }) =>
      `Profiles ${list(p.profiles)} have one bot token (in ${p.variable}). The platform hands each message to one of them only, and each disturbs the other's connection, or refuses to start.`,
    another: (p: { profile: string; variable: string }) => `${p.variable} of "${p.profile}"`,
  },
  'log-shared': {
    title: 'two services write one log file',
    message: (p: { names: readonly string[]; paths: readonly string[] }) =>
      `${list(p.names)} write to ${list(p.paths)}: their lines mix, and nobody can tell afterwards which gateway said what.`,
    another: (p: { name: string }) => `${p.name} writes there, too`,
  },
  'label-duplicate': {
    title: 'one label in two property lists',
    message: (p: { label: string; paths: readonly string[] }) =>
      `${list(p.paths)} have the Label ${p.label}: launchd loads the one it meets first and refuses the other, which may be the one that is meant.`,
    another: 'the same label is here',
  },
  'scope-duplicate': {
    title: 'a user service and a system service of one name',
    message: (p: { name: string }) =>
      `${p.name} is there as a service of the user and of the system: both are started, and each stop, restart or update acts on one of them while the other goes on.`,
    another: 'the one of the system is here',
  },
  'name-unknown': {
    title: "a name that the app's own commands do not look for",
    message: (p: { name: string; canonical: string }) =>
      `The app's own commands do not find a service called ${p.name}: they neither stop nor update it, and install a second one beside it. The name they know is ${p.canonical}.`,
    chosen: (p: { name: string; canonical: string }) =>
      `The app's own commands look for ${p.canonical}, not for ${p.name}: they leave this service alone, and may put one of their own beside it.`,
  },
  'definition-misplaced': {
    title: 'a unit where no manager looks',
    message: (p: { profile: string; folder: string }) =>
      `No manager reads this unit: it lies in the home that profile "${p.profile}" gives its own processes, and was meant for ${p.folder}. Nothing starts it.`,
  },
  'rewritten-at-boot': {
    title: 'the app will write this unit anew',
    message: (p: { since: string }) =>
      `The pin stands in the unit's own file, which the app writes anew when the gateway starts (releases from ${p.since} on): the pin is lost then. A drop-in beside the file stays.`,
  },
  'dropin-hides-update': {
    title: 'a drop-in hides the command of the unit',
    program: (p: { own: string; effective: string }) =>
      `This drop-in runs ${p.effective}, while the unit below it has come to run ${p.own}: what an update of the app writes into the unit is without effect.`,
    words: () =>
      'This drop-in replaces the command of the unit by one with other words than the pin: what an update of the app writes into the unit is without effect.',
    own: "the unit's own command",
  },
  'multiplexer-conflict': {
    title: 'a gateway of its own, and one that serves every profile',
    message: (p: { profile: string; key: string }) =>
      `The default profile's gateway is told to serve every profile, and this service runs "${p.profile}" besides: both ask for the same messages, or one of them refuses to start. Set ${p.key} in the profile's configuration, or remove this service.`,
    switchedOn: 'it is switched on here',
  },
  'migrated-away': {
    title: 'the app has taken services of single profiles away',
    message: () =>
      'An update of the app has removed the services of single profiles, so that one gateway serves all of them; this file says which. Services written anew here run against that gateway unless it is switched off.',
  },
  'wants-dangling': {
    title: 'an enabled service that is not there',
    message: (p: { name: string; by: string }) =>
      `${p.by} starts ${p.name}, but there is no such unit: it is passed over without a word, and nothing of that name runs after a reboot.`,
  },
};
