// One command line on this machine, ended in the middle: PATTERN COUNT torn|whole ARGUMENT…
// It ends itself (`kill -9`) at the COUNT-th thing it does to the machine that matches; with COUNT 0 it runs to its end.
import { run } from '../../src/cli/run.ts';
import { openHost } from '../../src/host/host.ts';
import { mortalHost } from '../support/mortal-host.ts';

const [pattern = '', count = '0', how = '', ...args] = process.argv.slice(2);
let left = Number(count);
const io = {
  out: (text: string) => void process.stdout.write(`${text}\n`),
  err: (text: string) => void process.stderr.write(`${text}\n`),
  colour: false,
  confirm: async () => null,
};
const host = mortalHost(openHost(undefined), '/', {
  isLast: (effect) => left > 0 && new RegExp(pattern).test(effect) && --left === 0,
  torn: how === 'torn',
  acted: () => undefined,
});
process.exitCode = await run(args, io, host);
