// How the figures are taken: what is compared runs in turn, and the median counts, so that whatever else the machine does hits
// all alike.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const project = dirname(import.meta.dirname);
export const cli = join(project, 'dist', 'cli', 'main.js');
/** Everything that is written is written here, and goes at the end of the process. */
export const folder = mkdtempSync(join(tmpdir(), 'unitpin-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Wall time of one process, in ms. */
function time({ program = process.execPath, args, expected = [0], env = {} }) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, ...env },
  });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (!expected.includes(status)) throw new Error(`${program} ${args.join(' ')} exited ${status}: ${stderr}`);
  return ms;
}

/** Peak memory of one node process, in MiB. */
export function memory({ args }) {
  const report = join(folder, 'memory');
  const hook = `data:text/javascript,import{writeFileSync}from'node:fs';process.on('exit',()=>writeFileSync(${JSON.stringify(report)},String(process.resourceUsage().maxRSS)))`;
  spawnSync(process.execPath, ['--import', hook, ...args], { maxBuffer: 1 << 28 });
  return Number(readFileSync(report, 'utf8')) / 1024;
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** The median time of each process, in ms. */
export function compare(candidates, rounds) {
  const times = candidates.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, candidate] of candidates.entries()) times[index].push(time(candidate));
  }
  return times.map(median);
}

/** The median time of each function in this process, in ms. The first round is for the compiler. */
export async function compareInProcess(candidates, rounds) {
  const times = candidates.map(() => []);
  for (let round = -1; round < rounds; round++) {
    for (const [index, candidate] of candidates.entries()) {
      const start = performance.now();
      await candidate();
      if (round >= 0) times[index].push(performance.now() - start);
    }
  }
  return times.map(median);
}

export const inMs = (ms) => `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
