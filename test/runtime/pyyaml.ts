import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What a suite that asks PyYAML needs. */
export const pyYaml = (): string | null =>
  spawnSync('python3', ['-c', 'import yaml']).status === 0 ? null : 'PyYAML';

/** What PyYAML makes of each text: `says`; null where it refuses it. Dates and endless numbers are words. */
export function readByPyYaml(texts: readonly string[]): ({ says: unknown } | null)[] {
  const { stdout, stderr } = spawnSync('python3', [join(import.meta.dirname, 'read-yaml.py')], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { PATH: process.env.PATH },
  });
  if (stderr !== '') throw new Error(stderr);
  return JSON.parse(stdout);
}

/** The same in the same words, of what we read. */
export function asPyYaml(value: unknown): unknown {
  if (value instanceof Date) return 'a date';
  if (typeof value === 'number' && !Number.isFinite(value))
    return { Infinity: 'inf', '-Infinity': '-inf', NaN: 'nan' }[String(value)];
  if (Array.isArray(value)) return value.map(asPyYaml);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asPyYaml(one)]));
}
