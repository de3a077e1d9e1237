import * as z from 'zod';
import { SIGN_IDS } from '../../model/sign.ts';
import { code, count, day, flag, pattern, port, relative, saying, seconds, variable, word } from './words.ts';

const endpoint = z.strictObject({
  default: z
    .strictObject({ host: word.describe('Where it listens.'), port: port.describe('On which port.') })
    .describe('Where nothing says otherwise.'),
  variables: z
    .strictObject({
      enabled: variable.optional().describe('Whether there is a server.'),
      key: variable.optional().describe('The key of its API.'),
      host: variable.optional().describe('Where it listens.'),
      port: variable.describe('On which port.'),
    })
    .describe('Variables that say so.'),
  key: z
    .strictObject({
      minLength: z.number().int().nonnegative().describe('Shorter ones are refused.'),
      placeholders: z.array(word).describe('Refused as well; in lower case.'),
    })
    .optional()
    .describe('With it there is a server only where a key is set; without it always.'),
  portFlag: flag.optional().describe("The gateway's flag that counts before all of them."),
  config: z
    .array(word)
    .default([])
    .describe('Key paths of the mappings in the settings, best first; every version reads the first.'),
  ignored: z.array(word).default([]).describe('Key paths that look right and that no version reads.'),
  derived: z
    .array(
      z.strictObject({
        first: count.describe('Counted from the port: the first…'),
        last: count.describe('…and the last.'),
        of: word.describe('What has them.'),
      }),
    )
    .default([])
    .describe('Ports above its own that the gateway takes besides.'),
  neighbours: z
    .array(z.strictObject({ port: port.describe('The port.'), of: word.describe('What has it.') }))
    .default([])
    .describe('Ports that something else beside the gateway uses.'),
});

const sign = z.strictObject({
  id: z.enum(SIGN_IDS).describe('What it tells: docs/diagnose.md.'),
  pattern: pattern.describe('What finds the line; a regular expression.'),
  mended: word.optional().describe('What of the app mends it.'),
  health: z
    .strictObject({
      answer: z.enum(['not', 'degraded']).describe('How a gateway is that wrote it.'),
      says: word.optional().describe("What it means, where unitpin's own words will not do."),
      until: pattern.optional().describe('A later line that takes it back.'),
    })
    .optional()
    .describe('What it means for a gateway that runs.'),
});

const key = (text: string) => word.describe(text);

/** What a gateway that runs is known by. */
export const RUNTIME = {
  plannedStop: z
    .strictObject({
      file: relative.describe('Below its home.'),
      pid: key('Key of its process.'),
      start: key('Key of when that was started.'),
      by: key('Key of who stops it.'),
      at: key('Key of when.'),
    })
    .optional()
    .describe('A JSON file that is written before a gateway is stopped.'),
  logs: z
    .strictObject({
      out: relative.default('logs/gateway.log').describe('What it says.'),
      error: relative.default('logs/gateway.error.log').describe('What goes wrong.'),
      also: z.array(relative).default([]).describe('Others that tell why it ended.'),
    })
    .prefault({})
    .describe("Its logs, below a profile's home."),
  exitCodes: z
    .strictObject({
      restart: code.default(null).describe('It wants to be started again.'),
      fatal: code.default(null).describe('No restart can mend it.'),
    })
    .prefault({})
    .describe('What its exit codes mean.'),
  stopTimeout: z
    .record(
      word,
      z.strictObject({
        environment: variable.optional().describe('The variable that says it.'),
        config: word.optional().describe('The key path in the settings that does.'),
        default: seconds.describe('Where neither does. Seconds.'),
      }),
    )
    .default({})
    .describe('What a stop has to wait for.'),
  endpoint: endpoint.optional().describe('Its server. Without it the gateway is taken to listen nowhere.'),
  tokens: z
    .array(variable)
    .default([])
    .describe('Variables that no two gateways may have the same value of.'),
  multiplexer: z
    .strictObject({
      variable: variable.describe('The variable that turns it on.'),
      config: z.array(word).describe('The key paths in the settings that do.'),
      standalone: key("The key path by which a profile's gateway stays one of its own."),
      migration: relative.describe('Below the root home: what tells that it took over.'),
      served: key('Key of its state file: the profiles it serves.'),
    })
    .optional()
    .describe('One gateway for all profiles.'),
  rewritesSince: day
    .optional()
    .describe('Installs of this day and later write their user unit anew at every start.'),
  health: z
    .strictObject({
      path: z
        .string()
        .regex(/^\//, saying('it starts with /'))
        .default('/health')
        .describe('What is asked for.'),
      answer: z
        .record(word, z.string())
        .default({})
        .describe('What the JSON object of the answer says, beside other things.'),
    })
    .prefault({})
    .describe('How its server is asked whether it is well.'),
  files: z
    .strictObject({
      pid: relative.default('gateway.pid').describe('Its process.'),
      lock: relative.default('gateway.lock').describe('What only one gateway can hold.'),
      state: relative.default('gateway_state.json').describe('How it is.'),
      starts: relative.default('gateway-starts.log').describe('When it was started, a line each.'),
      launchdRefused: relative
        .default('.gateway-launchd-unsupported')
        .describe('That the app has given launchd up.'),
    })
    .prefault({})
    .describe("What it writes below a profile's home."),
  records: z
    .strictObject({
      home: word.default('home').describe('Key of the home in them.'),
      start: word.default('start_time').describe('Key of when the process was started.'),
      phase: word.default('gateway_state').describe('Key of how it is.'),
      staleAfter: seconds
        .positive()
        .default(120)
        .describe('Seconds after which the state file says nothing about now.'),
    })
    .prefault({})
    .describe('The JSON in those files.'),
  platformsWell: z.array(word).default([]).describe('Words for a platform with which nothing is wrong.'),
  logSigns: z
    .array(sign)
    .default([])
    .describe('Lines of its logs that tell something. The first that fits a line counts.'),
  storm: z
    .strictObject({
      starts: count.describe('More than so many starts…'),
      seconds: seconds.positive().describe('…in so many seconds.'),
    })
    .default({ starts: 5, seconds: 120 })
    .describe('How often is too often to be chance.'),
};
