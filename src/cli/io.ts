import { createInterface } from 'node:readline/promises';

/** Where a command prints, and whether somebody is there to answer. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  colour: boolean;
  /** Asks a yes-or-no question; null when nobody can answer. */
  confirm(question: string): Promise<boolean | null>;
}

/** From now on Ctrl-C and SIGTERM are noted instead of ending the process: a transaction has to go back first. */
export function watchInterrupts(): { happened: () => boolean; forget: () => void } {
  let seen = false;
  const note = (): void => {
    seen = true;
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, note);
  return {
    happened: () => seen,
    forget: () => {
      for (const signal of signals) process.off(signal, note);
    },
  };
}

/** What is written is written whole, with its receipt: Ctrl-C does not end the process in the middle of it. */
export function uninterrupted<T>(work: () => T): T {
  const { forget } = watchInterrupts();
  try {
    return work();
  } finally {
    forget();
  }
}

export type ColourChoice = 'auto' | 'always' | 'never';

/** The terminal, or whatever stdout and stderr are. `NO_COLOR` (no-color.org) and `--color` decide about colours. */
export function processIo(choice: ColourChoice): Io {
  const wanted =
    choice === 'auto'
      ? process.stdout.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb'
      : choice === 'always';
  return {
    out: (text) => void process.stdout.write(text.endsWith('\n') || text === '' ? text : `${text}\n`),
    err: (text) => void process.stderr.write(text.endsWith('\n') ? text : `${text}\n`),
    colour: Boolean(wanted),
    async confirm(question) {
      if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
      const prompt = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return /^y(es)?$/i.test((await prompt.question(`${question} [y/N] `)).trim());
      } finally {
        prompt.close();
      }
    },
  };
}
