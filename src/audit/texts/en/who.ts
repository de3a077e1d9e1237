import { list } from './list.ts';

export const who = {
  'profile-flag-ambiguous': {
    title: 'more than one word says the profile, or one that does not count',
    earlier: (p: { flag: string; value: string }) =>
      `"${p.flag} ${p.value}" is one profile flag too many: only the first counts.`,
    invalid: (p: { flag: string; value: string }) =>
      `"${p.flag} ${p.value}" is not a profile: the app passes over what is not a valid name (a-z, 0-9, _ and -).`,
    behind: (p: { flag: string; value: string }) =>
      `"${p.flag} ${p.value}" stands behind "--", where the app does not look for it.`,
    past: (p: { flag: string; value: string }) =>
      `"${p.flag} ${p.value}" is not read: the command goes past the launcher that does it.`,
    thatCounts: (p: { value: string }) => `The service runs "${p.value}".`,
    noneCounts: () => 'None counts: something else decides which profile the service runs.',
    here: (p: { value: string; counts: boolean }) =>
      p.counts ? `"${p.value}" counts` : `"${p.value}" does not count`,
  },
  'profile-unpinned': {
    title: 'nothing in the definition pins the profile',
    sticky: (p: { file: string; profile: string }) =>
      `Nothing pins this service to a profile: it follows ${p.file}, and runs "${p.profile}" today. Whoever switches profiles there switches this service at its next start.`,
    noSticky: (p: { file: string }) =>
      `Nothing pins this service to a profile: it runs "default" only as long as ${p.file} does not exist. The first switch of profiles there switches this service at its next start.`,
    unclear: (p: { file: string }) =>
      `Nothing pins this service to a profile: it follows ${p.file}, which cannot be read or names no profile. Nobody can tell which one it runs.`,
    guarded: (p: { marker: string }) =>
      `Only ${p.marker} keeps this service on "default": newer versions of the app then leave the sticky file alone, older ones follow it.`,
    unsaid: (p: { variable: string }) =>
      `Nothing in the definition names the profile: it runs "default" as long as nothing else, the manager's own environment say, sets ${p.variable}.`,
    unsaidOther: (p: { variable: string; named: string; profile: string }) =>
      `Nothing in the definition pins this service to "${p.named}", as its name says: without ${p.variable} it runs "${p.profile}".`,
    decoy: (p: { name: string }) =>
      `${p.name} looks as if it named the profile; the app does not read it for that`,
    stickySays: (p: { profile: string }) => `the sticky file says "${p.profile}"`,
    fix: (p: { profile: string }) => `pin it to ${p.profile}`,
  },
  'identity-hidden': {
    title: 'a wrapper hides which profile runs',
    message: (p: { flag: string }) =>
      `The command is hidden in a wrapper: which profile it runs cannot be told from here. If the wrapper does not pass ${p.flag}, it follows the sticky file.`,
    home: (p: { variable: string }) =>
      `The command is hidden in a wrapper: which profile it runs cannot be told from here. If nothing sets ${p.variable}, it runs "default".`,
  },
  'profile-conflict': {
    title: 'flag, home or name disagree about the profile',
    home: (p: { profile: string; home: string }) =>
      `The flag says profile "${p.profile}", but the home in the environment is another profile's: ${p.home}. The flag wins at the start; tools that read the environment look at the wrong profile.`,
    name: (p: { named: string; profile: string }) =>
      `The name says profile "${p.named}", but the service runs "${p.profile}". Commands for "${p.named}" will start, stop and judge the wrong gateway.`,
    variable: (p: { what: string; value: string; wanted: string; profile: string }) =>
      `${p.what} says ${JSON.stringify(p.value)}. This service runs profile "${p.profile}", and ${JSON.stringify(p.wanted)} would be right for it: what goes by ${p.what}, the app's own commands among them, looks at another gateway.`,
    decidesHere: 'what decides is here',
    fixVariable: (p: { profile: string }) => `make all of it say ${p.profile}`,
    homeIsHere: 'the home is set here',
    fix: 'make the home follow the flag',
  },
  'profile-shared': {
    title: 'two definitions run one profile',
    fight: (p: { profile: string; names: readonly string[]; flag: string }) =>
      `${list(p.names)} run profile "${p.profile}", each with ${p.flag}: one that starts sends SIGTERM to the one that runs, and the manager starts that one again, which sends SIGTERM back. They end each other for ever.`,
    oneReplaces: (p: { profile: string; names: readonly string[]; replacing: readonly string[] }) =>
      `${list(p.names)} run profile "${p.profile}": each start of ${list(p.replacing)} sends SIGTERM to the other, and a manager that starts it again makes this a loop.`,
    lock: (p: { profile: string; names: readonly string[] }) =>
      `${list(p.names)} run profile "${p.profile}": only one of them can hold its lock and its tokens, the other fails at every start.`,
    by: {
      flag: 'by its flag',
      home: 'by its home',
      marker: 'by its marker',
      sticky: 'by the sticky file',
      none: 'as nothing names another',
    },
    runsItToo: (p: { name: string; profile: string; by: string }) => `${p.name} runs "${p.profile}" ${p.by}`,
    fix: 'pin each one to the profile its name says',
  },
  'name-misleading': {
    title: "named as the app's service, and runs something else",
    name: (p: { name: string; title: string }) =>
      `${p.name} is a name of the ${p.title} gateway, and the command does not run one: the app's own commands start, stop and write this service anew all the same, and no gateway runs.`,
    file: (p: { path: string; name: string; title: string }) =>
      `${p.path} is where the ${p.title} gateway's own job is written, and this is ${p.name}, which runs something else: the next install of the gateway overwrites it.`,
  },
};
