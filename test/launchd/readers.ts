import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dictEntries, type PlistData, Real } from '../../src/launchd/data.ts';

/** A value in the form in which every reader's answer is compared: the type, and the value without rounding. */
export type Tagged =
  | ['dict', [string, Tagged][]]
  | ['array', Tagged[]]
  | ['boolean', boolean]
  | [string, string];

export interface Answer {
  value?: Tagged;
  /** The same value as a binary property list that plistlib wrote. */
  binary?: string;
  error?: string;
}

const PYTHON = '/usr/bin/python3';
const PLISTUTIL = '/usr/bin/plistutil';

export const otherReaders = (): string | null =>
  [PYTHON, PLISTUTIL].filter((program) => !existsSync(program)).join(' and ') || null;

/** What CPython's plistlib reads: one process for all of them. */
export function readWithPlistlib(documents: readonly Buffer[]): Answer[] {
  const input = Buffer.concat(
    documents.flatMap((document) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(document.length);
      return [length, document];
    }),
  );
  const script = join(import.meta.dirname, 'readers.py');
  const result = spawnSync(PYTHON, [script], { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (result.status !== 0) throw new Error(result.stderr);
  return result.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}

/** The binary property list that libplist makes of an XML one. */
export function convertWithPlistutil(document: Buffer): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'unitpin-plistutil-'));
  try {
    writeFileSync(join(folder, 'in'), document);
    const result = spawnSync(PLISTUTIL, ['-i', join(folder, 'in'), '-o', join(folder, 'out'), '-f', 'bin']);
    if (result.status !== 0) throw new Error(`plistutil: ${result.stderr}`);
    return readFileSync(join(folder, 'out'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function tagged(data: PlistData): Tagged {
  if (typeof data === 'string') return ['string', data];
  if (typeof data === 'boolean') return ['boolean', data];
  if (typeof data === 'number' || typeof data === 'bigint') return ['integer', double(Number(data))];
  if (data instanceof Real) return ['real', double(data.value)];
  if (data instanceof Date) return ['date', `${data.toISOString().slice(0, 19)}Z`];
  if (data instanceof Uint8Array) return ['data', Buffer.from(data).toString('base64')];
  const entries = dictEntries(data);
  if (entries) return ['dict', entries.map(([key, value]) => [key, tagged(value)])];
  return ['array', (data as readonly PlistData[]).map(tagged)];
}

function double(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString('hex');
}
