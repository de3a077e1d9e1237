import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * Runs a program in our place: it has our streams, environment and folder, our signals are passed on to it, and its exit
 * code is given, as a shell tells it. Null: there is no such program.
 */
export function inOurPlace([program = '', ...args]: readonly string[]): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit' });
    const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
    const end = (code: number | null): void => {
      for (const name of SIGNALS) process.off(name, pass);
      resolve(code);
    };
    for (const name of SIGNALS) process.on(name, pass);
    child.once('error', () => end(null));
    child.once('exit', (code, signal) => end(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
