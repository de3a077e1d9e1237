import * as z from 'zod';
import { day, flag, pattern, relative, saying, variable, word } from './words.ts';

const program = z
  .strictObject({
    file: word.optional().describe('The last components of the path of a program or script.'),
    module: word.optional().describe('A Python module after -m.'),
    inline: word.optional().describe('Text inside the program given after -c.'),
    action: word.optional().describe('The action it stands for where no sub-command follows.'),
  })
  .refine(
    ({ file, module, inline }) => [file, module, inline].filter(Boolean).length === 1,
    saying('it needs exactly one of file, module, inline'),
  );

const wrapper = z.strictObject({
  module: word.optional().describe('A Python module after -m.'),
  option: word.optional().describe("An option of the app's program…"),
  value: word.optional().describe('…that has this value.'),
});

const command = z.strictObject({
  programs: z
    .array(program)
    .min(1)
    .optional()
    .describe('How a command line can name the program; a file called as the id.'),
  wrappers: z
    .array(wrapper)
    .default([])
    .describe("Wrappers of the app's own: the real command follows their --."),
  profileFlags: z
    .array(flag)
    .default([])
    .describe('Flags that name the profile; the first is written into commands.'),
  replaceFlag: flag
    .default('--replace')
    .describe('The flag that ends a gateway which runs, to take its place.'),
  supervisorFlags: z
    .array(flag)
    .default([])
    .describe('Flags that tell the app that something else supervises it.'),
  gateway: word.default('gateway').describe('The sub-command under which the gateway lives.'),
  actions: z.array(word).default([]).describe('The actions it knows besides run and delegates.'),
  run: word
    .default('run')
    .describe('The action that runs in the foreground; also what the bare sub-command does.'),
  bare: z.boolean().default(false).describe('The sub-command alone runs the gateway: no action is written.'),
  stop: word.default('stop').describe('The action that stops a gateway from outside.'),
  delegates: z
    .array(word)
    .default([])
    .describe('Actions that only ask the service manager: under it nothing would be supervised.'),
});

const home = z.strictObject({
  variable: variable.describe('The variable that names the home.'),
  default: relative.describe("The root home, below the account's home."),
  windows: z
    .strictObject({
      variables: z.array(variable).describe('The first of these that is set holds the folder.'),
      folder: relative.describe('The root home below it.'),
    })
    .optional()
    .describe('On Windows instead of the default.'),
  profiles: z
    .string()
    .regex(/^\{root\}[^{}]+\{profile\}$/, saying('it is a path with {root} first and {profile} last'))
    .default('{root}/profiles/{profile}')
    .describe("A profile's home: below the root home, or beside it ({root}-{profile})."),
  names: pattern
    .default('^[a-z0-9][a-z0-9_-]{0,63}$')
    .describe('What a profile may be called; a regular expression.'),
  config: relative.default('config.yaml').describe("Below a home: the gateway's settings, YAML or JSON."),
  sticky: relative
    .optional()
    .describe('Below the root home: the profile that commands without a flag follow.'),
  inner: relative.optional().describe("What a profile's own processes have as HOME, below its home."),
  decoys: z
    .array(variable)
    .default([])
    .describe('Variables that look as if they named the profile, and that no version reads.'),
});

const naming = z.strictObject({
  unit: word.optional().describe("The default profile's unit, without .service; ID-gateway."),
  label: word.optional().describe("The default profile's label; ID.gateway."),
  separator: word.default('-').describe("Between that name and a profile's."),
  profileUnit: word
    .regex(/\{suffix\}/, saying('it has {suffix} in it'))
    .optional()
    .describe('The unit of another profile, where it is made in another way: {suffix} is the profile.'),
  profileLabel: word
    .regex(/\{suffix\}/, saying('it has {suffix} in it'))
    .optional()
    .describe('The label of another profile, likewise.'),
  legacyUnits: z.array(word).default([]).describe("Older names of the default profile's unit."),
  otherLabels: z
    .array(word)
    .default([])
    .describe("Labels of what else the app runs: no profile's gateway may have one."),
});

const install = z.strictObject({
  layouts: z
    .array(
      z.strictObject({
        path: relative.describe('The program, below the root home.'),
        argv: z.array(z.string()).default([]).describe('What follows it.'),
      }),
    )
    .default([])
    .describe('Where the install keeps its program, best first.'),
  variable: variable.optional().describe("The caller's variable that names the program; ID_BIN."),
  name: word
    .optional()
    .describe(
      'What is looked for on PATH; the first of command.programs that is a file without a folder, else the id.',
    ),
  release: z
    .strictObject({
      files: z.array(relative).describe('Relative to the checkout; the first that is there.'),
      pattern: pattern.describe('What finds the date in it; a regular expression.'),
    })
    .optional()
    .describe('How the day is known on which the install was released.'),
});

/** How a definition of the app is known, and which profile it runs. */
export const IDENTITY = {
  id: z
    .string()
    .regex(/^[a-z0-9-]+$/, saying('a-z, 0-9 and -'))
    .describe('What --app and unitpin.yaml call it.'),
  title: word.optional().describe('What people call it; the id where nothing is said.'),
  mentions: z
    .array(word)
    .min(1)
    .optional()
    .describe('Words of which every definition of the app has one; the id.'),
  command: command.prefault({}).describe('Its command line.'),
  home: home.describe('Where it keeps its profiles.'),
  pin: z
    .strictObject({
      by: z.enum(['flag', 'home']).optional().describe('The flag where there is one, else the home.'),
      variables: z
        .record(variable, word)
        .default({})
        .describe(
          "Variables that a definition has besides the home's; {profile}, {home}, {root}, {unit}, {label} stand for the service's.",
        ),
    })
    .prefault({})
    .describe('What pins a definition to a profile.'),
  markers: z
    .array(
      z.strictObject({
        name: variable.describe('The variable.'),
        write: z.boolean().describe('Whether unitpin writes it, with the value 1.'),
      }),
    )
    .default([])
    .describe('Variables that keep newer versions off the sticky file.'),
  naming: naming.prefault({}).describe('Names of units and labels.'),
  program: install.prefault({}).describe('Where its program is.'),
  replace: z
    .strictObject({
      systemd: z
        .enum(['auto', 'never'])
        .default('never')
        .describe('auto: in new units, as the app itself does.'),
      launchd: z.enum(['auto', 'never']).default('never').describe('The same in property lists.'),
      droppedOn: day.optional().describe('Installs of this day and later write units without it.'),
    })
    .prefault({})
    .describe('Whether command.replaceFlag is written.'),
};
