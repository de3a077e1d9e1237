export const together = {
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
};
