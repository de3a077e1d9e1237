import { run } from '../../src/cli/run.ts';
import type { Host } from '../../src/host/host.ts';

export interface CliResult {
  status: number;
  stdout: string;
  stderr: string;
  /** stdout as JSON; throws when it is none. */
  json<T = Record<string, unknown>>(): T;
}

/**
 * Runs a command line in this process, as somebody without a terminal. `answer` is given to a question; `host` stands
 * for this machine where a command would change it.
 */
export async function unitpin(
  args: readonly string[],
  answer: boolean | null = null,
  host?: Host,
): Promise<CliResult> {
  let stdout = '';
  let stderr = '';
  const line = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
  const io = {
    out: (text: string) => {
      stdout += line(text);
    },
    err: (text: string) => {
      stderr += line(text);
    },
    colour: false,
    confirm: async () => answer,
  };
  const status = await run(args, io, host);
  return { status, stdout, stderr, json: <T>() => JSON.parse(stdout) as T };
}
