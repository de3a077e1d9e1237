import { execFile } from 'node:child_process';

/** What became of a program. `missing`: not installed. `timeout`: it was ended because it did not answer in time. */
export type ExecResult =
  | { state: 'done'; code: number; stdout: string; stderr: string }
  | { state: 'missing' }
  | { state: 'timeout'; stdout: string; stderr: string };

export interface ExecOptions {
  /** The whole environment of the program. */
  env: Readonly<Record<string, string | undefined>>;
  timeoutMs: number;
  /** An abort ends it as if its time were up. */
  signal?: AbortSignal | undefined;
}

/** Runs a program by its words, never through a shell. Never throws for what the program does. */
export type Exec = (argv: readonly string[], options: ExecOptions) => Promise<ExecResult>;

/** A listing of ten thousand units is about 10 MB. Bytes. */
const MAX_OUTPUT = 64 * 1024 * 1024;

export const exec: Exec = (argv, { env, timeoutMs, signal }) => {
  const [program = '', ...args] = argv;
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      { env, timeout: timeoutMs, maxBuffer: MAX_OUTPUT, killSignal: 'SIGKILL', signal },
      (error, stdout, stderr) => {
        if (error?.code === 'ENOENT') resolve({ state: 'missing' });
        else if (error?.killed || error?.name === 'AbortError') resolve({ state: 'timeout', stdout, stderr });
        else
          resolve({
            state: 'done',
            code: typeof error?.code === 'number' ? error.code : error ? 255 : 0,
            stdout,
            stderr,
          });
      },
    );
  });
};
