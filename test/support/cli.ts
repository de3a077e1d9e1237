import { run } from '../../src/cli/run.ts';

export interface CliResult {
  status: number;
  stdout: string;
  stderr: string;
  /** stdout as JSON; throws when it is none. */
  json<T = Record<string, unknown>>(): T;
}

/** Runs a command line in this process, as somebody without a terminal. `answer` is given to a question. */
export async function unitpin(args: readonly string[], answer: boolean | null = null): Promise<CliResult> {
  let stdout = '';
  let stderr = '';
  const line = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
  const status = await run(args, {
    out: (text) => {
      stdout += line(text);
    },
    err: (text) => {
      stderr += line(text);
    },
    colour: false,
    confirm: async () => answer,
  });
  return { status, stdout, stderr, json: <T>() => JSON.parse(stdout) as T };
}
