import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'vitest';

const FOLDER = join(import.meta.dirname, '../../docs/schema');

type Shape = 'audit' | 'gen' | 'apply' | 'error' | 'show' | 'rules' | 'explain';

/** Fails unless the value has the shape that the package's JSON Schema describes. */
export function expectSchema(name: Shape, value: unknown): void {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
  const read = (file: string) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
  // What the others refer to.
  if (name !== 'audit') ajv.addSchema(read('audit.json'), 'audit.json');
  const validate = ajv.compile(read(`${name}.json`));
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
}
