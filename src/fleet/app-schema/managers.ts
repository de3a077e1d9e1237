import * as z from 'zod';
import { count, seconds, variable, word } from './words.ts';

const PATH = [
  '{account}/.local/bin',
  '/opt/homebrew/bin',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/bin',
  '/sbin',
  '/bin',
];

const key = word.describe('The setting.');
const value = z.string().describe('Its value, as a unit file has it.');

const systemd = z.strictObject({
  unit: z
    .array(
      z.strictObject({
        scope: z.enum(['user', 'system']).optional().describe('Only in units of this scope.'),
        key,
        value,
      }),
    )
    .default([
      { scope: 'system', key: 'After', value: 'network-online.target' },
      { scope: 'system', key: 'Wants', value: 'network-online.target' },
      { key: 'StartLimitIntervalSec', value: '0' },
    ])
    .describe('Settings of [Unit].'),
  service: z
    .array(z.strictObject({ key, value }))
    .optional()
    .describe('Settings of [Service]; Restart=always after five seconds, and what the exit codes ask for.'),
  wantedBy: z
    .strictObject({
      user: word.describe("A user's."),
      system: word.describe("The system's."),
    })
    .default({ user: 'default.target', system: 'multi-user.target' })
    .describe('The target that starts the unit.'),
});

const launchd = z.strictObject({
  keys: z
    .record(word, z.unknown())
    .default({
      RunAtLoad: true,
      KeepAlive: { SuccessfulExit: false },
      ThrottleInterval: 30,
      ExitTimeOut: 60,
    })
    .describe('Keys of every property list.'),
  agentKeys: z
    .record(word, z.unknown())
    .default({ LimitLoadToSessionType: ['Aqua', 'Background'] })
    .describe('Keys that an agent has besides, and a daemon must not have.'),
  leastStopTimeout: seconds
    .default(25)
    .describe("Seconds that a stop needs at least with the app's defaults."),
  environment: z.record(variable, z.string()).default({}).describe('Variables of every job.'),
});

const supervisor = z.strictObject({
  environment: z
    .record(variable, z.string())
    .default({})
    .describe('Variables that tell the app that something starts it again.'),
  restartSteps: z
    .number()
    .int()
    .nonnegative()
    .default(5)
    .describe('From RestartSec to restartMaxDelay in so many steps.'),
  restartMaxDelay: seconds.default(300).describe('The longest wait before a start. Seconds.'),
  stableAfter: seconds
    .positive()
    .default(30)
    .describe('A run of so many seconds is a stable one: what was before it is forgotten.'),
  crashLoop: count.default(6).describe('So many ends in a row, no stable run among them, are a crash loop.'),
  parkedFor: seconds.positive().default(1800).describe('How long it rests then, before one try. Seconds.'),
  // What several share is broken then, and more starts mend nothing.
  fleetBreaker: z
    .strictObject({
      profiles: count.describe('So many of them…'),
      seconds: seconds.positive().describe('…within so many seconds, and for so long.'),
    })
    .default({ profiles: 3, seconds: 600 })
    .describe('Profiles in crash loops after which nothing is started by itself for a while.'),
});

/** What is written besides command, environment and names, for each manager. */
export const MANAGERS = {
  path: z
    .array(word)
    .min(1)
    .default(PATH)
    .describe(
      "Folders of PATH; {home} is the profile's home, {root} the root home, {account} the account's.",
    ),
  systemd: systemd.prefault({}).describe('What a whole unit says besides.'),
  launchd: launchd.prefault({}).describe('What a whole property list says besides.'),
  supervisor: supervisor
    .prefault({})
    .describe("What unitpin's own supervisor does beyond the systemd settings."),
};
