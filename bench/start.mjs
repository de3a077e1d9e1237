// How long a start takes.
import { cli, compare, inMs } from './measure.mjs';

export function startRows() {
  const node = { args: ['-e', '0'] };
  // The last is what a Tab costs in a shell.
  const names = ['--version', '--help', '__complete audit --only prof'];
  const [base, ...times] = compare([node, ...names.map((name) => ({ args: [cli, ...name.split(' ')] }))], 15);
  const row = (what, ms) => ({ what, time: inMs(ms), ratio: `${(ms / base).toFixed(2)} × node -e 0` });
  return [row('node -e 0', base), ...times.map((ms, index) => row(`unitpin ${names[index]}`, ms))];
}
