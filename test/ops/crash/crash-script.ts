// One command line on a machine, ended in the middle: ROOT KILL_AT torn|whole ARGUMENT…
// KILL_AT 0: to its end; then it prints what it did, a line for each thing.
import { run } from '../../../src/cli/run.ts';
import { type Effect, mortalHost } from '../../support/mortal-host.ts';
import { openMachine, saveMachine } from './machine.ts';

const [root = '', killAt = '0', how = '', ...args] = process.argv.slice(2);
const effects: Effect[] = [];
let stderr = '';
const io = {
  out: () => undefined,
  err: (text: string) => {
    stderr += `${text}\n`;
  },
  colour: false,
  confirm: async () => null,
};
const machine = openMachine(root);
const host = mortalHost(machine.host, root, {
  isLast: (effect) => effects.push(effect) === Number(killAt),
  torn: how === 'torn',
  acted: () => saveMachine(machine),
});
const status = await run(args, io, host);
process.stdout.write(JSON.stringify({ status, stderr, effects }));
