import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { onTestFinished } from 'vitest';

/** A TypeScript file as a script that Node runs by itself, for tests of several processes. Gone after the test. */
export async function bundleScript(path: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'unitpin-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const bundle = await rolldown({ input: path, platform: 'node', logLevel: 'silent' });
  const file = join(folder, 'script.mjs');
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  return file;
}

export interface Started {
  child: ChildProcess;
  /** What it prints, up to its end; rejects when it fails by itself. */
  output: Promise<string>;
  /** The next time it prints something: all that it has printed. */
  printed(): Promise<string>;
}

/** Starts a script. It is ended with the test, whatever it does. */
export function startScript(file: string, ...args: string[]): Started {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
  });
  const output = new Promise<string>((resolve, reject) => {
    child.once('close', (code, signal) =>
      code === 0 || signal === 'SIGKILL' ? resolve(text) : reject(new Error(`it ended with ${code}`)),
    );
  });
  const printed = (): Promise<string> =>
    new Promise((resolve) => child.stdout?.once('data', () => setImmediate(() => resolve(text))));
  return { child, output, printed };
}
