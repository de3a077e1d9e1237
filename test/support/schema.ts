import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'vitest';

const FOLDER = join(import.meta.dirname, '../../docs/schema');

/** Fails unless the value has the shape that the package's JSON Schema describes. */
export function expectSchema(name: 'audit' | 'gen' | 'apply' | 'error', value: unknown): void {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
  const validate = ajv.compile(JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')));
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
}
