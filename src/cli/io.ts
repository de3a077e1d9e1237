import { createInterface } from 'node:readline/promises';
import { cut } from '../report/fit.ts';
import { canRedraw, wantsColour } from './terminal.ts';

/** Where a command prints, and whether somebody is there to answer. */
export interface Io {
  out(text: string): void;
  /** `passing`: how far something is; on a terminal what comes next takes its place. */
  err(text: string, passing?: boolean): void;
  colour: boolean;
  /** Asks a yes-or-no question; null when nobody can answer. */
  confirm(question: string): Promise<boolean | null>;
  /** What stdout is, where that is a terminal that can be drawn on. */
  terminal?: Terminal | null;
}

/** A terminal that somebody looks at. Sizes are of this moment. */
export interface Terminal {
  columns(): number;
  rows(): number;
  write(text: string): void;
  /** Calls back when its size changes; what it gives ends that. */
  onResize(callback: () => void): () => void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** From now on Ctrl-C and SIGTERM are noted instead of ending the process: a transaction has to go back first. */
export function watchInterrupts(): { happened: () => boolean; forget: () => void } {
  let seen = false;
  const note = (): void => {
    seen = true;
  };
  for (const signal of SIGNALS) process.on(signal, note);
  return {
    happened: () => seen,
    forget: () => {
      for (const signal of SIGNALS) process.off(signal, note);
    },
  };
}

/** Aborts at Ctrl-C, SIGTERM and SIGHUP, which from now on do not end the process by themselves. */
export function interruptSignal(): { signal: AbortSignal; forget: () => void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  for (const name of SIGNALS) process.on(name, abort);
  return {
    signal: controller.signal,
    forget: () => {
      for (const name of SIGNALS) process.off(name, abort);
    },
  };
}

/** Calls back at each Ctrl-C, SIGTERM and SIGHUP, which do not end the process by themselves meanwhile. */
export function onInterrupt(callback: () => void): () => void {
  for (const name of SIGNALS) process.on(name, callback);
  return () => {
    for (const name of SIGNALS) process.off(name, callback);
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

/** xterm's: back to the first column, erase the line. */
const ERASE = '\r\x1b[K';

export type ColourChoice = 'auto' | 'always' | 'never';

/** The terminal, or whatever stdout and stderr are. */
export function processIo(
  choice: ColourChoice,
  { stdin, stdout, stderr, env }: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'env'> = process,
): Io {
  const redraws = canRedraw(Boolean(stderr.isTTY), env);
  let passing = false;
  const erase = (): void => {
    if (passing) stderr.write(ERASE);
    passing = false;
  };
  return {
    out(text) {
      erase();
      stdout.write(text.endsWith('\n') || text === '' ? text : `${text}\n`);
    },
    err(text, isPassing = false) {
      erase();
      passing = isPassing && redraws;
      if (passing) stderr.write(cut(text, (stderr.columns || 80) - 1));
      else stderr.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    colour: wantsColour(choice, Boolean(stdout.isTTY), env),
    terminal: canRedraw(Boolean(stdout.isTTY), env) ? terminalOf(stdout) : null,
    async confirm(question) {
      if (!stdin.isTTY || !stderr.isTTY) return null;
      erase();
      const prompt = createInterface({ input: stdin, output: stderr });
      try {
        return /^y(es)?$/i.test((await prompt.question(`${question} [y/N] `)).trim());
      } finally {
        prompt.close();
      }
    },
  };
}

const terminalOf = (stdout: NodeJS.WriteStream): Terminal => ({
  columns: () => stdout.columns || 80,
  rows: () => stdout.rows || 24,
  write: (text) => void stdout.write(text),
  onResize(callback) {
    stdout.on('resize', callback);
    return () => stdout.off('resize', callback);
  },
});
