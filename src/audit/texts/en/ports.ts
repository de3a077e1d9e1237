import { list } from './list.ts';

const at = ({ host, port }: { host: string; port: number }): string =>
  `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;

export const ports = {
  'port-shared': {
    title: 'two profiles listen on one port',
    message: (p: { profiles: readonly string[]; port: number }) =>
      `Profiles ${list(p.profiles)} have their API servers on port ${p.port}. The first to start gets it; the others run without, "degraded", and clients of theirs talk to the wrong profile.`,
    another: (p: { profile: string; host: string; port: number; from: string }) =>
      `"${p.profile}" listens on ${at(p)} (${p.from})`,
    from: {
      definition: 'set in the definition',
      dotenv: 'set in its .env',
      config: 'set in its configuration',
      default: 'the default: nothing sets it',
    },
  },
  'port-misplaced': {
    title: 'a port where the app does not look for it',
    some: (p: { name: string; port: string; best: string; fallback: number }) =>
      `Not every version of the app reads ${p.name}: one that does not listens on ${p.fallback} instead of ${p.port}. All of them read ${p.best}.`,
    none: (p: { name: string; port: string; best: string; fallback: number }) =>
      `No version of the app reads ${p.name}: the API server does not listen on ${p.port} but on ${p.fallback}. What counts is ${p.best}.`,
  },
  'port-from-manager': {
    title: 'settings of one API server reach every service',
    manager: (p: { names: readonly string[]; services: number }) =>
      `${list(p.names)} in the user manager's environment ${p.names.length > 1 ? 'reach' : 'reaches'} every service of this account: ${p.services} gateways get the same API server.`,
    file: (p: { names: readonly string[]; services: readonly string[] }) =>
      `${list(p.services)} read ${list(p.names)} from this one file: they all get the same API server.`,
    reads: (p: { service: string }) => `${p.service} gets it`,
  },
  'api-key-weak': {
    title: 'the API server and its key do not go together',
    none: (p: { name: string; variable: string }) =>
      `${p.name} switches the API server on, but there is no key (${p.variable}): it does not start, not even on loopback.`,
    weak: (p: { variable: string; least: number }) =>
      `The app refuses this key (shorter than ${p.least} characters, or a placeholder): the API server of this profile does not start. Set a long random ${p.variable}.`,
    notOff: (p: { name: string; variable: string }) =>
      `${p.name} says that the API server is off, but with a key set it runs all the same. Take ${p.variable} away to switch it off.`,
    keyIsHere: 'the key is set here',
  },
  'port-neighbour': {
    title: 'a port that something beside the gateway uses',
    message: (p: { port: number; of: string }) =>
      `Port ${p.port} is that of ${p.of}: whichever of the two starts second does not get it.`,
    derived: (p: { port: number; profile: string; of: string; first: number; last: number }) =>
      `Port ${p.port} is among those that the gateway of "${p.profile}" takes besides its own, for ${p.of} (${p.first === p.last ? p.first : `${p.first} to ${p.last}`}): whichever of the two starts second does not get it.`,
    itsPort: (p: { profile: string; port: number }) => `"${p.profile}" listens on ${p.port}`,
  },
  'port-open': {
    title: 'the API server can be reached from other machines',
    message: (p: { host: string; port: number }) =>
      `The API server listens on ${at(p)}, not only on loopback: whoever reaches this machine and has the key can make the agent run commands.`,
  },
  'port-unreadable': {
    title: 'a port that is none, or that not everybody reads alike',
    noPort: (p: { name: string; text: string; port: number }) =>
      `${p.name} is ${JSON.stringify(p.text)}, which is not a port (1 to 65535): the app passes it over and uses ${p.port}.`,
    differently: (p: { name: string; text: string; port: number }) =>
      `${p.name} is written ${JSON.stringify(p.text)}: the app takes it for ${p.port}, other readers for another number or for none. Write the plain number.`,
    twice: (p: { name: string; text: string }) =>
      `${p.name} is set twice here: the app takes the last (${JSON.stringify(p.text)}), other readers the first, or refuse the file.`,
    mappingTwice: (p: { name: string }) =>
      `${p.name} is there twice in this file: the second takes the place of the first, and what only the first says is lost.`,
    disagree: (p: { name: string; text: string }) =>
      `The definition sets ${p.name} to ${JSON.stringify(p.text)} and the profile's .env to something else: which of the two counts depends on the version of the app.`,
    unread: (p: { message: string }) => `Where the API server listens is not known: ${p.message}.`,
    broken: (p: { message: string }) =>
      `The profile's configuration cannot be read (${p.message}): what it says about the API server is lost, and the app uses its defaults.`,
    alsoHere: 'it is set here, too',
  },
};
